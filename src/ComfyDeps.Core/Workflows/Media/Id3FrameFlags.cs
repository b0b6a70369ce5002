namespace ComfyDeps.Workflows.Media;

/// <summary>
/// How a frame of an ID3v2 tag is written down: the second byte of its flags, which moved between versions.
/// </summary>
/// <param name="Version">The tag's version.</param>
/// <param name="Flags">The byte.</param>
internal readonly record struct Id3FrameFlags(byte Version, byte Flags)
{
    /// <summary>Whether it is packed with zlib.</summary>
    public bool IsCompressed => Has(0x80, 0x08);

    /// <summary>Whether it is encrypted, by a method that only its maker knows.</summary>
    public bool IsEncrypted => Has(0x40, 0x04);

    /// <summary>Whether zeros were put after each 0xFF.</summary>
    public bool IsUnsynchronised => Has(0, 0x02);

    /// <summary>
    /// How many bytes stand in front of the frame's data: a group's number, the length before packing.
    /// </summary>
    public int ExtraLength => (Has(0x20, 0x40) ? 1 : 0) + (Has(0x80, 0x01) ? sizeof(uint) : 0);

    private bool Has(byte before, byte newest) => (Flags & (Version == 4 ? newest : before)) != 0;
}
