using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Verification.Installed;

/// <summary>What one environment has of one thing, as far as it tells.</summary>
/// <param name="Item">The thing; null where it is known not to be there.</param>
internal sealed record Observation(InstalledItem? Item)
{
    private const int ShortHash = 12;

    /// <summary>As people read it; null where it is not there.</summary>
    internal string? Text
    {
        get
        {
            if (Item is null)
            {
                return null;
            }

            string? what = Item.Kind == DependencyKind.Model
                ? Item.Sha256 is string hash
                    ? $"sha256:{hash[..Math.Min(ShortHash, hash.Length)]}"
                    : Item.Size is long size ? FileComparison.Bytes(size)
                    : "there"
                : Item.Source == SourceKind.ComfyRegistry ? Item.Version
                    ?? "there" : Item.Commit ?? Item.Version ?? "there";
            IEnumerable<string> notes =
            [
                .. Item.Enabled ? Array.Empty<string>() : ["disabled"],
                .. Item.Dirty == true ? ["changed"] : Array.Empty<string>(),
            ];
            return notes.Any() ? $"{what} ({string.Join(", ", notes)})" : what;
        }
    }

    /// <summary>Whether two environments differ in it: what one of them does not tell is no difference.</summary>
    /// <param name="other">What the other has.</param>
    internal bool DiffersFrom(Observation other)
    {
        if (Item is null || other.Item is null)
        {
            return Item is not null || other.Item is not null;
        }

        // Content decides where both know it: a size that is the same, or a version beside two commits, adds nothing.
        return Item.Enabled != other.Item.Enabled
            || (Item.Dirty ?? false) != (other.Item.Dirty ?? Item.Dirty ?? false)
            || (Both(Item.Commit, other.Item.Commit) ?? Both(Item.Sha256, other.Item.Sha256)
                ?? Both(Item.Version, other.Item.Version) ?? (Item.Size is long size
                    && other.Item.Size is long has
                    && size != has));
    }

    private static bool? Both(string? one, string? other) => one is null || other is null ? null : one != other;
}
