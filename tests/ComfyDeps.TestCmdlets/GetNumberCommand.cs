using System.Management.Automation;
using ComfyDeps.Pipeline;

namespace ComfyDeps.TestCmdlets;

/// <summary>The bridge's first form.</summary>
[Cmdlet(VerbsCommon.Get, "Number")]
[OutputType(typeof(string))]
public sealed class GetNumberCommand : ComfyDepsCmdlet
{
    /// <summary>How many.</summary>
    [Parameter]
    public int Count { get; set; } = 10;

    /// <summary>How long each takes.</summary>
    [Parameter]
    public int Delay { get; set; }

    /// <summary>Where the core explains a failure.</summary>
    [Parameter]
    public int FailAt { get; set; }

    /// <summary>Where something fails that nobody expected.</summary>
    [Parameter]
    public int CrashAt { get; set; }

    /// <summary>Reports everything there is to report.</summary>
    [Parameter]
    public SwitchParameter Chatty { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
        => WriteEach((reporter, stop) => Work.Numbers(new(Count, Delay, FailAt, CrashAt, Chatty), reporter, stop));
}
