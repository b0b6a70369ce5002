using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using ComfyDeps.Http;

namespace ComfyDeps.Operations.Constraints;

/// <summary>
/// Lets uv, or pip where there is no uv, choose one version of every distribution that lists of requirements need. Both
/// ask the package index that the user has set for them; both may build a source distribution to learn what it needs.
/// </summary>
internal sealed partial class PythonResolver
{
    private const int LongestError = 600;

    private readonly string _python;
    private readonly string? _version;

    /// <summary>A resolver for an interpreter.</summary>
    /// <param name="python">The interpreter: a path, or a program's name.</param>
    /// <param name="version">The version of Python to choose for, or null for the interpreter's own.</param>
    internal PythonResolver(string python, string? version)
    {
        _python = python;
        _version = version;
    }

    /// <summary>What chose in the end: <c>uv</c> or <c>pip</c>.</summary>
    internal string Tool { get; private set; } = string.Empty;

    /// <summary>Chooses.</summary>
    /// <param name="lists">The paths of the lists.</param>
    /// <param name="cancellationToken">Stops the programs.</param>
    /// <returns>Lines <c>name==version</c>, in ordinal order.</returns>
    /// <exception cref="ComfyDepsException">There is neither program, or no set of versions satisfies all
    /// lists.</exception>
    internal async Task<IReadOnlyList<string>> ResolveAsync(
        IReadOnlyList<string> lists,
        CancellationToken cancellationToken)
    {
        string[] choice = _version is null
            ? ["--python", _python]
            : ["--python", _python, "--python-version", _version];
        string? uv = await TryAsync(
            "uv",
            [
                "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--color",
                "never", .. choice, "--", .. lists,
            ],
            cancellationToken)
            .ConfigureAwait(false);
        if (uv is not null)
        {
            Tool = "uv";
            return Sorted(
                uv
                    .Split('\n')
                    .Select(static line => line.Trim())
                    .Where(static line => line.Length > 0 && line[0] != '#'));
        }

        await RequireVersionAsync(cancellationToken).ConfigureAwait(false);
        string? report = await TryAsync(
            _python,
            [
                "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet",
                "--no-input", "--disable-pip-version-check", "--report", "-",
                .. lists.SelectMany(static list => (string[])["--requirement", list]),
            ],
            cancellationToken).ConfigureAwait(false);
        Tool = "pip";
        return report is not null ? Sorted(ReadReport(report)) : throw new ComfyDepsException(
            ErrorCode.EnvironmentUnavailable,
            $"Neither 'uv' nor the interpreter '{_python}' is there.",
            _python,
            "Install uv, or give a Python that has pip with -PythonPath.");
    }

    private static string[] Sorted(IEnumerable<string> lines)
        => [.. lines.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal)];

    /// <summary>pip's report: https://pip.pypa.io/en/stable/reference/installation-report/.</summary>
    private static List<string> ReadReport(string report)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(report);
            List<string> lines = [];
            foreach (JsonElement item in document.RootElement.GetProperty("install").EnumerateArray())
            {
                JsonElement metadata = item.GetProperty("metadata");
                lines.Add(
                    $"{Normal(metadata.GetProperty("name").GetString()!)}=="
                        + $"{metadata.GetProperty("version").GetString()}");
            }

            return lines;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ComfyDepsException(
                ErrorCode.SourceMalformed,
                $"pip's report could not be read: {e.Message}",
                null,
                "Use a pip of 23.0 or later.",
                e);
        }
    }

    /// <summary>A distribution's name as PEP 503 normalises it.</summary>
    private static string Normal(string name) => Separators().Replace(name, "-").ToLowerInvariant();

    private async Task RequireVersionAsync(CancellationToken cancellationToken)
    {
        if (_version is null)
        {
            return;
        }

        string? found = await TryAsync(
            _python, ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"], cancellationToken)
                .ConfigureAwait(false);
        string own = found?.Trim() ?? string.Empty;
        if (found is not null && own != _version && !own.StartsWith(_version + ".", StringComparison.Ordinal))
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"The registry's environment has Python {_version}, and '{_python}' is {own}: pip chooses for its "
                    + "own interpreter only.",
                _python,
                $"Install uv, or give a Python {_version} with -PythonPath.");
        }
    }

    /// <summary>What a program prints; null where there is no such program.</summary>
    private static async Task<string?> TryAsync(
        string program,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken)
    {
        StringBuilder output = new();
        StringBuilder errors = new();
        try
        {
            CommandResult result = await Cli.Wrap(program)
                .WithArguments(arguments)
                .WithStandardInputPipe(PipeSource.Null)
                .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output, Encoding.UTF8))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors, Encoding.UTF8))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellationToken)
                .ConfigureAwait(false);
            return result.ExitCode == 0 ? output.ToString() : throw Failed(program, SafeUrl.Redact(errors.ToString()));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static ComfyDepsException Failed(string program, string errors)
    {
        string text = errors.Trim().ReplaceLineEndings(" ");
        return new ComfyDepsException(
            ErrorCode.ConstraintsUnresolved,
            $"'{program}' found no set of versions for all requirements: "
                + $"{(text.Length > LongestError ? text[^LongestError..] : text)}",
            program,
            "Look at which packs contradict each other; leave one out, or pin a version of it that fits.");
    }

    [GeneratedRegex("[-_.]+")]
    private static partial Regex Separators();
}
