using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// Binary glTF: members of <c>asset.extras</c> in the JSON chunk, which comes first. Meshes are not read.
/// </summary>
internal static class GlbReader
{
    private const int HeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const uint Version = 2;
    private const uint JsonChunk = 0x4E4F534A;

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        ReadOnlySpan<byte> header = input.Peek(0, HeaderLength + ChunkHeaderLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != Version)
        {
            // Version 1 is older than ComfyUI.
            return;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[16..]) != JsonChunk)
        {
            throw input.Malformed(HeaderLength, "the first chunk is not JSON");
        }

        long start = HeaderLength + ChunkHeaderLength;
        ReadOnlyMemory<byte> json = input.Read(start, length).AsMemory().TrimEnd(" \0"u8);
        if (!JsonMembers.TryCut(json, "asset"u8, out ReadOnlyMemory<byte> asset))
        {
            throw input.Malformed(start, "the JSON chunk is not a whole JSON object");
        }

        if (JsonMembers.TryCut(asset, "extras"u8, out ReadOnlyMemory<byte> extras))
        {
            texts.AddWrapped(extras, "asset.extras", start);
        }
    }
}
