using System;
using System.IO;
using System.Management.Automation;
using ComfyDeps.Shell.Objects;

namespace ComfyDeps.Shell.Commands;

/// <summary>Gives objects as the text that their views show.</summary>
[Cmdlet(VerbsData.Out, "String")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : PSCmdlet, IDisposable
{
    /// <summary>What comes down the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>How wide a line may be.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue - 1)]
    public int? Width { get; set; }

    /// <summary>Gives each line as a string of its own.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Leaves out the ends of lines.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    private readonly StringWriter _text = new();
    private FormattedText? _formatted;

    /// <inheritdoc/>
    protected override void BeginProcessing() => _formatted = new FormattedText(this, _text, Width);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _formatted!.Add(InputObject);
        if (Stream)
        {
            GiveLines();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _formatted!.End();
        if (Stream)
        {
            GiveLines();
        }
        else
        {
            string text = _text.ToString();
            WriteObject(NoNewline ? text.Replace(Environment.NewLine, string.Empty, StringComparison.Ordinal) : text);
        }
    }

    private void GiveLines()
    {
        using StringReader lines = new(_text.ToString());
        _text.GetStringBuilder().Clear();
        while (lines.ReadLine() is string line)
        {
            WriteObject(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _formatted?.Dispose();
        _text.Dispose();
    }
}
