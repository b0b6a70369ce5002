using System;
using System.ComponentModel;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using CliWrap;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>
/// One connection by the system's <c>ssh</c>: a program goes there on standard input, and lines come back.
/// </summary>
internal sealed class SshSession : IAsyncDisposable
{
    private const int MostErrors = 16 * 1024;

    private readonly SshTarget _target;
    private readonly ProbeReader _reader;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<byte[]> _questions = Channel.CreateUnbounded<byte[]>();
    private readonly StringBuilder _errors = new();
    private readonly Task<int> _run;

    /// <summary>Connects.</summary>
    /// <param name="target">The host.</param>
    /// <param name="reader">Takes what comes back.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    internal SshSession(SshTarget target, ProbeReader reader, CancellationToken cancellationToken)
    {
        _target = target;
        _reader = reader;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _run = RunAsync(_stop.Token);
    }

    /// <summary>Sends a program, or more of it.</summary>
    /// <param name="script">The program.</param>
    internal void Send(byte[] script) => _questions.Writer.TryWrite(script);

    /// <summary>Says that no more follows.</summary>
    internal void EndSending() => _questions.Writer.TryComplete();

    /// <summary>Waits for the end, and says why it came where more was to come.</summary>
    internal async Task<ComfyDepsException> FailureAsync()
    {
        EndSending();
        try
        {
            int code = await _run.ConfigureAwait(false);
            return SshFailure.Of(_target.Name, code, ErrorText(), _reader.IsOverLimit);
        }
        catch (ComfyDepsException e)
        {
            return e;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        EndSending();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ContinueWith(
            static t => t.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                .ConfigureAwait(false);
        _stop.Dispose();
    }

    private string ErrorText()
    {
        lock (_errors)
        {
            return _errors.ToString();
        }
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            CommandResult result = await Cli.Wrap("ssh")
                .WithArguments(_target.Arguments("sh -s"))
                .WithStandardInputPipe(PipeSource.Create(SendAsync))
                .WithStandardOutputPipe(PipeTarget.Create(_reader.ReadAsync))
                .WithStandardErrorPipe(PipeTarget.Create(KeepErrorsAsync))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellationToken)
                .ConfigureAwait(false);
            return result.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new ComfyDepsException(
                ErrorCode.EnvironmentUnavailable,
                $"The program 'ssh' could not be started, so '{_target.Name}' cannot be looked at.",
                _target.Name,
                "Install the OpenSSH client.",
                e);
        }
        finally
        {
            // Also where ssh never started.
            _reader.End();
        }
    }

    private async Task SendAsync(Stream input, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (byte[] question in _questions.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await input.WriteAsync(question, cancellationToken).ConfigureAwait(false);
                await input.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It ended before it was told everything; the lines that did not come say so.
            return;
        }
    }

    /// <summary>The last that was printed as errors; what is before it is let go.</summary>
    private async Task KeepErrorsAsync(Stream errors, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await errors.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            lock (_errors)
            {
                _errors.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (_errors.Length > MostErrors)
                {
                    _errors.Remove(0, _errors.Length - MostErrors);
                }
            }
        }
    }
}
