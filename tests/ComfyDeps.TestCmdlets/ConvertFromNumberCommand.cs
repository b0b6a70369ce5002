using System.Management.Automation;
using ComfyDeps.Pipeline;

namespace ComfyDeps.TestCmdlets;

/// <summary>The bridge's second form.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Number")]
[OutputType(typeof(string))]
public sealed class ConvertFromNumberCommand : ComfyDepsCmdlet
{
    private StreamInput<string>? _stream;

    /// <summary>What is fed.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public string InputObject { get; set; } = string.Empty;

    /// <summary>Where the work fails, with input still coming.</summary>
    [Parameter]
    public int StopAfter { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
        => _stream = StartStream<string, string>((input, _, stop) => Work.Echo(input, StopAfter, stop));

    /// <inheritdoc/>
    protected override void ProcessRecord() => _stream!.Feed(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing() => _stream!.Complete();
}
