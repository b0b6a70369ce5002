using System;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.TestCmdlets;

/// <summary>The smallest cmdlet that generates a file.</summary>
[Cmdlet(VerbsData.Export, "Note", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNoteCommand : ExportCmdlet
{
    /// <summary>What to say.</summary>
    [Parameter]
    public string Text { get; set; } = "note";

    /// <summary>Makes a program of it.</summary>
    [Parameter]
    public SwitchParameter Program { get; set; }

    /// <summary>Where the core explains a failure.</summary>
    [Parameter]
    public SwitchParameter Fail { get; set; }

    /// <inheritdoc/>
    protected override string DefaultFileName => "note.txt";

    /// <inheritdoc/>
    protected override string Action => "Write the note";

    /// <inheritdoc/>
    protected override bool IsExecutable => Program;

    /// <inheritdoc/>
    protected override async Task<string> RenderAsync(
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        await Task.Yield();
        if (Fail)
        {
            throw new ComfyDepsException(ErrorCode.PinNotVerified, "A pin is not verified.", "pin", "Verify it.");
        }

        string inputs = options.Inputs is null ? "all" : options.Inputs.Count.ToString(CultureInfo.InvariantCulture);
        return $"# {GeneratedFile.Mark}\n{Text}\n{inputs} {options.MaximumAge.TotalDays}\n";
    }
}
