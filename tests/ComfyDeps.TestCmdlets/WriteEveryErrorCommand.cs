using System.Management.Automation;
using ComfyDeps.Pipeline;

namespace ComfyDeps.TestCmdlets;

/// <summary>Gives every error code's record, as the module would write it.</summary>
[Cmdlet(VerbsCommunications.Write, "EveryError")]
public sealed class WriteEveryErrorCommand : ComfyDepsCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
        => WriteEach((reporter, _) => Errors(reporter));

    private static async System.Collections.Generic.IAsyncEnumerable<string> Errors(IReporter reporter)
    {
        foreach (ErrorCode code in System.Enum.GetValues<ErrorCode>())
        {
            reporter.Error(new ComfyDepsException(code, $"message of {code}", $"target of {code}", $"hint of {code}"));
            yield return code.ToString();
        }

        await System.Threading.Tasks.Task.CompletedTask.ConfigureAwait(false);
    }
}
