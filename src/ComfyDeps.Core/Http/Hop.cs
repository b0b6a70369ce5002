using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;

namespace ComfyDeps.Http;

/// <summary>One request under way at one host: the response's headers have come, the body has not been read.</summary>
internal sealed class Hop : IDisposable
{
    private readonly HostGate _gate;
    private readonly CancellationTokenSource _timer;
    private HttpResponseMessage? _message;

    /// <summary>
    /// Starts the time of an attempt; the caller has a turn at the gate, which is given back on disposal.
    /// </summary>
    /// <param name="gate">The gate of the host.</param>
    /// <param name="timer">Stops the attempt.</param>
    internal Hop(HostGate gate, CancellationTokenSource timer)
    {
        _gate = gate;
        _timer = timer;
    }

    /// <summary>Cancelled when the attempt has taken too long.</summary>
    internal CancellationToken Token => _timer.Token;

    /// <summary>The response, once it has come.</summary>
    internal HttpResponseMessage Message
    {
        get => _message ?? throw new InvalidOperationException("No response has come.");
        set => _message = value;
    }

    /// <summary>All headers of the response.</summary>
    internal ResponseHeaders Headers
    {
        get
        {
            IEnumerable<KeyValuePair<string, IEnumerable<string>>> all = Message.Headers.Concat(
                Message.Content.Headers);
            return new ResponseHeaders(
            [
                .. from header in all
                   from value in header.Value
                   select KeyValuePair.Create(header.Key, value),
            ]);
        }
    }

    /// <summary>From now on the attempt may take as long as it likes: its caller reads the body as it comes.</summary>
    internal void StopTimer() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose()
    {
        _message?.Dispose();
        _timer.Dispose();
        _gate.Leave();
    }
}
