using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using ComfyDeps.Rendering;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>
/// A pod that has uv: the script takes it where it can do what pip can, and believes it as little as anybody. The
/// stand-in for uv notes how it was called, and installs with the pip of the interpreter that it was told.
/// </summary>
public sealed class UvTests
{
    private const string StandIn = """
        #!/usr/bin/env bash
        printf '%s\n' "$*" >> "$UV_LOG"
        case $UV_MANNER in
          fails) echo "error: no solution found by uv" >&2; exit 2 ;;
          lies) echo "Installed 1 package in 3ms"; exit 0 ;;
        esac
        [ "$1 $2 $3" = "pip install --python" ] || exit 64
        python=$4
        shift 4
        exec "$python" -m pip install --quiet --disable-pip-version-check "$@"
        """;

    [Fact]
    public async Task UvInstallsIntoThePythonOfComfyUiWithinTheConstraintsUnlessPipHasSettingsThatUvDoesNotRead()
    {
        await using Pod pod = new();
        await using VirtualEnvironment python = Prepare(pod, withPip: true);
        const string Text = "tiny==1.0\n";
        pod.Constraints = new ConstraintsText(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), Text);
        pod.AddGitPack("owner/One", Requires(python, "tiny>=0.5"));
        pod.AddGitPack("owner/Two", Requires(python, "other"));
        ScriptResult result = (await pod.InstallAsync()).Succeeded();
        string call = Assert.Single(Calls(pod));
        Assert.StartsWith($"pip install --python {python.Python} -r ", call, StringComparison.Ordinal);
        Assert.Equal(2, call.Split(" -r ").Length - 1);
        Assert.EndsWith(
            $" -c {Path.Join(pod.ComfyUi, ".comfydeps", "constraints.txt")}", call, StringComparison.Ordinal);
        Assert.Contains(
            $"with {Path.Join(pod.Root, "bin", "uv")} pip install", result.Output, StringComparison.Ordinal);
        Assert.Equal("1.0 1.0", await python.AskAsync("import tiny, other; print(tiny.version, other.version)"));

        pod.Variables["PIP_INDEX_URL"] = python.IndexAddress;
        pod.AddGitPack("owner/Three", ("requirements.txt", "third\n"));
        (await pod.InstallAsync()).Succeeded();
        Assert.Single(Calls(pod));
        Assert.Equal("1.0", await python.AskAsync("import third; print(third.version)"));
    }

    [Fact]
    public async Task WhatUvCannotDoPipDoesAndWhatIsDoneByNeitherIsToldOfBoth()
    {
        await using Pod pod = new();
        await using VirtualEnvironment python = Prepare(pod, withPip: true);
        pod.Variables["UV_MANNER"] = "fails";
        pod.AddGitPack("owner/One", Requires(python, "tiny"));
        ScriptResult result = (await pod.InstallAsync()).Succeeded();
        Assert.Single(Calls(pod));
        Assert.Contains(
            "uv could not install the requirements of owner/one; pip tries: error: no solution found by uv",
            result.Output,
            StringComparison.Ordinal);
        Assert.Equal("2.0", await python.AskAsync("import tiny; print(tiny.version)"));

        pod.AddGitPack("owner/Two", Requires(python, "tiny==7.0"));
        ScriptResult failed = (await pod.InstallAsync()).Failed(
            ("owner/two", "its requirements could not be installed"));
        Assert.Contains("tiny==7.0", failed["owner/two"].Cause, StringComparison.Ordinal);
        Assert.Contains("no solution found by uv", failed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fails", "error: no solution found by uv")]
    [InlineData("lies", "uv ended without an error, and tiny: not installed")]
    public async Task WhereThereIsNoPipTheFailureOfUvIsTheFailureOfThePackAndTheOldPackStays(
        string manner,
        string cause)
    {
        await using Pod pod = new();
        await using VirtualEnvironment python = Prepare(pod, withPip: false);
        pod.Variables["UV_MANNER"] = manner;
        TestServers.Git.GitRepository repository = pod.AddGitPack("owner/One");
        pod.AddGitPack("owner/Plain");
        (await pod.InstallAsync()).Succeeded();
        string before = pod.Document.Nodes["owner/one"].Source.Commit!;
        pod.Move(
            "owner/one",
            repository.CommitFiles(
                new Dictionary<string, string> { ["__init__.py"] = "", ["requirements.txt"] = "tiny\n" }));
        (await pod.InstallAsync()).Failed(("owner/one", cause));
        Assert.NotEmpty(Calls(pod));
        Assert.Equal(before, await Installed.HeadAsync(Path.Join(pod.CustomNodes, "One")));
        (await pod.RunAsync("--verify-only")).Failed(("owner/one", "not at its pin"));
    }

    private static VirtualEnvironment Prepare(Pod pod, bool withPip)
    {
        VirtualEnvironment python = new(
            pod, withPip, null, ("tiny", "1.0"), ("tiny", "2.0"), ("other", "1.0"), ("third", "1.0"));
        Programs.Add(pod, "uv", StandIn);
        foreach (string name in (string[])[
            "PIP_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "PIP_NO_INDEX",
            "PIP_FIND_LINKS",
            "PIP_CONSTRAINT",
            "UV_CONSTRAINT",
        ])
        {
            pod.Variables[name] = null;
        }

        // Files with settings that this machine may have are not the pod's.
        pod.Variables["PIP_CONFIG_FILE"] = "/dev/null";
        pod.Variables["UV_LOG"] = Path.Join(pod.Root, "uv.log");
        pod.Variables["UV_MANNER"] = "works";
        return python;
    }

    /// <summary>Where packages come from stands in the file, which both programs read.</summary>
    private static (string Path, string Content) Requires(VirtualEnvironment python, string requirement)
        => ("requirements.txt", $"--index-url {python.IndexAddress}\n{requirement}\n");

    private static string[] Calls(Pod pod) => File.ReadAllLines(Path.Join(pod.Root, "uv.log"));
}
