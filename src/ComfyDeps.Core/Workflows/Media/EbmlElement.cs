namespace ComfyDeps.Workflows.Media;

/// <summary>One element of an EBML file.</summary>
/// <param name="Id">Its id, with the length bits.</param>
/// <param name="Start">Where its content starts.</param>
/// <param name="End">Where its content ends; for one of unknown size where what holds it ends.</param>
/// <param name="IsOpen">Whether its size is unknown.</param>
internal readonly record struct EbmlElement(uint Id, long Start, long End, bool IsOpen)
{
    public const uint Header = 0x1A45DFA3;
    public const uint Segment = 0x18538067;
    public const uint SeekHead = 0x114D9B74;
    public const uint Seek = 0x4DBB;
    public const uint SeekId = 0x53AB;
    public const uint SeekPosition = 0x53AC;
    public const uint Cluster = 0x1F43B675;
    public const uint Tags = 0x1254C367;
    public const uint Tag = 0x7373;
    public const uint SimpleTag = 0x67C8;
    public const uint TagName = 0x45A3;
    public const uint TagString = 0x4487;
    public const uint TagBinary = 0x4485;

    /// <summary>How long its content is.</summary>
    public long Length => End - Start;
}
