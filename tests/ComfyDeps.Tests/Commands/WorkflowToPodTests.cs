using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>
/// From a workflow file to a pod that has what it needs, over the stand-ins: the pipeline, and then the script for
/// real.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public sealed class WorkflowToPodTests : IAsyncDisposable
{
    private const string Pipeline =
        "Get-ComfyWorkflowDependency workflow.json | Update-ComfyRegistry -PassThru | Export-ComfyInstallScript";

    private readonly LoopbackEngine _loopback = new();
    private readonly HubFile _file = HubFile.Large("model.safetensors", 300_000);

    public WorkflowToPodTests()
    {
        _loopback.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/name", _file));
        _loopback.Services.ComfyRegistry.Packs.Add(new RegistryPack
        {
            Id = "comfyui-videohelpersuite",
            Repository = "https://github.com/Kosinkadink/ComfyUI-VideoHelperSuite",
            Versions = { new RegistryVersion { Version = "1.7.0" } },
        });
        _loopback.Services.Git.Add("Kosinkadink/ComfyUI-VideoHelperSuite").Commit();
        Directory.CreateDirectory(Path.Join(_loopback.Folder, ".git"));
        File.WriteAllText(Path.Join(_loopback.Folder, "workflow.json"), """
            {"version": 0.4, "links": [], "nodes": [
              {"id": 1, "type": "VHS_VideoCombine", "mode": 0, "inputs": [], "outputs": [], "properties": {"cnr_id": "comfyui-videohelpersuite", "ver": "1.7.0"}, "widgets_values": []},
              {"id": 2, "type": "CheckpointLoaderSimple", "mode": 0, "inputs": [], "outputs": [], "widgets_values": ["model.safetensors"],
               "properties": {"models": [{"name": "model.safetensors", "url": "https://huggingface.co/org/name/resolve/main/model.safetensors", "directory": "checkpoints"}]}}]}
            """);
        foreach (string folder in (string[])["pod/comfy", "pod/custom_nodes"])
        {
            Directory.CreateDirectory(Path.Join(_loopback.Folder, folder));
        }

        File.WriteAllText(Path.Join(_loopback.Folder, "pod", "main.py"), "");
    }

    public ValueTask DisposeAsync() => _loopback.DisposeAsync();

    [Fact]
    public void AWorkflowFileBecomesAPodThatHasWhatItNeeds()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Engine.Result result = _loopback.Engine.Run($"Set-Location -LiteralPath '{_loopback.Folder}'; {Pipeline}");
        Assert.Empty(result.Errors.Select(static error => error.ToString()));
        TimeSpan written = watch.Elapsed;
        string script = Path.Join(_loopback.Folder, "install-all-models.sh");
        (int code, string output) = Run(script);
        Assert.True(code == 0, output);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Script after {written.TotalSeconds:f1} s, pod after "
                + $"{watch.Elapsed.TotalSeconds:f1} s, {new FileInfo(script).Length} bytes of script.\n{output}");
        Assert.Equal(
            _file.Content,
            File.ReadAllBytes(Path.Join(_loopback.Folder, "pod", "models", "checkpoints", "model.safetensors")));
        Assert.Contains(
            "version = \"1.7.0\"",
            File.ReadAllText(
                Path.Join(_loopback.Folder, "pod", "custom_nodes", "comfyui-videohelpersuite", "pyproject.toml")),
            StringComparison.Ordinal);
    }

    private (int Code, string Output) Run(string script)
    {
        ProcessStartInfo start = new(Tool.Need("bash", "bash"), [script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Tool.Need("curl", "curl");
        start.Environment["COMFYUI_PATH"] = Path.Join(_loopback.Folder, "pod");
        start.Environment["COMFYUI_PYTHON"] = Tool.Need("python3", "python3");
        foreach ((string name, string value) in _loopback.Services.Variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
