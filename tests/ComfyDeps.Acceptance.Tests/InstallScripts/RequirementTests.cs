using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using ComfyDeps.Rendering;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>
/// Requirements of packs, with the real pip in a virtual environment of its own, from an index on this machine.
/// </summary>
public sealed class RequirementTests
{
    [Fact]
    public async Task RequirementsGoIntoThePythonThatRunsComfyUiWithinTheConstraints()
    {
        await using Pod pod = new();
        await using VirtualEnvironment python = VirtualEnvironment.WithIndex(
            pod, null, ("tiny", "1.0"), ("tiny", "2.0"), ("other", "1.0"));
        const string Text = "tiny==1.0\n";
        pod.Constraints = new ConstraintsText(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), Text);
        pod.AddGitPack(
            "owner/One",
            ("requirements.txt", "# a comment\ntiny>=0.5  # and another\nnothing; python_version < '3'\n"));
        pod.AddRegistryPack("two", "1.0.0", "other", "tiny");
        (await pod.InstallAsync()).Succeeded();
        Assert.Equal("1.0", await python.AskAsync("import tiny; print(tiny.version)"));
        Assert.Equal("1.0", await python.AskAsync("import other; print(other.version)"));
        await Installed.AssertCompleteAsync(pod);

        // Nothing to do: pip is not even started.
        int asked = python.Index.Requests.Count;
        (await pod.RunAsync()).Succeeded();
        Assert.Equal(asked, python.Index.Requests.Count);

        // What was taken away afterwards is noticed, and put back.
        Directory.Delete(
            Directory.GetDirectories(Path.Join(python.Folder, "lib"), "tiny", SearchOption.AllDirectories).Single(),
            recursive: true);
        (await pod.RunAsync("--verify-only")).Failed(
            ("owner/one", "tiny>=0.5: 1.0 is installed, and cannot be imported"),
            ("two", "tiny: 1.0 is installed, and cannot be imported"));
    }

    [Fact]
    public async Task OnePackWithRequirementsThatCannotBeMetDoesNotCostTheOthers()
    {
        await using Pod pod = new();
        await using VirtualEnvironment python = VirtualEnvironment.WithIndex(pod, null, ("tiny", "1.0"));
        TestServers.Git.GitRepository repository = pod.AddGitPack("owner/Bad");
        pod.AddGitPack("owner/Good", ("requirements.txt", "tiny\n"));
        (await pod.InstallAsync()).Succeeded();
        string before = await Installed.HeadAsync(Path.Join(pod.CustomNodes, "Bad"));

        pod.Move(
            "owner/bad",
            repository.CommitFiles(
                new Dictionary<string, string> { ["__init__.py"] = "", ["requirements.txt"] = "tiny==7.0\n" }));
        (await pod.InstallAsync()).Failed(("owner/bad", "its requirements could not be installed"));
        Assert.Equal(before, await Installed.HeadAsync(Path.Join(pod.CustomNodes, "Bad")));
        Assert.Equal("1.0", await python.AskAsync("import tiny; print(tiny.version)"));
    }

    [Fact]
    public async Task TheInstallScriptOfAPackRunsInItsFolderAndItsFailureBringsTheOldPackBack()
    {
        await using Pod pod = new();
        const string Install =
            "import os, sys\nopen('ran.txt', 'w').write(sys.executable + ' ' + os.environ['COMFYUI_PATH'] + ' ' + "
                + "str('HF_TOKEN' in os.environ))\n";
        TestServers.Git.GitRepository repository = pod.AddGitPack("owner/Pack", ("install.py", Install));
        pod.Variables["HF_TOKEN"] = "hf_secret";
        (await pod.InstallAsync()).Succeeded();
        string ran = Path.Join(pod.CustomNodes, "Pack", "ran.txt");
        Assert.EndsWith(
            $" {pod.ComfyUi} False",
            await File.ReadAllTextAsync(ran, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        string before = await Installed.HeadAsync(Path.Join(pod.CustomNodes, "Pack"));

        pod.Move(
            "owner/pack",
            repository.CommitFiles(
                new Dictionary<string, string> { ["install.py"] = "raise SystemExit('no compiler here')\n" }));
        ScriptResult failed = (await pod.InstallAsync()).Failed(
            ("owner/pack", "its install.py ended with code 1: no compiler here"));
        Assert.Contains("the pack as it was before is in place again", failed["owner/pack"].Notes);
        Assert.Equal(before, await Installed.HeadAsync(Path.Join(pod.CustomNodes, "Pack")));

        // A new pack whose set-up failed is tried again, not taken for installed.
        TestServers.Git.GitRepository other = pod.Git.Add("owner/New");
        pod.Document = new();
        pod.AddGitPack(
            "owner/New",
            ("install.py", "import os\nif not os.path.exists('../allowed'): raise SystemExit('not "
                + "yet')\nopen('ran.txt', 'w').write('ran')\n"));
        (await pod.InstallAsync()).Failed(("owner/new", "not yet"));
        (await pod.RunAsync()).Failed(("owner/new", "not yet"));
        await File.WriteAllTextAsync(Path.Join(pod.CustomNodes, "allowed"), "", TestContext.Current.CancellationToken);
        (await pod.RunAsync()).Succeeded();
        Assert.True(File.Exists(Path.Join(pod.CustomNodes, "New", "ran.txt")));
    }

    [Fact]
    public async Task ATokenIsNothingThatARequirementCanName()
    {
        await using Pod pod = new();
        await using VirtualEnvironment python = VirtualEnvironment.WithIndex(pod, null, ("tiny", "1.0"));
        python.Index.IsStrict = false;
        pod.AddGitPack(
            "owner/Curious",
            ("requirements.txt", $"--find-links {python.Index.Address}/x-${{HF_TOKEN}}-${{GITHUB_TOKEN}}/\ntiny\n"));
        pod.Variables["HF_TOKEN"] = "hf_secret";
        pod.Variables["GITHUB_TOKEN"] = "ghp_secret";
        (await pod.InstallAsync()).Succeeded();
        Assert.Contains(
            python.Index.Requests.All, static request => request.Path.StartsWith("/x-", StringComparison.Ordinal));
        Assert.False(python.Index.Requests.Saw("secret"));
    }

    [Fact]
    public async Task ConstraintsThatWereChangedInTheScriptAreRefused()
    {
        await using Pod pod = new();
        pod.AddGitPack("owner/Pack");
        pod.Constraints = new ConstraintsText(new string('1', 64), "tiny==1.0\n");
        ScriptResult result = await pod.InstallAsync();
        Assert.Equal(1, result.Code);
        Assert.Contains(
            "the constraints in this script are not the ones of the registry", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(pod.CustomNodes));
    }
}
