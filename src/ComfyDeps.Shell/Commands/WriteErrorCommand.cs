using System;
using System.Management.Automation;

namespace ComfyDeps.Shell.Commands;

/// <summary>Writes an error that does not end the pipeline.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "Message")]
public sealed class WriteErrorCommand : PSCmdlet
{
    /// <summary>The message.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Message")]
    [AllowEmptyString]
    public string Message { get; set; } = string.Empty;

    /// <summary>An exception to report.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Exception")]
    public Exception? Exception { get; set; }

    /// <summary>An error to report again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ErrorRecord")]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <summary>Which error it is.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public string ErrorId { get; set; } = string.Empty;

    /// <summary>What kind of error it is.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public ErrorCategory Category { get; set; } = ErrorCategory.NotSpecified;

    /// <summary>What the error is about.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public object? TargetObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The id is the one of pwsh's own Write-Error, which scripts may look for.
        string id = ErrorId.Length > 0
            ? ErrorId
            : Exception?.GetType().FullName ?? "Microsoft.PowerShell.Commands.WriteErrorException";
        ErrorRecord record = ErrorRecord is not null
            ? new ErrorRecord(ErrorRecord, replaceParentContainsErrorRecordException: null)
            : new ErrorRecord(Exception ?? new RuntimeException(Message), id, Category, TargetObject);
        WriteError(record);
    }
}
