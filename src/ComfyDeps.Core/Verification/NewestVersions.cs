using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Sources.Git;
using ComfyDeps.Versioning;

namespace ComfyDeps.Verification;

/// <summary>The newest few versions, which are shown beside a pin that is not good.</summary>
internal static class NewestVersions
{
    private const int Few = 5;

    /// <summary>Of a repository: its newest tags; without tags, the commit of its default branch.</summary>
    /// <param name="refs">Its branches and tags.</param>
    internal static IReadOnlyList<string> OfRefs(GitRefs refs)
    {
        string[] tags =
        [
            .. refs.All
                .Where(static one => one.IsTag && PackVersion.TryParse(one.ShortName, out _))
                .Select(static one => one.ShortName)
                .OrderDescending(VersionOrder.Instance)
                .Take(Few),
        ];
        return tags.Length > 0 ? tags : refs.Head is string head ? [head] : [];
    }

    /// <summary>Of a pack in the Comfy Registry: those that are good to use, previews last.</summary>
    /// <param name="versions">All versions.</param>
    internal static IReadOnlyList<string> OfListed(IEnumerable<NodeVersion> versions) =>
    [
        .. versions
            .Where(static one => one is { Status: VersionStatus.Active, IsDeprecated: false })
            .OrderBy(static one => one.IsPrerelease)
            .ThenByDescending(static one => one.Version, VersionOrder.Instance)
            .Select(static one => one.Version)
            .Take(Few),
    ];
}
