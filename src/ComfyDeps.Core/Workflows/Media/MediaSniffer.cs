using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>Tells a container by its first bytes: names lie (a <c>.mp4</c> may be a WebP).</summary>
internal static class MediaSniffer
{
    /// <summary>The longest header that the safetensors format allows.</summary>
    private const ulong MaximumSafetensorsHeader = 100_000_000;

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> EbmlSignature => [0x1A, 0x45, 0xDF, 0xA3];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Tells which container begins like this.</summary>
    /// <param name="head">The first bytes of the file, up to <see cref="MediaLimits.SniffedBytes"/>.</param>
    /// <returns>The container, or null where the file is none of those that hold workflows.</returns>
    public static MediaKind? Sniff(ReadOnlySpan<byte> head)
        => SniffSignature(head) ?? SniffBmff(head) ?? SniffSafetensors(head) ?? SniffSvg(head);

    private static MediaKind? SniffSignature(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(PngSignature))
        {
            return MediaKind.Png;
        }

        if (head.StartsWith("RIFF"u8))
        {
            return head.Length >= 12 && head[8..].StartsWith("WEBP"u8) ? MediaKind.Webp : null;
        }

        if (head.StartsWith(JpegSignature))
        {
            return MediaKind.Jpeg;
        }

        if (head.StartsWith(EbmlSignature))
        {
            return MediaKind.Matroska;
        }

        if (head.StartsWith("fLaC"u8))
        {
            return MediaKind.Flac;
        }

        if (head.StartsWith("OggS"u8))
        {
            return MediaKind.Ogg;
        }

        if (head.StartsWith("glTF"u8))
        {
            return MediaKind.Glb;
        }

        return head.StartsWith("ID3"u8) || IsMpegAudio(head) ? MediaKind.Mp3 : null;
    }

    /// <summary>MPEG audio, layer III, without a tag: eleven set bits, a version and a layer.</summary>
    private static bool IsMpegAudio(ReadOnlySpan<byte> head)
        => head.Length >= 4 && head[0] == 0xFF && (head[1] & 0xE6) == 0xE2 && (head[1] & 0x18) != 0x08
            && (head[2] & 0xF0) is not 0xF0 and not 0 && (head[2] & 0x0C) != 0x0C;

    private static MediaKind? SniffBmff(ReadOnlySpan<byte> head)
    {
        // The first byte of a box size is never a letter: a text that happens to say "free" there is no video.
        if (head.Length < 12 || head[0] != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> type = head.Slice(4, 4);
        if (type.SequenceEqual("ftyp"u8))
        {
            ReadOnlySpan<byte> brand = head.Slice(8, 4);
            bool image = brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) || brand.SequenceEqual("mif1"u8)
                || brand.SequenceEqual("msf1"u8) || brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8);
            return image ? MediaKind.Avif : MediaKind.Mp4;
        }

        // QuickTime files older than the ftyp box begin with any of these.
        return type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("wide"u8)
            || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8) || type.SequenceEqual("pnot"u8)
            ? MediaKind.Mp4
            : null;
    }

    private static MediaKind? SniffSafetensors(ReadOnlySpan<byte> head)
        => head.Length >= 9 && head[8] == (byte)'{'
            && BinaryPrimitives.ReadUInt64LittleEndian(head) is >= 2 and <= MaximumSafetensorsHeader
            ? MediaKind.Safetensors
            : null;

    private static MediaKind? SniffSvg(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.StartsWith(Utf8Mark) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        int root = text.IndexOf("<svg"u8);
        bool first = text.StartsWith("<svg"u8) || text.StartsWith("<?xml"u8) || text.StartsWith("<!--"u8)
            || text.StartsWith("<!DOCTYPE svg"u8);
        return first && root >= 0 && root + 4 < text.Length && " \t\r\n>/"u8.Contains(text[root + 4])
            ? MediaKind.Svg
            : null;
    }
}
