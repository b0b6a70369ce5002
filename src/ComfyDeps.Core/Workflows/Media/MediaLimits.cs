namespace ComfyDeps.Workflows.Media;

/// <summary>How much of a file that nobody vouches for is looked at.</summary>
internal static class MediaLimits
{
    /// <summary>The most bytes that one embedded text may have, unpacked. The largest workflow seen has 3 MB.</summary>
    public const int MaximumText = 64 << 20;

    /// <summary>The most texts in one file: a saver writes two, some of them twice.</summary>
    public const int MaximumTexts = 64;

    /// <summary>
    /// The most chunks, boxes, elements, pages and entries looked at in one file: a day of video has fewer clusters.
    /// </summary>
    public const int MaximumParts = 1 << 20;

    /// <summary>How deep elements that may hold themselves (EBML tags, EXIF directories) are followed.</summary>
    public const int MaximumDepth = 16;

    /// <summary>How many bytes a name of an embedded text may have; longer ones are none of ours.</summary>
    public const int MaximumKey = 128;

    /// <summary>How many of a file's first bytes tell what it is.</summary>
    public const int SniffedBytes = 4096;
}
