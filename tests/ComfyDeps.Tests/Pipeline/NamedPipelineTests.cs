using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Threading.Tasks;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.Tests.Help;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Pipeline;

/// <summary>
/// Every pipeline that users are promised, from end to end with a node pack and a model file in it: what one cmdlet
/// gives, the next one takes, and neither kind of dependency is lost or refused on the way.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public sealed class NamedPipelineTests : IAsyncDisposable
{
    private const string Pack = "comfyui-videohelpersuite";
    private const string Model = "vae/ae.safetensors";

    private readonly LoopbackEngine _engine = new();

    public NamedPipelineTests()
    {
        _engine.Services.HuggingFace.Repositories.Add(
            HubRepository.Of("black-forest-labs/FLUX.1-schnell", HubFile.Large("ae.safetensors")));
        _engine.Services.ComfyRegistry.Packs.Add(new RegistryPack
        {
            Id = Pack,
            Repository = "https://github.com/Kosinkadink/ComfyUI-VideoHelperSuite",
            Versions = { new RegistryVersion { Version = "1.7.0" } },
        });
        _engine.Services.Git.Add("Kosinkadink/ComfyUI-VideoHelperSuite").Commit();
        Directory.CreateDirectory(Path.Join(_engine.Folder, ".git"));
        foreach (string name in (string[])["flow.json", "flow [2].json"])
        {
            File.WriteAllText(Path.Join(_engine.Folder, name), """
                {"version": 0.4, "links": [], "nodes": [
                  {"id": 1, "type": "VHS_VideoCombine", "mode": 0, "inputs": [], "outputs": [], "properties": {"cnr_id": "comfyui-videohelpersuite", "ver": "1.7.0"}, "widgets_values": []},
                  {"id": 2, "type": "VAELoader", "mode": 0, "inputs": [], "outputs": [], "widgets_values": ["ae.safetensors"],
                   "properties": {"models": [{"name": "ae.safetensors", "url": "https://huggingface.co/black-forest-labs/FLUX.1-schnell/resolve/main/ae.safetensors", "directory": "vae"}]}}]}
                """);
        }

        Scenario.AddComfyUi(Home, "0.3.76", (Pack, "1.7.0"));
        _engine.Set("COMFYDEPS_REGISTRY", null);
        Run($"Set-Location -LiteralPath '{_engine.Folder}'");
    }

    /// <summary>Where ComfyUI is on the pod.</summary>
    private string Home => Path.Join(_engine.Folder, "pod");

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    /// <summary>By what the last one gives: names of both kinds, or of the one kind that the cmdlet is about.</summary>
    [Theory]
    [InlineData("Get-ComfyWorkflowDependency flow.json | Find-ComfyNodePack", Pack)]
    [InlineData("Get-ComfyWorkflowDependency flow.json | Find-ComfyNodeVersion", Pack, "main")]
    [InlineData("Get-ComfyWorkflowDependency flow.json | Find-ComfyModelVersion", "ae.safetensors")]
    [InlineData("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry -PassThru", Pack, Model)]
    [InlineData(
        "Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry; Get-ComfyWorkflowDependency flow.json | "
            + "Test-ComfyRegistry",
        Pack,
        Model)]
    [InlineData(
        "Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry; Get-ComfyRegistry | Test-ComfyRegistry",
        Pack,
        Model)]
    [InlineData(
        "Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry; Get-ComfyRegistry | Find-ComfyNodeVersion "
            + "-Latest",
        Pack)]
    [InlineData(
        "Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry; Get-ComfyRegistry | Find-ComfyModelVersion",
        Model)]
    [InlineData(
        "Get-ComfyWorkflowDependency flow.json | Find-ComfyNodeVersion -Latest | Update-ComfyRegistry -PassThru", Pack)]
    [InlineData(
        "Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry -PassThru | Export-ComfyInstallScript -PassThru",
        "install-all-models.sh")]
    [InlineData("Get-ComfyInstallation ./pod | Update-ComfyRegistry -PassThru", Pack, Model)]
    [InlineData(
        "Get-ComfyInstallation ./pod | Update-ComfyRegistry; Get-ComfyWorkflowDependency flow.json | "
            + "Test-ComfyInstallation ./pod",
        Pack,
        Model)]
    [InlineData(
        "Get-ComfyInstallation ./pod | Export-ComfySnapshot s.json; Import-ComfySnapshot s.json | "
            + "Update-ComfyRegistry -PassThru",
        Pack)]
    public void TakesWhatTheOneBeforeGives(string pipeline, params string[] names)
    {
        IReadOnlyList<PSObject> output = Run(pipeline);
        string[] found =
        [
            .. output.SelectMany(
                static one => new[] { "Name", "Pack", "Branch", "Version" }.Select(
                    name => one.Properties[name]?.Value?.ToString() ?? string.Empty)),
        ];
        Assert.All(names, name => Assert.Contains(name, found));
    }

    /// <summary>What a workflow needs is there and verified, asked of the pod itself.</summary>
    [Fact]
    public void AHostIsTestedForWhatAWorkflowNeeds()
    {
        using SshServer server = new($"HOME='{Home}'; export HOME; cd; exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
        string options = string.Join("; ", server.Options.Select(static option => $"{option.Key} = '{option.Value}'"));
        Run("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry");
        IReadOnlyList<PSObject> output = Run(
            $"Get-ComfyWorkflowDependency flow.json | Test-ComfyInstallation -HostName 127.0.0.1 -Port "
                + $"{server.Port} -KeyFilePath '{server.Key}' -Options @{{ {options} }}");
        Assert.Equal(
            [$"Model {Model} Verified", $"Node {Pack} Verified"],
            output
                .Select(
                    static one =>
                        $"{one.Properties["Kind"].Value} {one.Properties["Name"].Value} "
                            + $"{one.Properties["Status"].Value}")
                .Order(StringComparer.Ordinal));
    }

    /// <summary>Who takes the first object gets it, and what a command has to write is written all the same.</summary>
    [Theory]
    [InlineData("Get-ComfyWorkflowDependency flow.json")]
    [InlineData(
        "Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry -PassThru -RegistryPath ./new.json", "new.json")]
    [InlineData("Get-ComfyWorkflowDependency flow.json | Test-ComfyRegistry")]
    [InlineData("Find-ComfyNodePack *")]
    [InlineData("Get-ComfyRegistry | Find-ComfyNodeVersion")]
    [InlineData("Get-ComfyRegistry")]
    [InlineData("Test-ComfyRegistry")]
    [InlineData("Set-ComfyRegistryEntry * -Requested latest -PassThru")]
    [InlineData("Remove-ComfyRegistryEntry * -PassThru -Confirm:$false")]
    [InlineData("Get-ComfyInstallation ./pod")]
    [InlineData("Test-ComfyInstallation ./pod")]
    [InlineData("Compare-ComfyInstallation ./pod, ./other -IncludeEqual")]
    [InlineData("Import-ComfySnapshot s.json")]
    public void OneObjectIsEnough(string pipeline, string written = "comfy-registry.json")
    {
        Scenario.AddComfyUi(Path.Join(_engine.Folder, "other"), "0.3.76", (Pack, "1.6.0"));
        Run(
            "Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry; Get-ComfyInstallation ./pod | "
                + "Export-ComfySnapshot s.json");
        string file = Path.Join(_engine.Folder, written);
        byte[]? before = File.Exists(file) ? File.ReadAllBytes(file) : null;
        Assert.True(Run(pipeline).Count > 1, "Only one object came: taking the first of it proves nothing.");
        IEnumerable<string> all = WithoutTimes();

        File.WriteAllBytes(file, before ?? []);
        if (before is null)
        {
            File.Delete(file);
        }

        Assert.Single(Run($"{pipeline} | Select-Object -First 1"));
        Assert.Equal(all, WithoutTimes());

        string[] WithoutTimes()
            => [
                .. File.ReadLines(file)
                    .Where(static line => !line.Contains("\"verifiedAt\"", StringComparison.Ordinal)),
            ];
    }

    /// <summary>
    /// What a run would write is told with its target, and no file is made, changed or taken away by telling it.
    /// </summary>
    [Theory]
    [InlineData("Clear-ComfyCache", "\"Drop cached answers\" on target \"{0}/cache/answers\"")]
    [InlineData("Export-ComfyDependencyReport", "on target \"{0}/dependencies.json\"")]
    [InlineData("Export-ComfyDockerfile", "on target \"{0}/Dockerfile\"")]
    [InlineData("Export-ComfyInstallScript", "on target \"{0}/install-all-models.sh\"")]
    [InlineData("Export-ComfySnapshot", "on target \"{0}/snapshot.json\"")]
    [InlineData(
        "Remove-ComfyRegistryEntry comfyui-*",
        "\"Remove Node: 1.7.0 -> nothing\" on target \"comfyui-videohelpersuite\"")]
    [InlineData(
        "Set-ComfyRegistryEntry comfyui-* -Requested '>=1'",
        "\"requested: latest -> >=1\" on target \"comfyui-videohelpersuite\"")]
    [InlineData(
        "Set-ComfyRegistryEnvironment -PythonVersion 3.11", "\"python: nothing -> 3.11\" on target \"environment\"")]
    [InlineData("Update-ComfyCatalog -SourcePath ./lists", "\"Make the catalog anew\" on target")]
    [InlineData(
        "Get-ComfyWorkflowDependency more.json | Update-ComfyRegistry",
        "\"Add, pinned to 1.4.0: the newest version in the Comfy Registry\" on target \"res4lyf\"")]
    public async Task WhatIfTellsTheTruthAndTouchesNothing(string command, string expected)
    {
        _engine.Services.ComfyRegistry.Packs.Add(new RegistryPack
        {
            Id = "res4lyf",
            Repository = "https://github.com/ClownsharkBatwing/RES4LYF",
            Versions = { new RegistryVersion { Version = "1.4.0" } },
        });
        Directory.CreateDirectory(Path.Join(_engine.Folder, "lists"));
        File.WriteAllText(
            Path.Join(_engine.Folder, "more.json"),
            """{ "1": { "class_type": "ClownsharKSampler_Beta", "inputs": {} } }""");
        Run("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry");
        _engine.Set("COMFYDEPS_OFFLINE", command.StartsWith("Get-", StringComparison.Ordinal) ? null : "1");
        string[] before = Files();

        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            "-Command", $"Set-Location -LiteralPath '{_engine.Folder}'; {command} -WhatIf");

        Assert.Equal(string.Empty, answer.Error);
        string told = string.Concat(answer.Output.Split('\n').Select(static line => line.TrimEnd('\r')));
        Assert.StartsWith("What if: Performing the operation ", told, StringComparison.Ordinal);
        Assert.Contains(
            string.Format(CultureInfo.InvariantCulture, expected, _engine.Folder), told, StringComparison.Ordinal);
        Assert.Equal(before, Files());

        // Answers may be kept: a cache is no file of the user's.
        string[] Files() =>
        [
            .. from file in Directory.EnumerateFileSystemEntries(_engine.Folder, "*", SearchOption.AllDirectories)
               where command == "Clear-ComfyCache" || !file.StartsWith(_engine.Cache, StringComparison.Ordinal)
               orderby file
               select $"{file} "
                   + $"{(File.Exists(file) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : "folder")}",
        ];
    }

    /// <summary>
    /// A name with brackets means itself, a name with a star what matches it, and no name the folder.
    /// </summary>
    [Theory]
    [InlineData("'flow.json', 'flow [2].json' | Get-ComfyWorkflowDependency", 4)]
    [InlineData("'flow*.json' | Get-ComfyWorkflowDependency", 4)]
    [InlineData("Get-ComfyWorkflowDependency -LiteralPath 'flow [2].json'", 2)]
    [InlineData("Get-ComfyWorkflowDependency", 4)]
    public void NamesOfFilesBind(string pipeline, int count) => Assert.Equal(count, Run(pipeline).Count);

    private IReadOnlyList<PSObject> Run(string script)
    {
        Engine.Result result = _engine.Run(script);
        Assert.Empty(result.Errors.Select(static error => error.ToString()));
        Assert.Null(result.Failure);
        return result.Output;
    }
}
