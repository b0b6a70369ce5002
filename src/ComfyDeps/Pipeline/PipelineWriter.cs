using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Pipeline;

/// <summary>The only way background work may reach the PowerShell streams.</summary>
internal sealed class PipelineWriter(BlockingCollection<Action<Cmdlet>> posts) : IReporter
{
    private const int ActivityId = 0x0C0F;

    /// <summary>Completes once the object has gone down the pipeline, so a slow consumer slows the producer.</summary>
    public async Task WriteObjectAsync(object value, CancellationToken cancellationToken)
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        posts.Add(
            cmdlet =>
            {
                cmdlet.WriteObject(value);
                written.SetResult();
            },
            cancellationToken);
        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void WriteError(ErrorRecord error) => posts.Add(cmdlet => cmdlet.WriteError(error));

    public void Detail(string message) => posts.Add(cmdlet => cmdlet.WriteVerbose(message));

    public void Warning(string message) => posts.Add(cmdlet => cmdlet.WriteWarning(message));

    public void Error(ComfyDepsException exception) => WriteError(exception.ToErrorRecord());

    public void Progress(string activity, string status, int done, int total)
    {
        ProgressRecord record = new(ActivityId, activity, status)
        {
            PercentComplete = total > 0 ? 100 * done / total : -1,
            RecordType = done >= total && total > 0 ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        };
        posts.Add(cmdlet => cmdlet.WriteProgress(record));
    }
}
