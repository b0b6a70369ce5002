using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ComfyDeps.Operations;

/// <summary>Gathers what comes in quick succession, so that what can be asked together is.</summary>
internal static class Batches
{
    /// <summary>Gives each item soon after it came, with those that came in the same moment.</summary>
    /// <typeparam name="T">What comes.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="most">How many are gathered at the most.</param>
    /// <param name="patience">How long one waits for others.</param>
    /// <param name="cancellationToken">Stops the waiting; the items must end by it too.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> OfAsync<T>(
        IAsyncEnumerable<T> items,
        int most,
        TimeSpan patience,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<T> ready = Channel.CreateBounded<T>(
            new BoundedChannelOptions(most) { SingleReader = true, SingleWriter = true });
        Task pump = PumpAsync(items, ready.Writer, cancellationToken);
        while (await ready.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ready.Reader.Count < most && !pump.IsCompleted)
            {
                await Task.WhenAny(pump, Task.Delay(patience, cancellationToken)).ConfigureAwait(false);
            }

            List<T> batch = [];
            while (batch.Count < most && ready.Reader.TryRead(out T? item))
            {
                batch.Add(item);
            }

            yield return batch;
        }

        await pump.ConfigureAwait(false);
    }

    private static async Task PumpAsync<T>(
        IAsyncEnumerable<T> items,
        ChannelWriter<T> ready,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await ready.WriteAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ready.TryComplete();
        }
    }
}
