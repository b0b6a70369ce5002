using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using CliWrap.Buffered;
using ComfyDeps.Registry;
using ComfyDeps.TestServers.Git;

namespace ComfyDeps.Acceptance.Tests.Docker;

/// <summary>
/// An image with the program of generated Dockerfiles, in which <c>comfy-node-install</c> is called in every way that
/// was measured, and what it left is then judged as every generated build ends: by that program. All in one container.
/// </summary>
public sealed class LiesImage(WorkerBase worker) : IAsyncLifetime
{
    private const string Absent = "0123456789012345678901234567890123456789";
    private const string LongName = "a-repository-with-a-long-name-that-fails";

    private readonly Dictionary<string, LiesRow> _rows = new(StringComparer.Ordinal);

    /// <summary>The newest commit of the pack that is on no registry, and the one before it.</summary>
    internal (string Older, string Newest) Commits { get; private set; }

    /// <summary>What came of a call.</summary>
    /// <param name="name">The name of the call.</param>
    internal LiesRow this[string name] => _rows[name];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!worker.IsThere)
        {
            return;
        }

        await using GitStandIn git = new();
        GitRepository pack = git.Add("owner/Pack");
        Commits = (pack.CommitFiles(
            new Dictionary<string, string> { ["__init__.py"] = "" }), pack.CommitFiles(
                new Dictionary<string, string> { ["later.py"] = "" }));
        BufferedCommandResult built = await worker.BuildAsync(
            ImageParts.Render(worker, new RegistryDocument()), "lies");
        Assert.True(built.ExitCode == 0, built.StandardOutput + built.StandardError);
        string told = await worker.RunAsync("lies", "/bin/bash", "-c", Program(git));
        foreach (string line in told.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split('\t');
            _rows[fields[0]] = new LiesRow(int.Parse(fields[1]), int.Parse(fields[2]), fields[3]);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Program(GitStandIn git)
    {
        string registered = "registry good-pack good-pack 1.2.3";
        string pinned = $"git Pack owner/pack {Commits.Older}";
        (string Name, string Columns, string Specs, string Pin)[] calls =
        [
            ("a version that does not exist", "", "good-pack@9.9.9", "registry good-pack good-pack 9.9.9"),
            ("requirements that fail", "", "pip-fails@1.0.0", "registry pip-fails pip-fails 1.0.0"),
            ("a misspelt id", "", "good-pakc@latest", registered),
            ("a long address that fails", "", "https://github.com/owner/"
                + $"{LongName}", $"git {LongName} owner/{LongName} {Absent}"),
            ("a long address that fails, in a wide terminal", "1000", "https://github.com/owner/"
                + $"{LongName}", $"git {LongName} owner/{LongName} {Absent}"),
            ("an unknown id", "1000", "unknown", "registry unknown unknown 1.0.0"),
            ("an unknown id at a version", "1000", "unknown@1.0.0", "registry unknown unknown 1.0.0"),
            ("one good and one bad", "1000", "good-pack@1.2.3 unknown@1.0.0", registered
                + " registry unknown unknown 1.0.0"),
            ("an address without a commit", "1000", "https://github.com/owner/Pack", pinned),
            ("the same again", "1000", "https://github.com/owner/Pack https://github.com/owner/Pack", pinned),
            ("an address of a published pack", "1000", "https://github.com/someone/good-pack", "git good-pack "
                + $"someone/good-pack {Absent}"),
            ("an address at a commit", "1000", $"https://github.com/owner/Pack@{Commits.Older}", pinned),
            ("a commit that does not exist", "1000", $"https://github.com/owner/Pack@{Absent}", pinned),
            ("an address for ssh", "1000", "git@github.com:owner/Pack.git", pinned),
            ("no spec", "1000", "", registered),
            ("what is right", "1000", "good-pack@1.2.3", registered),
        ];
        return $$"""
            export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=url.{{git.Address}}/.insteadOf GIT_CONFIG_VALUE_0=https://github.com/ GIT_TERMINAL_PROMPT=0
            call() {
              local name=$1 said=0 judged=0 specs
              read -ra specs <<< "$3"
              rm -rf /comfyui/custom_nodes/*
              COLUMNS=$2 comfy-node-install "${specs[@]}" > /tmp/said 2>&1 || said=$?
              shift 3
              /usr/local/lib/comfydeps/pack.py verify "$@" > /tmp/judged 2>&1 || judged=$?
              printf '%s\t%s\t%s\t%s\n' "$name" "$said" "$judged" "$(tail -n 1 /tmp/judged)"
            }
            {{string.Join('\n', calls.Select(static one =>
                $"call '{one.Name}' '{one.Columns}' '{one.Specs}' {one.Pin}"))}}
            """;
    }
}

/// <summary>How <c>comfy-node-install</c> ended, and how the program of the Dockerfile judged what it left.</summary>
internal sealed record LiesRow(int Said, int Judged, string Reason);
