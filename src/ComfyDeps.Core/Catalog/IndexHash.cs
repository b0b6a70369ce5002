using System;

namespace ComfyDeps.Catalog;

/// <summary>
/// The hash of the index's tables (FNV-1a): the same on every machine, unlike <see cref="HashCode"/>.
/// </summary>
internal static class IndexHash
{
    /// <summary>The hash of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 16777619;
        }

        return hash;
    }
}
