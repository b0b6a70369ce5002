using System;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using System.Threading;

namespace ComfyDeps.Shell.Hosting;

/// <summary>
/// Ctrl-C and the wish to end: both stop the running pipeline in order, so that nothing is left half done.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private const int Interrupted = 128 + 2;
    private const int Terminated = 128 + 15;

    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private Pipeline? _running;

    internal Interrupts()
    {
        _interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, context => Stop(context, Interrupted, EndsProcess));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Terminated, true));
    }

    /// <summary>Whether Ctrl-C ends more than the pipeline: so for a command or a file, not at the prompt.</summary>
    internal bool EndsProcess { get; set; }

    /// <summary>The exit code that a signal asks for.</summary>
    internal int? ExitCode { get; private set; }

    /// <summary>Makes a pipeline the one to stop.</summary>
    /// <param name="pipeline">What is about to run.</param>
    /// <returns>Whether it may still start.</returns>
    internal bool Begin(Pipeline pipeline)
    {
        lock (_gate)
        {
            _running = ExitCode is null ? pipeline : null;
            return _running is not null;
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _running = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Stop(PosixSignalContext context, int code, bool endsProcess)
    {
        lock (_gate)
        {
            // A second time, or with nothing to stop, the signal does what it does to any program.
            context.Cancel = !endsProcess || (_running is not null && ExitCode is null);
            if (endsProcess)
            {
                ExitCode ??= code;
            }

            if (_running?.PipelineStateInfo.State == PipelineState.Running)
            {
                _running.StopAsync();
            }
        }
    }
}
