using System;
using System.IO;
using System.Threading;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// Reads the workflows that ComfyUI and its packs embed in what they save. Only headers and the texts themselves are
/// read; pixels, frames, sound and tensors are jumped over. The containers are read here and not by a library because
/// no library for .NET gives all of the texts or keeps to limits: docs/media.md says which were looked at.
/// </summary>
internal static class MediaMetadata
{
    /// <summary>Reads a file's embedded workflows.</summary>
    /// <param name="stream">The file, or a window of it; it must be able to seek. It is not closed.</param>
    /// <param name="path">What messages call the file.</param>
    /// <param name="maximumSize">The most bytes of metadata that may be read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What it is and holds; null where it is no media file at all.</returns>
    /// <exception cref="ComfyDepsException">The file is damaged, or its metadata is larger than the limit.</exception>
    public static MediaContent? TryRead(
        Stream stream,
        string path,
        long maximumSize,
        CancellationToken cancellationToken)
    {
        Span<byte> head = stackalloc byte[MediaLimits.SniffedBytes];
        stream.Position = 0;
        int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        MediaKind? kind = MediaSniffer.Sniff(head[..count]);
        if (kind is null)
        {
            return null;
        }

        MediaInput input = new(stream, path, kind.Value, maximumSize, cancellationToken);
        EmbeddedTexts texts = new(input);
        Read(input, texts);
        return new MediaContent(kind.Value, texts.Found);
    }

    private static void Read(MediaInput input, EmbeddedTexts texts)
    {
        switch (input.Kind)
        {
            case MediaKind.Png:
                PngReader.Read(input, texts);
                break;
            case MediaKind.Webp:
                WebpReader.Read(input, texts);
                break;
            case MediaKind.Jpeg:
                JpegReader.Read(input, texts);
                break;
            case MediaKind.Avif:
            case MediaKind.Mp4:
                new BmffReader(input, texts).Read();
                break;
            case MediaKind.Svg:
                SvgReader.Read(input, texts);
                break;
            case MediaKind.Matroska:
                new MatroskaReader(input, texts).Read();
                break;
            case MediaKind.Flac:
                FlacReader.Read(input, 0, texts);
                break;
            case MediaKind.Ogg:
                OggReader.Read(input, texts);
                break;
            case MediaKind.Mp3:
                Mp3Reader.Read(input, texts);
                break;
            case MediaKind.Glb:
                GlbReader.Read(input, texts);
                break;
            case MediaKind.Safetensors:
                SafetensorsReader.Read(input, texts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input));
        }
    }
}
