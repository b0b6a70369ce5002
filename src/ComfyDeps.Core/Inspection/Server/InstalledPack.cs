using ComfyDeps.Versioning;

namespace ComfyDeps.Inspection.Server;

/// <summary>A pack that ComfyUI-Manager finds installed.</summary>
internal sealed class InstalledPack
{
    private const int CommitLength = 40;

    /// <summary>Its folder below <c>custom_nodes</c>, as it is spelled there.</summary>
    internal required string Folder { get; init; }

    /// <summary>
    /// The version as ComfyUI-Manager has it: a release, a commit, or a word such as <c>nightly</c> or <c>unknown</c>.
    /// </summary>
    internal string? Reported { get; init; }

    /// <summary>The id in the Comfy Registry, or null.</summary>
    internal string? RegistryId { get; init; }

    /// <summary>Owner and name of the repository, or null.</summary>
    internal string? Repository { get; init; }

    /// <summary>Whether it is loaded; null when that is not said.</summary>
    internal bool? IsEnabled { get; init; }

    /// <summary>The commit, or null when none is reported.</summary>
    internal string? Commit => IsCommit ? Reported : null;

    /// <summary>The release, or null when none is reported.</summary>
    internal PackVersion? Release
        => !IsCommit && Reported is { Length: > 0 } text && char.IsAsciiDigit(text[0])
            && PackVersion.TryParse(text, out PackVersion? version) ? version : null;

    private bool IsCommit
    {
        get
        {
            foreach (char c in Reported ?? string.Empty)
            {
                if (!char.IsAsciiHexDigit(c))
                {
                    return false;
                }
            }

            return Reported?.Length == CommitLength;
        }
    }
}
