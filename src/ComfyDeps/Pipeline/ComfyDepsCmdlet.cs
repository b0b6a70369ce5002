using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Pipeline;

/// <summary>Runs core work off the pipeline thread and performs every write on it.</summary>
public abstract class ComfyDepsCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Writes each item as it arrives; a failure the core explains becomes an error about that item only.</summary>
    /// <typeparam name="T">What is written.</typeparam>
    /// <param name="source">Starts the work; gets the reporter and a token that is cancelled when the pipeline stops.</param>
    protected void WriteEach<T>(Func<IReporter, CancellationToken, IAsyncEnumerable<T>> source)
        where T : class
        => Run(async (writer, cancellationToken) =>
        {
            try
            {
                await foreach (T item in source(writer, cancellationToken).ConfigureAwait(false))
                {
                    await writer.WriteObjectAsync(item, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (ComfyDepsException e)
            {
                writer.WriteError(e.ToErrorRecord());
            }
        });

    private void Run(Func<PipelineWriter, CancellationToken, Task> work)
    {
        using CancellationTokenSource run = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using BlockingCollection<Action<Cmdlet>> posts = [];
        Task task = Task.Run(async () =>
        {
            try
            {
                await work(new PipelineWriter(posts), run.Token).ConfigureAwait(false);
            }
            finally
            {
                posts.CompleteAdding();
            }
        });

        try
        {
            foreach (Action<Cmdlet> post in posts.GetConsumingEnumerable())
            {
                post(this);
            }

            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // A write can throw (Select-Object -First, -ErrorAction Stop). Never leave the work running behind it.
            run.Cancel();
            foreach (Action<Cmdlet> _ in posts.GetConsumingEnumerable())
            {
            }

            task.ContinueWith(static t => t.Exception, TaskScheduler.Default).Wait();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }
}
