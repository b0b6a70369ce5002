using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Http;

/// <summary>A body that ends where the service said and never goes beyond what the caller allows.</summary>
internal sealed class LimitedStream : Stream
{
    private readonly Stream _body;
    private readonly long _maximum;
    private readonly long? _expected;
    private long _read;

    /// <summary>Watches a body.</summary>
    /// <param name="body">The body, which is closed with this stream.</param>
    /// <param name="maximum">The most bytes to give.</param>
    /// <param name="expected">How many bytes the service announced, or null.</param>
    internal LimitedStream(Stream body, long maximum, long? expected)
    {
        _body = body;
        _maximum = maximum;
        _expected = expected;
    }

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
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Count(await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Count(_body.Read(buffer, offset, count), count);

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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read, int wanted)
    {
        _read += read;
        if (_read > _maximum)
        {
            throw new IOException($"The body is longer than the {_maximum} bytes that are read.");
        }

        return read == 0 && wanted > 0 && _expected is long expected && _read != expected
            ? throw new IOException($"The body ended after {_read} of {expected} bytes.")
            : read;
    }
}
