using System.Linq;
using ComfyDeps.Registry;
using ComfyDeps.Registry.Rules;

namespace ComfyDeps.Planning;

/// <summary>Makes the step for a node pack, or refuses it.</summary>
internal static class PackSteps
{
    /// <summary>The step for an entry.</summary>
    /// <param name="name">The pack's id.</param>
    /// <param name="entry">The pack.</param>
    /// <param name="reason">Why it is installed.</param>
    internal static InstallStep Of(string name, NodeEntry entry, string reason)
    {
        string directory = Pins.DirectoryOf(name, entry);
        return WhyNot(entry, directory) is string problem
            ? new RefusedStep(DependencyKind.Node) { Name = name, Reason = problem }
            : Step(name, entry, directory, reason);
    }

    private static PackStep Step(string name, NodeEntry entry, string directory, string reason)
    {
        PinSource source = entry.Source;
        bool isGit = source.Kind == SourceKind.Git;
        return new PackStep
        {
            Name = name,
            Reason = reason,
            Source = source.Kind,
            Id = isGit ? name : source.Id!.ToLowerInvariant(),
            Directory = directory,
            Pin = isGit ? source.Commit! : source.Version!,
            Url = source.Url ?? "",
            Mirror = source.Mirror ?? "",
            ArchiveUrl = source.DownloadUrl ?? "",
            ArchiveSha256 = source.Sha256 ?? "",
        };
    }

    private static string? WhyNot(NodeEntry entry, string directory)
    {
        PinSource source = entry.Source;
        string?[] addresses = [source.Url, source.Mirror, source.DownloadUrl];
        return !DirectoryRule.IsUsable(directory) ? "its folder is no name of one folder under custom_nodes"
            : addresses.Any(static address => !string.IsNullOrEmpty(address) && !UrlRule.IsUsable(address))
                ? "an address of it is not https, or has what no address has"
            : source.Kind switch
            {
                SourceKind.Git when string.IsNullOrEmpty(source.Url) => "it has no address",
                SourceKind.Git when !IsHex(source.Commit, 40, 64) => "it has no full commit",
                SourceKind.ComfyRegistry when source.Id is null || !PackIdRule.IsPackId(source.Id.ToLowerInvariant())
                    => "its id is none of the Comfy Registry",
                SourceKind.ComfyRegistry when source.Version is null || !VersionRule.IsExact(source.Version)
                    => "it has no exact version",
                SourceKind.ComfyRegistry when source.Sha256 is not null && !IsHex(source.Sha256, 64, 64)
                    => "the sha256 of its archive is none",
                SourceKind.Git or SourceKind.ComfyRegistry => null,
                _ => "packs are had from git or from the Comfy Registry",
            };
    }

    /// <summary>Whether a text is lower-case hex of one of two lengths.</summary>
    /// <param name="text">The text.</param>
    /// <param name="one">A length.</param>
    /// <param name="other">Another length.</param>
    internal static bool IsHex(string? text, int one, int other)
        => text is not null && (text.Length == one || text.Length == other) && text.All(char.IsAsciiHexDigitLower);
}
