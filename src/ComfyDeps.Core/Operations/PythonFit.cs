using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection.Packs;
using ComfyDeps.Registry;
using ComfyDeps.Sources.Git;
using ComfyDeps.Versioning;

namespace ComfyDeps.Operations;

/// <summary>
/// Whether a pack works with the environment's Python, by <c>requires-python</c> of its <c>pyproject.toml</c> at its
/// pin. The Comfy Registry does not publish that: it is known of commits, and of versions whose archive is downloaded.
/// </summary>
/// <param name="files">Reads files at commits.</param>
/// <param name="environment">The environment that everything is installed into.</param>
internal sealed class PythonFit(GitFileReader files, RegistryEnvironment environment)
{
    /// <summary>Whether the environment says which Python it has.</summary>
    internal bool IsKnown => environment.Python is string python && PythonVersion.TryParse(Newest(python), out _);

    /// <summary>Why a pin does not work with the environment's Python; null where nothing says so.</summary>
    /// <param name="source">The pin.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<string?> ObjectionAsync(PinSource source, CancellationToken cancellationToken)
    {
        if (source is not { Kind: SourceKind.Git, Commit: string commit, Url: string url } || !IsKnown)
        {
            return null;
        }

        Answer<GitRootFile> answer = await files.FindAsync(url, commit, ProjectFile.FileName, cancellationToken)
            .ConfigureAwait(false);
        return !answer.Exists
            ? string.Create(
                CultureInfo.InvariantCulture, $"which Python it works with could not be asked: {answer.Reason}")
            : answer.Value!.Content is byte[] text ? Objection(ProjectFile.Parse(Encoding.UTF8.GetString(text))) : null;
    }

    /// <summary>Why a project does not work with the environment's Python; null where nothing says so.</summary>
    /// <param name="project">The project, or null.</param>
    internal string? Objection(ProjectFile? project)
        => environment.Python is string python
            && PythonVersion.TryParse(Newest(python), out PythonVersion? version)
            && project?.RequiresPython is string wanted
            && PythonVersionSet.TryParse(wanted, out PythonVersionSet? set)
            && !set.Includes(version)
                ? $"it works with Python {wanted}, and the environment has {python}"
                : null;

    /// <summary>3.12 stands for any 3.12.x, and so for its newest.</summary>
    private static string Newest(string python) => python.Count(static c => c == '.') < 2 ? python + ".99" : python;
}
