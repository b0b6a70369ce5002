using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.Images;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>Listing, changing and taking out entries of the registry, as its users do it.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class RegistryEntryTests : IAsyncDisposable
{
    private const string Set = "ComfyDeps.Commands.SetComfyRegistryEntryCommand";

    private readonly LoopbackEngine _engine = new();

    public RegistryEntryTests()
    {
        File.Copy(Repository.Fixture("registry", "good", "full.json"), RegistryPath);
        _engine.Set("COMFYDEPS_REGISTRY", null);
        Assert.Empty(_engine.Run($"Set-Location -LiteralPath '{_engine.Folder}'").Errors);
    }

    private string RegistryPath => Path.Join(_engine.Folder, "comfy-registry.json");

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void ListsTheRegistryOfTheCurrentFolder()
    {
        Engine.Result result = _engine.Run("Get-ComfyRegistry");
        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "ComfyUI ComfyUI Undetermined",
                "Image runpod/worker-comfyui Undetermined", "Python Python Undetermined",
                "Python constraints.txt Undetermined", "Node codeberg.org/someone/some-nodes Unpinned",
                "Node lldacing/comfyui_pulid_flux_ll Missing", "Node res4lyf Verified",
                "Model diffusion_models/flux1-dev.safetensors Verified", "Model insightface/models/antelopev2 Verified",
                "Model loras/Gemälde 水墨 🎨.safetensors Unpinned", "Model upscale_models/4x.pth Manual",
            ],
            result.Output.Select(static o => $"{Of(o, "Kind")} {Of(o, "Name")} {Of(o, "VerificationStatus")}"));
        Assert.Equal("404272953", Of(result.Output[8], "Size"));
        Assert.Equal(
            "https://huggingface.co/black-forest-labs/FLUX.1-dev/resolve/0123456789abcdef0123456789abcdef01234567/flux1-dev.safetensors",
            Of(result.Output[7], "Url"));
    }

    [Fact]
    public void AnExactNameThatIsNotThereIsOneErrorAndAWildcardNone()
    {
        LoopbackEngine.AssertOneError(
            _engine.Run("Get-ComfyRegistry -Name none"),
            "NotFound,ComfyDeps.Commands.GetComfyRegistryCommand",
            ErrorCategory.ObjectNotFound);
        Engine.Result wild = _engine.Run("Get-ComfyRegistry -Name zz*, RES4*");
        Assert.Empty(wild.Errors);
        Assert.Equal("res4lyf", Of(Assert.Single(wild.Output), "Name"));
    }

    [Fact]
    public void ARegistryThatIsWrongIsNamedWithItsPlaceAndNothingIsWritten()
    {
        File.Copy(Repository.Fixture("registry", "bad", "commit", "branch.json"), RegistryPath, overwrite: true);
        byte[] before = File.ReadAllBytes(RegistryPath);
        ErrorRecord error = LoopbackEngine.AssertOneError(
            _engine.Run("Get-ComfyRegistry"),
            "RegistryInvalid,ComfyDeps.Commands.GetComfyRegistryCommand",
            ErrorCategory.InvalidData);
        Assert.Contains(
            "line 27, column 19: nodes[\"owner/repo\"].source.commit",
            error.Exception.Message,
            StringComparison.Ordinal);
        LoopbackEngine.AssertOneError(
            _engine.Run("Set-ComfyRegistryEntry pack -Requested latest"),
            $"RegistryInvalid,{Set}",
            ErrorCategory.InvalidData);
        Assert.Equal(before, File.ReadAllBytes(RegistryPath));
    }

    [Fact]
    public void AClassComesFromThePackThatAPersonSaysAndFromNoOther()
    {
        Engine.Result result = _engine.Run(
            "Set-ComfyRegistryEntry -Class 'Sigmas Rescale', Other -Pack https://codeberg.org/someone/some-nodes.git "
                + "-PassThru");
        Assert.Empty(result.Errors);
        Assert.Equal("codeberg.org/someone/some-nodes", Of(Assert.Single(result.Output), "Name"));
        Assert.Equal(
            "ClownsharKSampler_Beta 🔧 Image \"Resize\" / <b>",
            _engine.Run("(Get-ComfyRegistry -Name res4lyf).Classes").Text);
        Assert.Contains(
            "\"Sigmas Rescale\": \"codeberg.org/someone/some-nodes\"",
            File.ReadAllText(RegistryPath),
            StringComparison.Ordinal);
        Assert.Empty(_engine.Run("Remove-ComfyRegistryEntry -Decision 'Sigmas Rescale'").Errors);
        Assert.DoesNotContain("\"Sigmas Rescale\": ", File.ReadAllText(RegistryPath), StringComparison.Ordinal);
    }

    [Fact]
    public void AModelComesFromTheAddressThatAPersonSays()
    {
        Engine.Result result = _engine.Run(
            "Set-ComfyRegistryEntry -Model loras/new.safetensors -Uri "
                + "https://huggingface.co/me/loras/blob/main/sub/new.safetensors -PassThru");
        Assert.Empty(result.Errors);
        PSObject entry = Assert.Single(result.Output);
        Assert.Equal(
            "HuggingFace main Unpinned",
            $"{Of(entry, "Source")} {Of(entry, "Requested")} {Of(entry, "VerificationStatus")}");
    }

    [Fact]
    public void APersonsWordStandsBesideThePinWithTheReason()
    {
        Engine.Result result = _engine.Run(
            "Get-ComfyRegistry -Name lldacing/* | Set-ComfyRegistryEntry -VerifiedBy ada -PassThru");
        Assert.Empty(result.Errors);
        Assert.Equal("Manual", Of(Assert.Single(result.Output), "VerificationStatus"));
        Assert.Contains(
            "\"message\": \"The repository is gone.\",\n        \"status\": \"manual\"",
            File.ReadAllText(RegistryPath),
            StringComparison.Ordinal);
        byte[] before = File.ReadAllBytes(RegistryPath);
        Assert.Empty(_engine.Run("Set-ComfyRegistryEntry lldacing/* -VerifiedBy ada").Errors);
        Assert.Equal(before, File.ReadAllBytes(RegistryPath));
        LoopbackEngine.AssertOneError(
            _engine.Run("Set-ComfyRegistryEntry codeberg.org/someone/some-nodes -VerifiedBy ada"),
            $"InvalidArgument,{Set}",
            ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void ANewPinCountsAsNeverAsked()
    {
        Engine.Result result = _engine.Run("Set-ComfyRegistryEntry res4lyf -Version 1.3.0 -PassThru");
        PSObject entry = Assert.Single(result.Output);
        Assert.Equal("1.3.0 Undetermined", $"{Of(entry, "Version")} {Of(entry, "VerificationStatus")}");
        LoopbackEngine.AssertOneError(
            _engine.Run("Set-ComfyRegistryEntry lldacing/* -Version main"),
            $"InvalidArgument,{Set}",
            ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void AMirrorIsTakenWhenItHasThePinnedCommit()
    {
        string commit = _engine.Services.Git.Add("mirrors/pulid").Commit();
        string other = _engine.Services.Git.Add("mirrors/other").Commit(message: "another");
        Assert.NotEqual(commit, other);
        Assert.Empty(_engine.Run($"Set-ComfyRegistryEntry lldacing/* -Version {commit}").Errors);
        byte[] before = File.ReadAllBytes(RegistryPath);
        LoopbackEngine.AssertOneError(
            _engine.Run("Set-ComfyRegistryEntry lldacing/* -Mirror https://github.com/mirrors/other"),
            $"NotFound,{Set}",
            ErrorCategory.ObjectNotFound);
        Assert.Equal(before, File.ReadAllBytes(RegistryPath));
        Assert.Empty(_engine.Run("Set-ComfyRegistryEntry lldacing/* -Mirror https://github.com/mirrors/pulid").Errors);
        Assert.Contains(
            "\"mirror\": \"https://github.com/mirrors/pulid\"",
            File.ReadAllText(RegistryPath),
            StringComparison.Ordinal);
        Assert.Empty(_engine.Run("Set-ComfyRegistryEntry lldacing/* -Mirror ''").Errors);
        Assert.DoesNotContain("mirrors/pulid", File.ReadAllText(RegistryPath), StringComparison.Ordinal);
    }

    [Fact]
    public void AMirrorThatCouldNotBeAskedIsNotTaken()
    {
        byte[] before = File.ReadAllBytes(RegistryPath);
        _engine.FailWith(Fault.TooManyRequests(0));
        LoopbackEngine.AssertOneError(
            _engine.Run("Set-ComfyRegistryEntry lldacing/* -Mirror https://github.com/mirrors/pulid"),
            $"SourceUnavailable,{Set}",
            ErrorCategory.ResourceUnavailable);
        Assert.Equal(before, File.ReadAllBytes(RegistryPath));
    }

    [Fact]
    public void WhatIfWritesNothingAndSaysWhat()
    {
        byte[] before = File.ReadAllBytes(RegistryPath);
        foreach (string command in (string[])
            [
                "Set-ComfyRegistryEntry res4lyf -Requested latest -WhatIf",
                "Remove-ComfyRegistryEntry * -WhatIf",
                "Set-ComfyRegistryEnvironment -PythonVersion 3.11 -WhatIf",
            ])
        {
            Assert.Empty(_engine.Run(command).Errors);
        }

        Assert.Equal(before, File.ReadAllBytes(RegistryPath));
    }

    [Fact]
    public async Task WhatIfTellsTheOldAndTheNew()
    {
        (string Command, string Expected)[] cases =
        [
            (
                "Set-ComfyRegistryEntry res4lyf -Requested latest",
                "\"requested: >=1.1 <2 -> latest\" on target \"res4lyf\""),
            (
                "Set-ComfyRegistryEntry res4lyf -Version 1.3.0",
                "source.version: 1.2.0 -> 1.3.0"),
            (
                "Set-ComfyRegistryEntry lldacing/* -VerifiedBy ada",
                "verification.status: missing -> manual; verification.verifiedBy: nothing -> ada"),
            (
                "Set-ComfyRegistryEntry upscale_models/4x.pth -Alias a.pth, b.pth",
                "aliases: nothing -> a.pth, b.pth"),
            (
                "Set-ComfyRegistryEntry -Class 'Sigmas Rescale' -Pack codeberg.org/someone/some-nodes",
                "decisions: classes.Sigmas Rescale: nothing -> codeberg.org/someone/some-nodes; "
                    + "codeberg.org/someone/some-nodes: classes: nothing -> Sigmas Rescale; res4lyf: classes: Sigmas "
                    + "Rescale -> nothing"),
            (
                "Set-ComfyRegistryEntry -Model loras/style.safetensors -Uri https://example.com/b.safetensors",
                "models.loras/style.safetensors: https://example.com/style.safetensors?download=true -> "
                    + "https://example.com/b.safetensors"),
            (
                "Remove-ComfyRegistryEntry res4*",
                "\"Remove Node: 1.2.0 -> nothing\" on target \"res4lyf\""),
            (
                "Remove-ComfyRegistryEntry -Decision ApplyPulidFlux",
                "\"Remove ApplyPulidFlux: lldacing/comfyui_pulid_flux_ll -> nothing\" on target \"decisions\""),
            (
                "Set-ComfyRegistryEnvironment -PythonVersion 3.11 -OperatingSystem windows",
                "\"operatingSystem: linux -> windows; python: 3.12 -> 3.11\" on target \"environment\""),
            (
                "Set-ComfyRegistryEnvironment -ComfyUIVersion latest",
                "comfyui.version: 0.3.76 -> 0.3.99"),
            (
                "Set-ComfyRegistryEnvironment -CompileConstraints",
                "constraints: abababababababababababababababababababababababababababababababab -> what python3 "
                    + "needs, written to "),
        ];
        byte[] before = File.ReadAllBytes(RegistryPath);
        GitRepository comfy = _engine.Services.Git.Add("comfyanonymous/ComfyUI");
        comfy.Tag("v0.3.99", comfy.Commit());
        string script = string.Join('\n', cases.Select(static one => $"{one.Command} -WhatIf -PassThru; 'next'"));

        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            "-Command", $"Set-Location '{_engine.Folder}'\n{script}");

        Assert.Equal(string.Empty, answer.Error);
        string[] told = answer.Output.ReplaceLineEndings(" ")
            .Replace("  ", " ", StringComparison.Ordinal)
            .Split("next");
        Assert.Equal(cases.Length + 1, told.Length);
        Assert.All(
            cases.Zip(told), static one => Assert.Contains(one.First.Expected, one.Second, StringComparison.Ordinal));
        Assert.All(told[..^1], static one => Assert.StartsWith("What if: ", one.TrimStart(), StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(RegistryPath));
        Assert.False(File.Exists(Path.Join(_engine.Folder, "constraints.txt")));
    }

    [Fact]
    public void WhatIsSoAlreadyIsGivenAndChangesNoByte()
    {
        byte[] before = File.ReadAllBytes(RegistryPath);
        Engine.Result result = _engine.Run(
            "Set-ComfyRegistryEntry res4lyf -Requested '>=1.1 <2' -PassThru -Confirm:$false; "
                + "Set-ComfyRegistryEnvironment -PythonVersion 3.12 -PassThru");
        Assert.Empty(result.Errors);
        Assert.Equal(["res4lyf", "Python"], result.Output.Select(static o => Of(o, "Name")));
        Assert.Equal(before, File.ReadAllBytes(RegistryPath));
    }

    [Fact]
    public void EntriesAreTakenOut()
    {
        Engine.Result result = _engine.Run("Remove-ComfyRegistryEntry 'loras/*', res4lyf -PassThru");
        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(9, _engine.Run("Get-ComfyRegistry").Output.Count);
        Assert.Empty(_engine.Run("Get-ComfyRegistry -Kind Image, Python | Remove-ComfyRegistryEntry").Errors);
        Assert.Equal(6, _engine.Run("Get-ComfyRegistry").Output.Count);
        LoopbackEngine.AssertOneError(
            _engine.Run("Remove-ComfyRegistryEntry none"),
            "NotFound,ComfyDeps.Commands.RemoveComfyRegistryEntryCommand",
            ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void TheEnvironmentIsPinnedToWhatNamesStandForNow()
    {
        GitRepository comfy = _engine.Services.Git.Add("comfyanonymous/ComfyUI");
        string old = comfy.Commit();
        comfy.Tag("v0.3.75", old);
        string commit = comfy.Commit();
        comfy.Tag("v0.3.76", commit);
        ImageTag image = new() { Name = "runpod/worker-comfyui", Tag = "5.8.6-base" };
        _engine.Services.Images.Images.Add(image);
        Assert.Equal($"0.3.75 {old}", Comfy("0.3.75"));
        Assert.Equal($"0.3.76 {commit}", Comfy("latest"));
        Assert.Equal($"0.3.75 {old}", Comfy("<0.3.76"));
        Assert.Equal($"0.3.76 {commit}", Comfy(commit));
        Engine.Result result = _engine.Run(
            "Set-ComfyRegistryEnvironment -Image runpod/worker-comfyui:5.8.6-base -PythonVersion 3.11 -PassThru");
        Assert.Empty(result.Errors);
        Assert.Equal(["runpod/worker-comfyui", "Python"], result.Output.Select(static o => Of(o, "Name")));
        Assert.Equal(ImageRegistryStandIn.DigestOf(image), "sha256:" + Of(result.Output[0], "Sha256"));
        const string Command = "ComfyDeps.Commands.SetComfyRegistryEnvironmentCommand";
        LoopbackEngine.AssertOneError(
            _engine.Run("Set-ComfyRegistryEnvironment -ComfyUIVersion 9.9"),
            $"NotFound,{Command}",
            ErrorCategory.ObjectNotFound);
        LoopbackEngine.AssertOneError(
            _engine.Run("Set-ComfyRegistryEnvironment -Image runpod/worker-comfyui:none"),
            $"NotFound,{Command}",
            ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void ConstraintsPinEverythingAndStayWithTheRegistry()
    {
        const string Command = "ComfyDeps.Commands.SetComfyRegistryEnvironmentCommand";
        File.WriteAllText(
            Path.Join(_engine.Folder, "c.txt"),
            "# made by hand\nnumpy==1.26.4\ntorch==2.4.0+cu121 ; python_version >= '3.9'\n");
        Assert.Empty(_engine.Run("Set-ComfyRegistryEnvironment -ConstraintsPath ./c.txt").Errors);
        Assert.Contains("\"path\": \"c.txt\"", File.ReadAllText(RegistryPath), StringComparison.Ordinal);
        foreach (string open in (string[])[
            "numpy>=1",
            "numpy",
            "--extra-index-url https://example.com",
            "numpy==1.*",
            "x @ file:///tmp/x",
        ])
        {
            File.WriteAllText(Path.Join(_engine.Folder, "open.txt"), open + "\n");
            LoopbackEngine.AssertOneError(
                _engine.Run("Set-ComfyRegistryEnvironment -Constraints open.txt"),
                $"InvalidArgument,{Command}",
                ErrorCategory.InvalidArgument);
        }

        LoopbackEngine.AssertOneError(
            _engine.Run("Set-ComfyRegistryEnvironment -ConstraintsPath ../c.txt"),
            $"InvalidArgument,{Command}",
            ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void WhatWorkflowsNeedIsComparedWithTheRegistry()
    {
        File.WriteAllText(
            Path.Join(_engine.Folder, "w.json"),
            """
            {"1":{"class_type":"ClownsharKSampler_Beta","inputs":{}},
             "2":{"class_type":"NobodyHasThisOne","inputs":{}},
             "3":{"class_type":"UNETLoader","inputs":{"unet_name":"flux/flux1-dev.safetensors"}},
             "4":{"class_type":"LoraLoader","inputs":{"lora_name":"style.safetensors"}},
             "5":{"class_type":"ApplyPulidFlux","inputs":{}}}
            """);
        Engine.Result result = _engine.Run("Get-ComfyWorkflowDependency w.json");
        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "ApplyPulidFlux Registry lldacing/comfyui_pulid_flux_ll True",
                "ClownsharKSampler_Beta Registry res4lyf True",
                "NobodyHasThisOne None  False",
                "flux/flux1-dev.safetensors Registry  True", "style.safetensors Registry  False",
            ],
            result.Output.Where(static o => Of(o, "Implied") == "False")
                .Select(static o => $"{Of(o, "Name")} {Of(o, "ResolvedBy")} {Of(o, "Pack")} {Of(o, "InRegistry")}")
                .Order(StringComparer.Ordinal));
        PSObject lora = result.Output.Single(static o => Of(o, "Name") == "style.safetensors");
        Assert.Equal("https://example.com/style.safetensors?download=true", Of(lora, "SourceUrl"));
        File.Delete(RegistryPath);
        Assert.Empty(_engine.Run("Get-ComfyWorkflowDependency w.json").Errors);
        LoopbackEngine.AssertOneError(
            _engine.Run("Get-ComfyWorkflowDependency w.json -RegistryPath ./none.json"),
            "RegistryNotFound,ComfyDeps.Commands.GetComfyWorkflowDependencyCommand",
            ErrorCategory.ObjectNotFound);
    }

    private static string? Of(PSObject item, string name) => LoopbackEngine.Property(item, name);

    private string Comfy(string version)
    {
        Engine.Result result = _engine.Run($"Set-ComfyRegistryEnvironment -ComfyUIVersion '{version}' -PassThru");
        Assert.Empty(result.Errors);
        PSObject entry = Assert.Single(result.Output);
        return $"{Of(entry, "Version")} {Of(entry, "Commit")}";
    }
}
