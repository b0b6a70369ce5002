using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Pipeline;

/// <summary>Runs core work off the pipeline thread and performs every write on it.</summary>
public abstract class ComfyDepsCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _running;

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline ended by itself while it was being stopped.
        }
    }

    /// <summary>
    /// Writes each item as it arrives; a failure the core explains becomes an error about that item only.
    /// </summary>
    /// <typeparam name="T">What is written.</typeparam>
    /// <param name="source">Starts the work; gets the reporter and a token that is cancelled when the pipeline
    /// stops.</param>
    protected void WriteEach<T>(Func<IReporter, CancellationToken, IAsyncEnumerable<T>> source)
        where T : notnull
    {
        BackgroundWork work = new(
            this,
            async (writer, cancellationToken) =>
            {
                await foreach (T item in source(writer, cancellationToken).ConfigureAwait(false))
                {
                    await writer.WriteObjectAsync(item, cancellationToken).ConfigureAwait(false);
                }
            },
            _stop.Token);
        _running = work;
        work.WriteToEnd();
    }

    /// <summary>Waits for work and gives what came of it; what the work has to say is written meanwhile.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="source">Starts the work; gets the reporter and a token as in <see cref="WriteEach"/>.</param>
    /// <returns>What came of it; null after a failure the core explains, which was written as an error.</returns>
    protected T? Await<T>(Func<IReporter, CancellationToken, Task<T>> source)
        where T : class
    {
        T? result = null;
        BackgroundWork work = new(
            this,
            async (writer, cancellationToken) => result = await source(writer, cancellationToken).ConfigureAwait(false),
            _stop.Token);
        _running = work;
        work.WriteToEnd();
        return result;
    }

    /// <summary>Starts work that is fed while the pipeline runs, and writes each result as it is ready.</summary>
    /// <typeparam name="TIn">What is fed.</typeparam>
    /// <typeparam name="TOut">What is written.</typeparam>
    /// <param name="source">Starts the work; gets the input, the reporter and a token as in
    /// <see cref="WriteEach"/>.</param>
    /// <returns>Takes the input; <see cref="StreamInput{TIn}.Complete"/> belongs in EndProcessing.</returns>
    protected StreamInput<TIn> StartStream<TIn, TOut>(
        Func<IAsyncEnumerable<TIn>, IReporter, CancellationToken, IAsyncEnumerable<TOut>> source)
        where TOut : notnull
    {
        StreamInput<TIn> stream = new(
            this,
            async (input, writer, cancellationToken) =>
            {
                await foreach (TOut item in source(input, writer, cancellationToken).ConfigureAwait(false))
                {
                    await writer.WriteObjectAsync(item, cancellationToken).ConfigureAwait(false);
                }
            },
            _stop.Token);
        _running = stream;
        return stream;
    }

    /// <summary>
    /// Ends what still runs; the engine calls this on every way out, also where EndProcessing is not reached.
    /// </summary>
    public void Dispose()
    {
        _running?.Dispose();
        _running = null;
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }
}
