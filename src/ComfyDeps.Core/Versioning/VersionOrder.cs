using System.Collections.Generic;

namespace ComfyDeps.Versioning;

/// <summary>
/// Orders version names, oldest first: names that are no versions before all that are, equal versions by their text, so
/// that the order is always the same.
/// </summary>
internal sealed class VersionOrder : IComparer<string>
{
    /// <summary>The one instance.</summary>
    internal static readonly VersionOrder Instance = new();

    private VersionOrder()
    {
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        bool xIsVersion = PackVersion.TryParse(x, out PackVersion? one);
        bool yIsVersion = PackVersion.TryParse(y, out PackVersion? two);
        int order = xIsVersion && yIsVersion ? one!.CompareTo(two) : xIsVersion.CompareTo(yIsVersion);
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }
}
