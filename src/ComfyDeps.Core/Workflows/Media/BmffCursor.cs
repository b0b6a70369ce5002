
namespace ComfyDeps.Workflows.Media;

/// <summary>Reads the fields of one box in turn and never beyond it.</summary>
internal sealed class BmffCursor(MediaInput input, BmffBox box)
{
    private const int FlagsLength = 3;

    /// <summary>Where the next field starts.</summary>
    public long Position { get; private set; } = box.Start;

    /// <summary>Reads the version of a full box and passes its flags.</summary>
    /// <returns>The version.</returns>
    public int Version()
    {
        int version = (int)Number(1);
        Number(FlagsLength);
        return version;
    }

    /// <summary>Reads a big-endian number.</summary>
    /// <param name="length">Its bytes, 0 to 8; none is 0.</param>
    /// <returns>The number.</returns>
    public long Number(int length)
    {
        if (length is 0)
        {
            return 0;
        }

        input.RequireWithin(Position, length, box.End);
        ulong number = 0;
        foreach (byte part in input.Peek(Position, length))
        {
            number = (number << 8) | part;
        }

        Position += length;
        if (length > sizeof(ulong) || number > long.MaxValue / 4)
        {
            throw input.Malformed(Position, "a number in a box is larger than any file");
        }

        return (long)number;
    }
}
