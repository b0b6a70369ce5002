using System;
using System.Collections.Generic;
using System.IO;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>A file of any length that is zero except where it is not, and counts what is read of it.</summary>
internal sealed class SparseStream(long length) : Stream
{
    private readonly List<(long Start, byte[] Bytes)> _regions = [];

    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public static SparseStream Of(byte[] bytes) => new SparseStream(bytes.Length).With(0, bytes);

    public SparseStream With(long start, byte[] bytes)
    {
        _regions.Add((start, bytes));
        return this;
    }

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Clamp(length - Position, 0, buffer.Length);
        Span<byte> target = buffer[..count];
        target.Clear();
        foreach ((long start, byte[] bytes) in _regions)
        {
            long from = Math.Max(start, Position);
            long to = Math.Min(start + bytes.Length, Position + count);
            if (from < to)
            {
                bytes.AsSpan((int)(from - start), (int)(to - from)).CopyTo(target[(int)(from - Position)..]);
            }
        }

        Position += count;
        BytesRead += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin)
        => Position = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => length });

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
