using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Versioning;

namespace ComfyDeps.Operations;

/// <summary>
/// Puts what several sources say about one pack into one list, newest first, with one latest version.
/// </summary>
internal static class VersionList
{
    /// <summary>
    /// Orders versions: by number, the highest first; of equal ones the Comfy Registry's before git's; then names that
    /// are no versions; branches last, the default one first.
    /// </summary>
    /// <param name="versions">What the sources said; at most one of git's is marked latest: its default branch.</param>
    internal static IReadOnlyList<NodeVersion> Join(IEnumerable<NodeVersion> versions)
    {
        NodeVersion[] ordered =
        [
            .. versions
                .OrderBy(static one => one.RefType switch { RefType.Branch => 2, RefType.Commit => 3, _ => 1 })
                .ThenByDescending(static one => one.RefType == RefType.Branch && one.IsLatest)
                .ThenByDescending(
                    static one => PackVersion.TryParse(one.Version, out PackVersion? version) ? version : null)
                .ThenBy(static one => one.Source)
                .ThenByDescending(static one => one.PublishedAt ?? DateTimeOffset.MinValue)
                .ThenByDescending(static one => one.Version, VersionOrder.Instance),
        ];
        NodeVersion? latest = Latest(ordered);
        return [.. ordered.Select(one => Marked(one, ReferenceEquals(one, latest)))];
    }

    /// <summary>Whether the Comfy Registry has a version that is the latest one, whatever else there is.</summary>
    /// <param name="versions">What it said, or null.</param>
    internal static bool HasPublished(IReadOnlyList<NodeVersion>? versions) => versions?.Any(IsPublished) == true;

    private static bool IsUsable(NodeVersion one)
        => one is { RefType: RefType.Release or RefType.Tag, Status: VersionStatus.Active, IsPrerelease: false }
            && PackVersion.IsStableVersion(one.Version);

    private static bool IsPublished(NodeVersion one)
        => one is { Source: SourceKind.ComfyRegistry, IsDeprecated: false } && IsUsable(one);

    /// <summary>
    /// The newest that is good to use: stable, active and not given up by its authors. Where the authors publish in the
    /// Comfy Registry it is the newest there, as everybody installs it. A pack without such a version is used from its
    /// default branch; failing that, a version that its authors gave up is better than none.
    /// </summary>
    private static NodeVersion? Latest(NodeVersion[] ordered)
    {
        NodeVersion[] usable = [.. ordered.Where(IsUsable)];
        return usable.FirstOrDefault(IsPublished)
            ?? usable.FirstOrDefault(static one => !one.IsDeprecated)
            ?? ordered.FirstOrDefault(static one => one is { RefType: RefType.Branch, IsLatest: true })
            ?? usable.FirstOrDefault();
    }

    private static NodeVersion Marked(NodeVersion one, bool isLatest) => one.IsLatest == isLatest
        ? one
        : new NodeVersion
        {
            Pack = one.Pack,
            Version = one.Version,
            RefType = one.RefType,
            Commit = one.Commit,
            PublishedAt = one.PublishedAt,
            Source = one.Source,
            Status = one.Status,
            IsDeprecated = one.IsDeprecated,
            IsLatest = isLatest,
            IsPrerelease = one.IsPrerelease,
            Url = one.Url,
            SupportedComfyUI = one.SupportedComfyUI,
            SupportedOperatingSystems = one.SupportedOperatingSystems,
        };
}
