using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ComfyDeps.Pipeline;

/// <summary>
/// Work that takes its input while it comes and gives results while input still comes: started in BeginProcessing,
/// fed in ProcessRecord, completed in EndProcessing.
/// </summary>
/// <typeparam name="TIn">What is fed.</typeparam>
public sealed class StreamInput<TIn> : IDisposable
{
    /// <summary>As much as is taken ahead of the work; more makes the producer wait.</summary>
    private const int Capacity = 1024;

    private readonly Channel<TIn> _input = Channel.CreateBounded<TIn>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    private readonly BackgroundWork _work;

    internal StreamInput(
        Cmdlet cmdlet,
        Func<IAsyncEnumerable<TIn>, PipelineWriter, CancellationToken, Task> work,
        CancellationToken stop)
    {
        _work = new BackgroundWork(
            cmdlet,
            async (writer, cancellationToken) =>
            {
                try
                {
                    await work(_input.Reader.ReadAllAsync(cancellationToken), writer, cancellationToken)
                        .ConfigureAwait(false);
                }
                finally
                {
                    // Work that ended early takes no more: who feeds it must not wait for room.
                    _input.Writer.TryComplete();
                }
            },
            stop);
    }

    /// <summary>Hands one item to the work, and writes what is ready.</summary>
    /// <param name="item">The item.</param>
    public void Feed(TIn item)
    {
        try
        {
            _work.WriteReady();
            while (!_input.Writer.TryWrite(item))
            {
                Task<bool> room = _input.Writer.WaitToWriteAsync(CancellationToken.None).AsTask();
                _work.WriteUntil(room);
                if (!room.GetAwaiter().GetResult())
                {
                    return;
                }
            }
        }
        catch
        {
            _work.Dispose();
            throw;
        }
    }

    /// <summary>Says that no more input comes, and writes everything to the end.</summary>
    public void Complete()
    {
        _input.Writer.TryComplete();
        _work.WriteToEnd();
    }

    /// <summary>Cancels the work if it still runs, and waits until it is gone.</summary>
    public void Dispose() => _work.Dispose();
}
