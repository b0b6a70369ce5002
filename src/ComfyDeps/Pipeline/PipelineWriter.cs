using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ComfyDeps.Pipeline;

/// <summary>The only way background work may reach the PowerShell streams; any thread may use it.</summary>
internal sealed class PipelineWriter(ChannelWriter<Action<Cmdlet>> posts, bool wantsDetail) : IReporter
{
    private const int ActivityId = 0x0C0F;

    private static readonly long s_betweenUpdates = Stopwatch.Frequency / 4;

    // The first update also waits: what is over in a moment shows no bar.
    private long _lastProgress = Stopwatch.GetTimestamp();
    private string? _shownActivity;

    /// <summary>Completes once the object has gone down the pipeline, so a slow consumer slows the producer.</summary>
    /// <param name="value">The object.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The wait.</returns>
    public async Task WriteObjectAsync(object value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isPosted = posts.TryWrite(cmdlet =>
        {
            cmdlet.WriteObject(value);
            written.SetResult();
        });
        if (!isPosted)
        {
            throw new InvalidOperationException("An object was written after the work it belongs to had ended.");
        }

        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public bool WantsDetail => wantsDetail;

    /// <inheritdoc/>
    public void Detail(string message)
    {
        if (wantsDetail)
        {
            Post(cmdlet => cmdlet.WriteVerbose(message));
        }
    }

    /// <inheritdoc/>
    public void Warning(string message) => Post(cmdlet => cmdlet.WriteWarning(message));

    /// <inheritdoc/>
    public void Error(ComfyDepsException exception) => Post(cmdlet => cmdlet.WriteError(exception.ToErrorRecord()));

    /// <inheritdoc/>
    public void Progress(string activity, string status, int done, int total)
    {
        long now = Stopwatch.GetTimestamp();
        long last = Interlocked.Read(ref _lastProgress);
        if (now - last < s_betweenUpdates || Interlocked.CompareExchange(ref _lastProgress, now, last) != last)
        {
            return;
        }

        ProgressRecord record = new(ActivityId, activity, string.IsNullOrEmpty(status) ? " " : status)
        {
            PercentComplete = total > 0 ? (int)Math.Clamp(100L * done / total, 0, 100) : -1,
        };
        Post(cmdlet =>
        {
            _shownActivity = activity;
            cmdlet.WriteProgress(record);
        });
    }

    /// <summary>
    /// Takes the progress away, if any was shown. Called by the pipeline thread when the work is over.
    /// </summary>
    /// <param name="cmdlet">Showed it.</param>
    internal void EndProgress(Cmdlet cmdlet)
    {
        if (_shownActivity is null)
        {
            return;
        }

        ProgressRecord record = new(ActivityId, _shownActivity, " ") { RecordType = ProgressRecordType.Completed };
        try
        {
            cmdlet.WriteProgress(record);
        }
        catch (Exception e) when (e is PipelineStoppedException or InvalidOperationException)
        {
            // A pipeline that is stopped, or being taken down, takes no more writes; its host drops the progress
            // itself.
        }
    }

    /// <summary>What comes when the work is over has nobody to hear it.</summary>
    private void Post(Action<Cmdlet> post) => _ = posts.TryWrite(post);
}
