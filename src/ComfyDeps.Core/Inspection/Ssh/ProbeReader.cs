using System;
using System.IO;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>
/// Takes the probe's lines out of all that a host prints. What is printed is limited, however hostile the host.
/// </summary>
internal sealed class ProbeReader
{
    /// <summary>
    /// The longest honest line is that of a file of half a mebibyte without line ends, with every byte escaped.
    /// </summary>
    private const int LongestLine = 10 << 20;

    /// <summary>Twenty times what a large installation takes.</summary>
    private const long MostBytes = 512L << 20;

    private const int MostWaiting = 4096;

    private readonly byte[] _nonce;
    private readonly Channel<ProbeLine> _lines = Channel.CreateBounded<ProbeLine>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });

    private byte[] _held = new byte[64 * 1024];
    private int _length;
    private bool _isTooLong;

    /// <summary>Prepares to read.</summary>
    /// <param name="nonce">The word by which the probe's lines are told.</param>
    internal ProbeReader(string nonce) => _nonce = System.Text.Encoding.ASCII.GetBytes(nonce);

    /// <summary>The lines; it ends when nothing more is printed.</summary>
    internal ChannelReader<ProbeLine> Lines => _lines.Reader;

    /// <summary>Whether more was printed than is taken.</summary>
    internal bool IsOverLimit { get; private set; }

    /// <summary>Says that nothing more is printed.</summary>
    internal void End() => _lines.Writer.TryComplete();

    /// <summary>Reads until nothing more is printed.</summary>
    /// <param name="output">What is printed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        try
        {
            byte[] buffer = new byte[64 * 1024];
            long total = 0;
            int read;
            while ((read = await output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > MostBytes)
                {
                    IsOverLimit = true;
                    return;
                }

                int start = 0;
                int end;
                while ((end = buffer.AsSpan(start, read - start).IndexOf((byte)'\n')) >= 0)
                {
                    Hold(buffer.AsSpan(start, end));
                    start += end + 1;
                    if (Take() is ProbeLine line)
                    {
                        await _lines.Writer.WriteAsync(line, cancellationToken).ConfigureAwait(false);
                    }
                }

                Hold(buffer.AsSpan(start, read - start));
            }
        }
        finally
        {
            _lines.Writer.TryComplete();
        }
    }

    private void Hold(ReadOnlySpan<byte> part)
    {
        if (_isTooLong || _length + part.Length > LongestLine)
        {
            _isTooLong = true;
            return;
        }

        if (_length + part.Length > _held.Length)
        {
            Array.Resize(ref _held, Math.Max(_held.Length * 2, _length + part.Length));
        }

        part.CopyTo(_held.AsSpan(_length));
        _length += part.Length;
    }

    private ProbeLine? Take()
    {
        ProbeLine? line = _isTooLong ? null : ProbeLine.Parse(_held.AsSpan(0, _length), _nonce);
        _length = 0;
        _isTooLong = false;
        return line;
    }
}
