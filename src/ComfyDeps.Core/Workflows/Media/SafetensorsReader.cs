using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>safetensors and latents: members of <c>__metadata__</c> in the header. Tensors are not read.</summary>
internal static class SafetensorsReader
{
    private const int LengthLength = sizeof(ulong);

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        // The length is not above what the format allows: otherwise the file would not have been told as this.
        long length = BinaryPrimitives.ReadInt64LittleEndian(input.Peek(0, LengthLength));
        ReadOnlyMemory<byte> header = input.Read(LengthLength, length);
        if (!JsonMembers.TryCut(header, "__metadata__"u8, out ReadOnlyMemory<byte> metadata))
        {
            throw input.Malformed(LengthLength, "the header is not a whole JSON object");
        }

        if (!metadata.IsEmpty)
        {
            texts.AddWrapped(metadata, "__metadata__", LengthLength);
        }
    }
}
