using System;
using System.IO;
using System.Threading;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// The bytes of one media file, read where they are asked for and nowhere else. It counts what is read as metadata and
/// how many parts are looked at, so that no file can cost more than its limits, whatever its lengths claim.
/// </summary>
internal sealed class MediaInput
{
    /// <summary>After a jump over pixels or sound only a header is read; reading on reads more each time.</summary>
    private const int FirstStep = 64;

    private const int LastStep = 4096;

    private readonly Stream _stream;
    private readonly MediaBudget _budget;
    private readonly long _origin;
    private readonly CancellationToken _cancellationToken;
    private readonly byte[] _buffer = new byte[LastStep];
    private long _bufferStart;
    private int _bufferLength;
    private int _step = FirstStep;

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file; it must be able to seek.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="kind">What it was told to be.</param>
    /// <param name="maximumSize">The most bytes of metadata that may be read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public MediaInput(Stream stream, string path, MediaKind kind, long maximumSize, CancellationToken cancellationToken)
        : this(stream, path, kind, new MediaBudget(maximumSize), 0, cancellationToken)
    {
    }

    private MediaInput(
        Stream stream,
        string path,
        MediaKind kind,
        MediaBudget budget,
        long origin,
        CancellationToken cancellationToken)
    {
        _stream = stream;
        _budget = budget;
        _origin = origin;
        _cancellationToken = cancellationToken;
        Path = path;
        Kind = kind;
        Length = stream.Length;
    }

    /// <summary>What messages call the file.</summary>
    public string Path { get; }

    /// <summary>What the file was told to be.</summary>
    public MediaKind Kind { get; }

    /// <summary>How many bytes there are.</summary>
    public long Length { get; }

    /// <summary>A few bytes; they are good until the next call.</summary>
    /// <param name="position">Where they start.</param>
    /// <param name="count">How many, at most 4096.</param>
    /// <returns>Exactly that many bytes.</returns>
    public ReadOnlySpan<byte> Peek(long position, int count)
    {
        RequireInside(position, count);
        if (position < _bufferStart || position + count > _bufferStart + _bufferLength)
        {
            Fill(position, count);
        }

        return _buffer.AsSpan((int)(position - _bufferStart), count);
    }

    /// <summary>
    /// A few bytes and whatever is at hand behind them, for a search that reads on; they are good until the next call.
    /// </summary>
    /// <param name="position">Where they start.</param>
    /// <param name="least">How many there must be.</param>
    /// <returns>At least that many bytes.</returns>
    public ReadOnlySpan<byte> PeekOn(long position, int least)
    {
        Peek(position, least);
        return _buffer.AsSpan((int)(position - _bufferStart), (int)(_bufferStart + _bufferLength - position));
    }

    /// <summary>Reads metadata into memory.</summary>
    /// <param name="position">Where it starts.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>The bytes.</returns>
    public byte[] Read(long position, long count)
    {
        RequireInside(position, count);
        RequireText(position, count);
        Spend(count);
        byte[] bytes = new byte[count];
        _cancellationToken.ThrowIfCancellationRequested();
        _stream.Position = position;
        if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw CutShort(position);
        }

        return bytes;
    }

    /// <summary>Reads bytes that were put together in memory, under the same limits.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">Where in this file they are from, for messages.</param>
    /// <returns>An input over the bytes alone.</returns>
    public MediaInput Over(byte[] bytes, long position)
        => new(new MemoryStream(bytes, writable: false), Path, Kind, _budget, _origin + position, _cancellationToken);

    /// <summary>Where a position is in the file itself.</summary>
    /// <param name="position">A position in these bytes.</param>
    /// <returns>The position in the file.</returns>
    public long InFile(long position) => _origin + position;

    /// <summary>Counts one more chunk, box, element, page or entry.</summary>
    /// <param name="position">Where it is.</param>
    public void CountPart(long position)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (!_budget.TakePart())
        {
            throw Malformed(position, $"it has more than {MediaLimits.MaximumParts} parts");
        }
    }

    /// <summary>Counts bytes that are about to be held in memory.</summary>
    /// <param name="count">How many.</param>
    public void Spend(long count)
    {
        if (!_budget.Take(count))
        {
            throw new ComfyDepsException(
                ErrorCode.FileTooLarge,
                $"'{Path}' has more than {_budget.Maximum} bytes of metadata, which is the limit.",
                Path,
                "Give a larger -MaximumSize if the file is to be trusted.");
        }
    }

    /// <summary>Refuses a text that is longer than any workflow.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="count">How long it is.</param>
    public void RequireText(long position, long count)
    {
        if (count > MediaLimits.MaximumText)
        {
            throw Malformed(position, $"a text is longer than {MediaLimits.MaximumText} bytes");
        }
    }

    /// <summary>Refuses a part that reaches beyond the one that holds it.</summary>
    /// <param name="position">Where the part starts.</param>
    /// <param name="count">How many bytes it claims.</param>
    /// <param name="end">Where what holds it ends.</param>
    public void RequireWithin(long position, long count, long end)
    {
        if (count < 0 || position > end || count > end - position)
        {
            throw Malformed(
                position,
                $"a part of {(ulong)count} bytes does not fit in the {Math.Max(0, end - position)} that are left");
        }
    }

    /// <summary>An explanation of where and how the file is damaged.</summary>
    /// <param name="position">Where.</param>
    /// <param name="reason">How, in words of ours: nothing from the file itself.</param>
    /// <param name="cause">What was caught, or null.</param>
    /// <returns>The exception to throw.</returns>
    public ComfyDepsException Malformed(long position, string reason, Exception? cause = null)
        => new(
            ErrorCode.MediaMalformed,
            $"'{Path}' is a damaged {Name(Kind)} file: at byte {InFile(position)}, {reason}.",
            Path,
            "Get a complete copy of the file, or export the workflow from ComfyUI as JSON.",
            cause);

    private static string Name(MediaKind kind) => kind switch
    {
        MediaKind.Png => "PNG",
        MediaKind.Webp => "WebP",
        MediaKind.Jpeg => "JPEG",
        MediaKind.Avif => "AVIF",
        MediaKind.Svg => "SVG",
        MediaKind.Mp4 => "MP4",
        MediaKind.Flac => "FLAC",
        MediaKind.Mp3 => "MP3",
        MediaKind.Glb => "GLB",
        MediaKind.Safetensors => "safetensors",
        _ => kind.ToString(),
    };

    private void Fill(long position, int count)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        bool readingOn = _bufferLength > 0 && position >= _bufferStart && position <= _bufferStart + _bufferLength;
        _step = readingOn ? Math.Min(_step * 2, LastStep) : FirstStep;
        int wanted = (int)Math.Min(Math.Max(count, _step), Length - position);
        _stream.Position = position;
        _bufferStart = position;
        _bufferLength = _stream.ReadAtLeast(_buffer.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
        if (_bufferLength < count)
        {
            throw CutShort(position);
        }
    }

    private void RequireInside(long position, long count)
    {
        if (position < 0 || count < 0 || position > Length || count > Length - position)
        {
            throw CutShort(Math.Clamp(position, 0, Length));
        }
    }

    private ComfyDepsException CutShort(long position) => Malformed(position, "it is cut short");
}
