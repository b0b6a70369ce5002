using System;
using System.IO;
using System.IO.Compression;

namespace ComfyDeps.Workflows.Media;

/// <summary>Unpacks a text, and stops where no workflow is that long.</summary>
internal static class Inflate
{
    private const int Step = 64 << 10;

    /// <summary>Unpacks a zlib stream.</summary>
    /// <param name="input">The file that it is from: its limits hold, and what is unpacked counts as read.</param>
    /// <param name="packed">The stream.</param>
    /// <param name="position">Where it is, for messages.</param>
    /// <returns>The bytes unpacked.</returns>
    public static byte[] Zlib(MediaInput input, ReadOnlyMemory<byte> packed, long position)
    {
        using MemoryStream source = new(packed.ToArray(), writable: false);
        using ZLibStream zlib = new(source, CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        byte[] buffer = new byte[Step];
        try
        {
            for (int count = zlib.Read(buffer); count > 0; count = zlib.Read(buffer))
            {
                input.RequireText(position, unpacked.Length + count);
                input.Spend(count);
                unpacked.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException exception)
        {
            throw input.Malformed(position, "a compressed text cannot be unpacked", exception);
        }

        return unpacked.ToArray();
    }
}
