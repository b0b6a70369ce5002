using System;
using System.IO;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>
/// What RunPod's <c>comfy-node-install</c> leaves behind, whatever it says: a stand-in does what was measured of it,
/// and the script, which never takes its word, must notice each case and put it right. What was measured, and the test
/// for it (those without a name of their own are cases of <see cref="WhatItLeavesBehindIsNoticed"/>;
/// <c>Docker/LiesInTheImageTests</c> has the same table for images):
/// <list type="table">
/// <item><term>a known id at a version that does not exist: exit 0, nothing installed</term><description>"a version
/// that does not exist"</description></item>
/// <item><term>requirements of a published pack fail: exit 0, folder there</term><description>"requirements that
/// fail"</description></item>
/// <item><term>a misspelt id @latest: exit 0, nothing installed</term><description>"a misspelt id"</description></item>
/// <item><term>a long git address that fails: exit 0, because the message is wrapped</term><description>"a long address
/// that fails"</description></item>
/// <item><term>the same with COLUMNS=1000: exit 1</term><description>"a long address that fails, in a wide
/// terminal"</description></item>
/// <item><term>an unknown id, with a version or without: exit 1, nothing installed</term><description>"an unknown id",
/// "an unknown id at a version"</description></item>
/// <item><term>one good and one bad spec: exit 1, the good one may be installed</term><description>"one good and one
/// bad"</description></item>
/// <item><term>an address of no published pack: exit 0, HEAD</term><description>"an address without a
/// commit"</description></item>
/// <item><term>the same again: exit 1, "Already
/// exists"</term><description><see cref="ASecondRunOfItFailsAndChangesNothing"/></description></item>
/// <item><term>an address of a published pack: exit 0, the latest archive and not git</term><description>"an address of
/// a published pack"</description></item>
/// <item><term>an address at a commit: exit 0, that
/// commit</term><description><see cref="ACommitThatItDidCheckOutIsRight"/></description></item>
/// <item><term>an address at a commit that does not exist: exit 1, a clone at HEAD stays</term><description>"a commit
/// that does not exist"</description></item>
/// <item><term>git@host:owner/repository.git: exit 1, read wrongly</term><description>"an address for
/// ssh"</description></item>
/// <item><term>no spec: exit
/// 64</term><description><see cref="ASecondRunOfItFailsAndChangesNothing"/></description></item>
/// </list>
/// </summary>
public sealed class ComfyNodeInstallTests
{
    private const string StandIn = """
        #!/usr/bin/env bash
        # Exit codes and effects as measured in runpod/worker-comfyui 5.1.0 to 5.8.5.
        [ "$#" -gt 0 ] || exit 64
        cd "$CUSTOM_NODES" || exit 70
        status=0
        archive() {
          mkdir -p "$1"
          printf '[project]\nname = "%s"\nversion = "%s"\n' "$1" "$2" > "$1/pyproject.toml"
          printf '%s\n' "${3:-}" > "$1/requirements.txt"
          printf 'pyproject.toml\nrequirements.txt' > "$1/.tracking"
        }
        for spec in "$@"; do
          case $spec in
            known@*) echo "Available version of 'known': 1.0.0" ;;
            failing-requirements@*) archive failing-requirements 1.0.0 not-a-distribution-anywhere ;;
            misspelt@latest) ;;
            good@*) archive good 1.0.0 ;;
            git@*) echo "Node 'git@github.com:owner/Pack.git' not found"; status=1 ;;
            https://github.com/owner/a-repository-with-a-long-name-that-fails*)
              echo "An error occurred while"; echo "installing '$spec"; [ "${COLUMNS:-80}" -lt 1000 ] || status=1 ;;
            https://github.com/owner/Listed) archive listed 3.0.0 ;;
            https://github.com/owner/*@*)
              url=${spec%@*} ref=${spec##*@}
              git clone -q "$url" && git -C "${url##*/}" checkout -q "$ref" 2> /dev/null || { echo "Node '$spec@"; status=1; } ;;
            https://github.com/owner/*)
              if [ -e "${spec##*/}" ]; then echo "Already exists"; status=1; else git clone -q "$spec"; fi ;;
            *) echo "Node '$spec@"; status=1 ;;
          esac
        done
        exit "$status"
        """;

    [Theory]
    [InlineData("a version that does not exist", "known@2.0.0", 0, "known", "not there")]
    [InlineData(
        "requirements that fail",
        "failing-requirements@1.0.0",
        0,
        "failing-requirements",
        "not-a-distribution-anywhere: not installed")]
    [InlineData("a misspelt id", "misspelt@latest", 0, "mis-spelt", "not there")]
    [InlineData(
        "a long address that fails",
        "https://github.com/owner/a-repository-with-a-long-name-that-fails",
        0,
        "owner/a-repository-with-a-long-name-that-fails",
        "not there")]
    [InlineData(
        "a long address that fails, in a wide terminal",
        "https://github.com/owner/a-repository-with-a-long-name-that-fails",
        1,
        "owner/a-repository-with-a-long-name-that-fails",
        "not there",
        "1000")]
    [InlineData("an unknown id", "unknown", 1, "known", "not there")]
    [InlineData("an unknown id at a version", "unknown@1.0.0", 1, "known", "not there")]
    [InlineData("one good and one bad", "good@1.0.0 unknown@1.0.0", 1, "known", "not there")]
    [InlineData("an address without a commit", "https://github.com/owner/Pack", 0, "owner/pack", "commit ")]
    [InlineData(
        "an address of a published pack",
        "https://github.com/owner/Listed",
        0,
        "owner/listed",
        "version 3.0.0 of the Comfy Registry and no commit")]
    [InlineData(
        "a commit that does not exist",
        "https://github.com/owner/Pack@0123456789012345678901234567890123456789",
        1,
        "owner/pack",
        "commit ")]
    [InlineData("an address for ssh", "git@github.com:owner/Pack.git", 1, "owner/pack", "not there")]
    public async Task WhatItLeavesBehindIsNoticed(
        string what,
        string specs,
        int exitCode,
        string pack,
        string cause,
        string? columns = null)
    {
        await using Pod pod = new();
        await FillAsync(pod, pack);
        pod.Variables["COLUMNS"] = columns;
        Assert.True(exitCode == await InstallAsync(pod, specs.Split(' ')), what);
        ScriptResult found = await pod.RunAsync("--verify-only");
        found.Failed((pack, cause));
        if (pack == "failing-requirements")
        {
            pod.Variables["PIP_NO_INDEX"] = "1";
            Assert.Contains("failing-requirements", (await pod.RunAsync()).Output, StringComparison.Ordinal);
            return;
        }

        (await pod.RunAsync()).Succeeded();
        (await pod.RunAsync("--verify-only")).Succeeded();
    }

    [Fact]
    public async Task ACommitThatItDidCheckOutIsRight()
    {
        await using Pod pod = new();
        await FillAsync(pod, "owner/pack");
        string spec = $"https://github.com/owner/Pack@{pod.Document.Nodes["owner/pack"].Source.Commit}";
        Assert.Equal(0, await InstallAsync(pod, [spec]));
        (await pod.RunAsync("--verify-only")).Succeeded();
    }

    [Fact]
    public async Task ASecondRunOfItFailsAndChangesNothing()
    {
        await using Pod pod = new();
        await FillAsync(pod, "owner/pack");
        Assert.Equal(0, await InstallAsync(pod, ["https://github.com/owner/Pack"]));
        Assert.Equal(1, await InstallAsync(pod, ["https://github.com/owner/Pack"]));
        Assert.Equal(64, await InstallAsync(pod, []));
        (await pod.RunAsync()).Succeeded();
        await Installed.AssertCompleteAsync(pod);
    }

    /// <summary>Puts one pack into the registry, and the stand-in in front of everything else.</summary>
    private static async Task FillAsync(Pod pod, string pack)
    {
        if (pack.StartsWith("owner/", StringComparison.Ordinal))
        {
            string name = pack switch { "owner/pack" => "owner/Pack", "owner/listed" => "owner/Listed", _ => pack };
            TestServers.Git.GitRepository repository = pod.AddGitPack(name);
            pod.Move(pack, (await Installed.GitAsync(repository.Folder, "rev-parse", "main~1")).Trim());
        }
        else
        {
            pod.AddRegistryPack(pack, pack == "known" ? "2.0.0" : "1.0.0");
        }

        Programs.Add(pod, "comfy-node-install", StandIn);
        pod.Variables["CUSTOM_NODES"] = pod.CustomNodes;
        pod.Variables["COLUMNS"] = null;
        pod.Write();
    }

    private static async Task<int> InstallAsync(Pod pod, string[] specs)
    {
        BufferedCommandResult result = await Cli.Wrap(Path.Join(pod.Root, "bin", "comfy-node-install"))
            .WithArguments(specs)
            .WithEnvironmentVariables(pod.Variables)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.ExitCode;
    }
}
