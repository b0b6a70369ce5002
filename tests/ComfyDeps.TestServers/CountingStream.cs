using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.TestServers;

/// <summary>Tells how much is written through it.</summary>
internal sealed class CountingStream(Stream to, Action<int> count) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => to.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int size)
    {
        to.Write(buffer, offset, size);
        count(size);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int size, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, size), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default)
    {
        await to.WriteAsync(buffer, cancellationToken);
        count(buffer.Length);
    }
}
