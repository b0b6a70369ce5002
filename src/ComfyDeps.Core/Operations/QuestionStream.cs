using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ComfyDeps.Operations;

/// <summary>
/// Questions that are put while their names come, a bounded number ahead, and answered in their order.
/// </summary>
internal static class QuestionStream
{
    /// <summary>
    /// So many questions are under way or wait for their turn; each host has a limit of its own below that.
    /// </summary>
    private const int Ahead = 64;

    /// <summary>Puts the questions, and gives each with its answer.</summary>
    /// <typeparam name="TQuestion">What is asked.</typeparam>
    /// <typeparam name="TAnswer">What comes of it.</typeparam>
    /// <param name="put">Reads names, starts to ask, and writes each question with the task of its answer.</param>
    /// <param name="cancellationToken">Stops the work; what is under way is waited for.</param>
    public static async IAsyncEnumerable<(TQuestion Question, TAnswer Answer)> RunAsync<TQuestion, TAnswer>(
        Func<ChannelWriter<(TQuestion Question, Task<TAnswer> Answer)>, CancellationToken, Task> put,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource run = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<(TQuestion Question, Task<TAnswer> Answer)> underWay
            = Channel.CreateBounded<(TQuestion, Task<TAnswer>)>(
                new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        Task putting = PutAsync(put, underWay.Writer, run.Token);
        try
        {
            await foreach ((TQuestion question, Task<TAnswer> answer) in underWay.Reader.ReadAllAsync(cancellationToken)
                .ConfigureAwait(false))
            {
                yield return (question, await answer.ConfigureAwait(false));
            }

            await putting.ConfigureAwait(false);
        }
        finally
        {
            // Nothing is left running when the caller stops early.
            await run.CancelAsync().ConfigureAwait(false);
            await QuietAsync(putting).ConfigureAwait(false);
            while (underWay.Reader.TryRead(out (TQuestion Question, Task<TAnswer> Answer) left))
            {
                await QuietAsync(left.Answer).ConfigureAwait(false);
            }
        }
    }

    private static async Task PutAsync<T>(
        Func<ChannelWriter<T>, CancellationToken, Task> put,
        ChannelWriter<T> underWay,
        CancellationToken cancellationToken)
    {
        try
        {
            await put(underWay, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            underWay.Complete();
        }
    }

    private static async Task QuietAsync(Task task)
        => await task.ContinueWith(
            static t => t.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
            .ConfigureAwait(false);
}
