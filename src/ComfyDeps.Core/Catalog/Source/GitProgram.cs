using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;

namespace ComfyDeps.Catalog.Source;

/// <summary>
/// The <c>git</c> program, for reading a repository that is not trusted: no hooks, no submodules, no filters, no pager,
/// no prompt, no settings of the user or the machine, and no transport but https where one is needed at all.
/// </summary>
internal sealed class GitProgram
{
    private const int LongestError = 400;

    private static readonly string[] s_settings =
    [
        "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c",
        "core.pager=cat", "-c", "submodule.recurse=false",
        "-c", "protocol.allow=never", "-c", "protocol.https.allow=always", "-c", "safe.directory=*", "-c", "gc.auto=0",
        "-c", "credential.helper=", "-c", "core.askPass=", "-c", "transfer.fsckObjects=false",
    ];

    private readonly string? _repository;
    private readonly string _target;

    /// <summary>Git over one repository.</summary>
    /// <param name="repository">The repository's folder.</param>
    internal GitProgram(string repository)
        : this(repository, repository)
    {
    }

    private GitProgram(string? repository, string target) => (_repository, _target) = (repository, target);

    /// <summary>Copies the history of a repository, without work tree.</summary>
    /// <param name="address">Its https address.</param>
    /// <param name="folder">Where to; must not exist.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    internal static async Task CloneAsync(string address, string folder, CancellationToken cancellationToken)
        => await new GitProgram(null, address).RunAsync(
            ["clone", "--bare", "--quiet", "--single-branch", "--no-tags", "--template=", "--", address, folder],
            null,
            Stream.Null,
            "https",
            cancellationToken).ConfigureAwait(false);

    /// <summary>What a command prints.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task<string> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using MemoryStream output = new();
        await RunAsync(arguments, null, output, "none", cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
    }

    /// <summary>Sends lines to a command and copies what it prints to a stream.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="input">The lines.</param>
    /// <param name="output">The stream.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal Task FeedAsync(
        IReadOnlyList<string> arguments,
        string input,
        Stream output,
        CancellationToken cancellationToken)
        => RunAsync(arguments, input, output, "none", cancellationToken);

    private static Dictionary<string, string?> Environment(string protocols) => new(StringComparer.Ordinal)
    {
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = OperatingSystem.IsWindows() ? "NUL" : "/dev/null",
        ["GIT_ALLOW_PROTOCOL"] = protocols,
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["GIT_SSH_COMMAND"] = null,
        ["GIT_EXTERNAL_DIFF"] = null,
        ["LC_ALL"] = "C",
    };

    private async Task RunAsync(
        IReadOnlyList<string> arguments,
        string? input,
        Stream output,
        string protocols,
        CancellationToken cancellationToken)
    {
        StringBuilder errors = new();
        string[] place = _repository is null ? [] : ["-C", _repository];
        try
        {
            CommandResult result = await Cli.Wrap("git")
                .WithArguments([.. s_settings, .. place, .. arguments])
                .WithEnvironmentVariables(Environment(protocols))
                .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromString(input, Encoding.UTF8))
                .WithStandardOutputPipe(PipeTarget.ToStream(output))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellationToken)
                .ConfigureAwait(false);
            if (result.ExitCode != 0)
            {
                throw Failed(errors.ToString(), null);
            }
        }
        catch (Win32Exception e)
        {
            throw Failed($"the program 'git' could not be started ({e.Message})", e);
        }
    }

    private ComfyDepsException Failed(string reason, Exception? cause)
    {
        string text = reason.Trim().ReplaceLineEndings(" ");
        return new ComfyDepsException(
            ErrorCode.SourceUnavailable,
            $"Git could not read '{_target}': {(text.Length > LongestError ? text[..LongestError] : text)}",
            _target,
            "Check that git is installed, and that the folder or address is a git repository that you can read.",
            cause);
    }
}
