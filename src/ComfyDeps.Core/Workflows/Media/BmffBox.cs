namespace ComfyDeps.Workflows.Media;

/// <summary>One box of an ISO base media file.</summary>
/// <param name="Type">Its four letters as a big-endian number; in some lists a plain number.</param>
/// <param name="Start">Where its content starts.</param>
/// <param name="End">Where its content ends.</param>
internal readonly record struct BmffBox(uint Type, long Start, long End)
{
    public const uint Movie = 0x6D6F6F76;
    public const uint UserData = 0x75647461;
    public const uint Metadata = 0x6D657461;
    public const uint Handler = 0x68646C72;
    public const uint Keys = 0x6B657973;
    public const uint ItemList = 0x696C7374;
    public const uint Data = 0x64617461;
    public const uint Freeform = 0x2D2D2D2D;
    public const uint Name = 0x6E616D65;
    public const uint Comment = 0xA9636D74;
    public const uint WorkflowAtom = 0x77666C6F;
    public const uint ItemInformation = 0x69696E66;
    public const uint ItemInformationEntry = 0x696E6665;
    public const uint ItemLocation = 0x696C6F63;
    public const uint ItemData = 0x69646174;
    public const uint Exif = 0x45786966;

    /// <summary>How long its content is.</summary>
    public long Length => End - Start;
}
