using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.TestServers.Images;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// The whole way, as a user goes it: workflow files, then the registry, the script, a pod that has everything, and its check; and
/// from the same files the Dockerfile and, where buildah and debootstrap are, the image. Beside it the way by hand in the same run:
/// cloned and fetched one after another, nothing pinned and nothing checked. Servers take 80 ms for every answer and give one connection 4 MB a
/// second. Run it with the argument <c>pod</c>, or <c>pod 12</c> for model files of 12 MB and no image.
/// </summary>
internal sealed class PodComparison : IAsyncDisposable
{
    private const int Packs = 20;
    private const int Repositories = 10;
    private const int Models = 30;
    private const int BytesPerSecond = 4_000_000;

    private readonly StandIns _services = new();
    private readonly string _root = Directory.CreateTempSubdirectory("comfydeps-pod").FullName;
    private readonly List<string> _clones = [];
    private readonly List<string> _urls = [];

    private PodComparison(int modelBytes)
    {
        Fill(modelBytes);
        foreach (StandIn service in Paced)
        {
            service.IsStrict = false;
            service.CountsBytes = true;
            service.Latency = TimeSpan.FromMilliseconds(80);
            service.BytesPerSecond = BytesPerSecond;
        }
    }

    private static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private IEnumerable<StandIn> Paced => [.. _services.All, _services.HuggingFace.Cdn];

    private string Project => Path.Join(_root, "project");

    private long Sent => Paced.Sum(static service => service.BytesSent);

    /// <summary>Measures, and writes a table.</summary>
    /// <param name="megabytes">How large each model file is; null for 3 MB, and then images are built too.</param>
    internal static async Task RunAsync(int? megabytes)
    {
        await using PodComparison comparison = new((megabytes ?? 3) * 1_000_000);
        double written = comparison.MeasurePod();
        if (megabytes is null)
        {
            comparison.MeasureImage(written);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    /// <returns>How long it took from workflow files to the Dockerfile.</returns>
    private double MeasurePod()
    {
        Console.WriteLine("| step | seconds | MB sent by the servers |");
        Console.WriteLine("|---|--:|--:|");
        (double registry, _) = Step("workflow files to a verified registry", () => Module(
            "Set-ComfyRegistryEnvironment -Image runpod/worker-comfyui:5.8.5-base; Get-ComfyWorkflowDependency workflows -Recurse | Update-ComfyRegistry | Out-Null"));
        (double script, _) = Step("registry to the install script", () => Module("Export-ComfyInstallScript install.sh"));
        (double dockerfile, _) = Step("registry to the Dockerfile", () => Module("Export-ComfyDockerfile Dockerfile"));
        string pod = InstallComparison.Pod(_root, "ours");
        Run(Python, ["-m", "venv", "--without-pip", Path.Join(pod, ".venv")], "");
        (double install, long ours) = Step("the script on an empty pod", () => Run("bash", ["install.sh"], pod));
        (double check, _) = Step("Test-ComfyInstallation, every hash", () => Module($"if (Test-ComfyInstallation -Path '{pod}' | Where-Object {{ -not $_.IsOk }}) {{ throw (Test-ComfyInstallation -Path '{pod}' | Where-Object {{ -not $_.IsOk }} | Out-String) }}"));
        File.WriteAllText(Path.Join(Project, "plain.sh"), Plain());
        (double plain, long theirs) = Step("by hand: clone and wget, one after another", () => Run("bash", ["plain.sh"], InstallComparison.Pod(_root, "plain")));
        double whole = registry + script + install + check;
        Say($"From workflow files to a checked pod {whole:f1} s, by hand {plain:f1} s: {100 * (1 - (whole / plain)):f0} % less. The script alone: {plain / install:f1} times as fast, {(double)ours / theirs:f2} of the bytes.");
        Say($"Script {new FileInfo(Path.Join(Project, "install.sh")).Length / 1000} KB, Dockerfile {new FileInfo(Path.Join(Project, "Dockerfile")).Length / 1000} KB.");
        return registry + dockerfile;
    }

    private void MeasureImage(double before)
    {
        using WorkerImage worker = new(Path.Join(_root, "image"));
        if (worker.Missing is string missing)
        {
            Say($"No image is built: {missing}.");
            return;
        }

        worker.MakeBase();
        string[] lines = File.ReadAllLines(Path.Join(Project, "Dockerfile"));
        string settings = $"ENV GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=url.{_services.Git.Address}/.insteadOf GIT_CONFIG_VALUE_0=https://github.com/";
        string ours = string.Join('\n', lines.Select(line => line.StartsWith("FROM ", StringComparison.Ordinal) ? $"FROM {WorkerImage.Base}\n{settings}" : line)) + "\n";
        string plain = $"FROM {WorkerImage.Base}\n{settings}\nWORKDIR /comfyui/custom_nodes\n" + string.Concat(_clones.Select(static clone => $"RUN {clone}\n"));
        (double build, _) = Step("Dockerfile to the image (buildah)", () => worker.Build("ours", ours));
        (double hand, _) = Step("by hand: the image, one clone a layer", () => worker.Build("plain", plain));
        Say($"From workflow files to an image {before + build:f1} s, by hand {hand:f1} s.");
    }

    private (double Seconds, long Bytes) Step(string name, Action work)
    {
        long before = Sent;
        Stopwatch watch = Stopwatch.StartNew();
        work();
        double seconds = watch.Elapsed.TotalSeconds;
        long bytes = Sent - before;
        Say($"| {name} | {seconds:f1} | {bytes / 1e6:f2} |");
        return (seconds, bytes);
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Runs a line in the shell, in a process of its own, as a user's command would.</summary>
    private void Module(string line)
    {
        string built = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", "ComfyDeps.Shell", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'))));
        Run("dotnet", [Path.Join(built, "ComfyDeps.Shell.dll"), "-Command", line], "");
    }

    private void Run(string program, string[] arguments, string comfyUi)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = Project, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in _services.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["COMFYDEPS_CACHE"] = Path.Join(_root, "cache");
        start.Environment["COMFYUI_PATH"] = comfyUi;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(output + errors.Result);
        }
    }

    /// <summary>The services, and workflow files that need them: five of JSON, and one of TypeScript that names models again.</summary>
    private void Fill(int modelBytes)
    {
        _services.Images.Images.Add(new ImageTag { Name = "runpod/worker-comfyui", Tag = "5.8.5-base" });
        List<JsonObject> nodes = [];
        for (int i = 0; i < Packs; i++)
        {
            string commit = InstallComparison.AddPack(_services.Git, i, changes: 10);
            nodes.Add(Node($"Class{i}", new JsonObject { ["aux_id"] = $"owner/Pack{i}", ["ver"] = commit }, null));
            _clones.Add($"git clone -q https://github.com/owner/Pack{i} && git -C Pack{i} checkout -q {commit}");
        }

        foreach (IGrouping<int, int> group in Enumerable.Range(0, Models).GroupBy(static i => i % Repositories))
        {
            HubFile[] files = [.. group.Select(i => HubFile.Large($"model{i}.safetensors", modelBytes))];
            _services.HuggingFace.Repositories.Add(HubRepository.Of($"org/models{group.Key}", files));
            foreach (HubFile file in files)
            {
                string url = $"https://huggingface.co/org/models{group.Key}/resolve/main/{file.Path}";
                JsonObject model = new() { ["name"] = file.Path, ["url"] = url, ["directory"] = "checkpoints" };
                nodes.Add(Node("CheckpointLoaderSimple", new JsonObject { ["models"] = new JsonArray(model) }, file.Path));
                _urls.Add(url.Replace("https://huggingface.co", _services.HuggingFace.Address, StringComparison.Ordinal));
            }
        }

        Directory.CreateDirectory(Path.Join(Project, ".git"));
        string folder = Directory.CreateDirectory(Path.Join(Project, "workflows")).FullName;
        int number = 0;
        foreach (JsonObject[] some in nodes.Chunk(nodes.Count / 5))
        {
            JsonObject workflow = new() { ["version"] = 0.4, ["links"] = new JsonArray(), ["nodes"] = new JsonArray([.. some]) };
            File.WriteAllText(Path.Join(folder, $"workflow{number++}.json"), workflow.ToJsonString());
        }

        File.WriteAllText(Path.Join(folder, "builder.ts"), """
            export const build = (seed: number) => ({
              "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "model3.safetensors" } },
              "2": { class_type: "KSampler", inputs: { seed, model: ["1", 0] } },
            });
            """);
    }

    private static JsonObject Node(string type, JsonObject properties, string? model) => new()
    {
        ["id"] = properties.GetHashCode() & 0xffff,
        ["type"] = type,
        ["mode"] = 0,
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["properties"] = properties,
        ["widgets_values"] = model is null ? new JsonArray() : new JsonArray(model),
    };

    /// <summary>What people write by hand, once they have found out what is needed: it checks nothing.</summary>
    private string Plain()
    {
        StringBuilder script = new("set -e\ncd \"$COMFYUI_PATH/custom_nodes\"\n");
        script.AppendJoin('\n', _clones).Append("\nmkdir -p ../models/checkpoints && cd ../models/checkpoints\n");
        foreach (string url in _urls)
        {
            script.Append(CultureInfo.InvariantCulture, $"wget -q {url} || curl -sfLO {url}\n");
        }

        return script.ToString();
    }
}
