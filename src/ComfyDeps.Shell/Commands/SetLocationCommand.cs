using System.Management.Automation;

namespace ComfyDeps.Shell.Commands;

/// <summary>Goes to another folder.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class SetLocationCommand : PSCmdlet
{
    /// <summary>The folder; without one, the home folder.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    public string Path { get; set; } = "~";

    /// <summary>The folder, with wildcard characters as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = string.Empty;

    /// <summary>Gives where it went.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string target = ParameterSetName == "Path" ? Path : WildcardPattern.Escape(LiteralPath);
        PathInfo location = SessionState.Path.SetLocation(target);
        if (PassThru)
        {
            WriteObject(location);
        }
    }
}
