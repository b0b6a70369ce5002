using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.TestCmdlets;

/// <summary>Work that can be counted, slow down, complain and fail.</summary>
public static class Work
{
    private static int s_alive;
    private static int s_started;

    /// <summary>How many pieces of work run now.</summary>
    public static int Alive => Volatile.Read(ref s_alive);

    /// <summary>How many items were ever begun.</summary>
    public static int Started => Volatile.Read(ref s_started);

    internal static async IAsyncEnumerable<string> Numbers(
        WorkOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref s_alive);
        try
        {
            for (int i = 1; i <= options.Count; i++)
            {
                await Task.Delay(options.DelayMilliseconds, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                Interlocked.Increment(ref s_started);
                Say(options, reporter, i);
                if (i == options.FailAt)
                {
                    throw new ComfyDepsException(
                        ErrorCode.SourceUnavailable, "The service is down.", "target", "Try again later.");
                }

                if (i == options.CrashAt)
                {
                    throw new InvalidTimeZoneException("a bug");
                }

                yield return $"item {i}";
            }
        }
        finally
        {
            Interlocked.Decrement(ref s_alive);
        }
    }

    internal static async IAsyncEnumerable<string> Echo(
        IAsyncEnumerable<string> input,
        int stopAfter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref s_alive);
        try
        {
            int seen = 0;
            await foreach (string item in input.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return $"<{item}>";
                if (++seen == stopAfter)
                {
                    throw new ComfyDepsException(ErrorCode.SourceUnavailable, "The service is down.", item);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref s_alive);
        }
    }

    private static void Say(WorkOptions options, IReporter reporter, int number)
    {
        if (!options.Chatty)
        {
            return;
        }

        reporter.Detail($"detail {number}");
        reporter.Progress("Counting", $"number {number}", number, options.Count);
        reporter.Error(new ComfyDepsException(ErrorCode.NotAWorkflow, $"bad {number}", number));

        // From several threads at once, and some of it perhaps when the work is over.
        _ = Parallel.For(0, 4, n => reporter.Detail($"parallel {n}"));
        _ = Task.Run(() => reporter.Warning($"late {number}"), CancellationToken.None);
    }
}
