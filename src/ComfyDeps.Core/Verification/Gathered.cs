using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Verification;

/// <summary>
/// Puts questions that come within a moment of each other into one: what arrives one by one from a pipeline is asked
/// together, and the first of it waits no longer than that moment.
/// </summary>
/// <typeparam name="TItem">A question.</typeparam>
/// <typeparam name="TResult">Its answer.</typeparam>
internal sealed class Gathered<TItem, TResult>
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(15);

    private readonly Func<IReadOnlyList<TItem>, CancellationToken, IReadOnlyList<Task<TResult>>> _ask;
    private readonly int _most;
    private readonly CancellationToken _stop;
    private readonly object _lock = new();
    private Batch? _open;

    /// <summary>Gathers questions.</summary>
    /// <param name="ask">Starts asking several together; gives the task of each one's answer, in their order.</param>
    /// <param name="most">How many are asked together at most.</param>
    /// <param name="stop">Stops the asking.</param>
    internal Gathered(
        Func<IReadOnlyList<TItem>, CancellationToken, IReadOnlyList<Task<TResult>>> ask,
        int most,
        CancellationToken stop)
    {
        _ask = ask;
        _most = most;
        _stop = stop;
    }

    /// <summary>Asks one question, with those that come at the same time.</summary>
    /// <param name="item">The question.</param>
    internal async Task<TResult> AskAsync(TItem item)
    {
        Batch batch;
        int number;
        lock (_lock)
        {
            batch = _open ??= new Batch();
            number = batch.Items.Count;
            batch.Items.Add(item);
            if (number == 0)
            {
                batch.Answers = AskAsync(batch);
            }

            if (batch.Items.Count == _most)
            {
                _open = null;
                batch.Full.SetResult();
            }
        }

        IReadOnlyList<Task<TResult>> answers = await batch.Answers.ConfigureAwait(false);
        return await answers[number].ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Task<TResult>>> AskAsync(Batch batch)
    {
        await Task.WhenAny(batch.Full.Task, Task.Delay(s_moment, _stop)).ConfigureAwait(false);
        lock (_lock)
        {
            _open = _open == batch ? null : _open;
        }

        _stop.ThrowIfCancellationRequested();
        return _ask(batch.Items, _stop);
    }

    private sealed class Batch
    {
        public List<TItem> Items { get; } = [];

        public TaskCompletionSource Full { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<Task<TResult>>> Answers { get; set; } = null!;
    }
}
