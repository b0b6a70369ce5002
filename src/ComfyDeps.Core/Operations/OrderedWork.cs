using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Operations;

/// <summary>Does work on several items side by side and gives the results in the order of the items.</summary>
internal static class OrderedWork
{
    /// <summary>How many items may be under way or finished and waiting for their turn, for each processor.</summary>
    private const int Ahead = 4;

    /// <summary>Runs the work on as many threads as there are processors, a bounded number of items ahead.</summary>
    /// <typeparam name="TItem">What is worked on.</typeparam>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="items">The items; asked for no further ahead than the bound.</param>
    /// <param name="work">Synchronous work on one item. It must not throw for what an item's content can cause.</param>
    /// <param name="cancellationToken">Stops the work; what is under way is waited for.</param>
    public static async IAsyncEnumerable<TResult> SelectAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        Func<TItem, TResult> work,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int degree = Environment.ProcessorCount;
        TaskFactory<TResult> factory = new(
            cancellationToken,
            TaskCreationOptions.None,
            TaskContinuationOptions.None,
            new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, degree).ConcurrentScheduler);
        Queue<Task<TResult>> underWay = new();
        try
        {
            await foreach (TItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                underWay.Enqueue(factory.StartNew(() => work(item), cancellationToken));
                while (underWay.Count > 0 && (underWay.Count >= degree * Ahead || underWay.Peek().IsCompleted))
                {
                    yield return await underWay.Dequeue().ConfigureAwait(false);
                }
            }

            while (underWay.Count > 0)
            {
                yield return await underWay.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            // Nothing is left running when the caller stops early.
            foreach (Task<TResult> task in underWay)
            {
                await task.ContinueWith(
                    static t => t.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default)
                    .ConfigureAwait(false);
            }
        }
    }
}
