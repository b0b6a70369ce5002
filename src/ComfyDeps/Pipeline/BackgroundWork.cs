using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ComfyDeps.Pipeline;

/// <summary>Core work that runs beside the pipeline thread; all that it has to say is written by that thread.</summary>
internal sealed class BackgroundWork : IDisposable
{
    private readonly Channel<Action<Cmdlet>> _posts =
        Channel.CreateUnbounded<Action<Cmdlet>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Cmdlet _cmdlet;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _run;
    private readonly PipelineWriter _writer;
    private readonly Task _task;
    private bool _isOver;

    /// <summary>Starts the work.</summary>
    /// <param name="cmdlet">Writes what is posted.</param>
    /// <param name="work">Gets the writer, and a token that is cancelled on every way out.</param>
    /// <param name="stop">Cancelled when the pipeline is stopped.</param>
    internal BackgroundWork(Cmdlet cmdlet, Func<PipelineWriter, CancellationToken, Task> work, CancellationToken stop)
    {
        _cmdlet = cmdlet;
        _stop = stop;
        _run = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _writer = new PipelineWriter(_posts.Writer, WantsDetail(cmdlet));
        CancellationToken token = _run.Token;
        _task = Task.Run(
            async () =>
            {
                try
                {
                    await work(_writer, token).ConfigureAwait(false);
                }
                catch (ComfyDepsException e)
                {
                    _writer.Error(e);
                }
                finally
                {
                    _posts.Writer.TryComplete();
                }
            },
            CancellationToken.None);
    }

    /// <summary>What is asked for here, else what the session prefers. Asked once, on the pipeline thread.</summary>
    private static bool WantsDetail(Cmdlet cmdlet)
        => cmdlet is PSCmdlet command
            && (command.MyInvocation.BoundParameters.TryGetValue("Verbose", out object? verbose)
                ? verbose is SwitchParameter { IsPresent: true } or true
                : command.GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue
                    and not ActionPreference.Ignore);

    /// <summary>Writes what is waiting, and waits for nothing.</summary>
    internal void WriteReady()
    {
        while (_posts.Reader.TryRead(out Action<Cmdlet>? post))
        {
            post(_cmdlet);
        }
    }

    /// <summary>Writes what comes until something else is done.</summary>
    /// <param name="other">What is waited for.</param>
    internal void WriteUntil(Task other)
    {
        while (!other.IsCompleted)
        {
            Task<bool> post = _posts.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            Task.WhenAny(other, post).GetAwaiter().GetResult();
            WriteReady();
            if (post.IsCompletedSuccessfully && !post.Result)
            {
                return;
            }
        }
    }

    /// <summary>Writes everything to the work's end; whatever failed in it unexpectedly is thrown here.</summary>
    internal void WriteToEnd()
    {
        try
        {
            while (_posts.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                WriteReady();
            }

            _task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Cancels the work if it still runs, and waits until it is gone.</summary>
    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        // A write can throw (Select-Object -First, -ErrorAction Stop). Never leave the work running behind it.
        _isOver = true;
        _run.Cancel();
        _task.ContinueWith(
            static task => task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default).Wait();
        _run.Dispose();
        _writer.EndProgress(_cmdlet);
    }
}
