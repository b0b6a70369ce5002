using System;
using System.IO;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Gives bytes one at a time, so that an inflater that reads ahead takes none of what follows its own: in a pack, only
/// the end of one object's compressed bytes tells where the next object begins.
/// </summary>
internal sealed class SteppedStream : Stream
{
    private readonly byte[] _bytes;

    /// <summary>Gives bytes from a position on.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="start">The position.</param>
    internal SteppedStream(byte[] bytes, int start)
    {
        _bytes = bytes;
        Consumed = start;
    }

    /// <summary>The position after the last byte that was given.</summary>
    internal int Consumed { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || Consumed >= _bytes.Length)
        {
            return 0;
        }

        buffer[0] = _bytes[Consumed++];
        return 1;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
