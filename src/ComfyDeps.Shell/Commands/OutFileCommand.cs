using System;
using System.IO;
using System.Management.Automation;
using ComfyDeps.Shell.Objects;

namespace ComfyDeps.Shell.Commands;

/// <summary>Writes the text that the objects' views show to a file; the language's <c>&gt;</c> uses it.</summary>
[Cmdlet(VerbsData.Out, "File", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class OutFileCommand : PSCmdlet, IDisposable
{
    /// <summary>What comes down the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [Alias("Path")]
    public string FilePath { get; set; } = string.Empty;

    /// <summary>The file, with wildcard characters as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = string.Empty;

    /// <summary>The encoding: utf8 (without a mark), utf8BOM, unicode or ascii.</summary>
    [Parameter(Position = 1)]
    [ValidateSet("utf8", "utf8NoBOM", "utf8BOM", "unicode", "ascii")]
    public string Encoding { get; set; } = "utf8";

    /// <summary>Adds to the file.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Leaves alone a file that is there.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Leaves out the ends of lines.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>How wide a line may be.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue - 1)]
    public int? Width { get; set; }

    private StreamWriter? _file;
    private FormattedText? _formatted;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        string path = GetUnresolvedProviderPathFromPSPath(ParameterSetName == "Path" ? FilePath : LiteralPath);
        if (!ShouldProcess(path, "Write to the file"))
        {
            return;
        }

        try
        {
            FileMode mode = Append ? FileMode.Append : NoClobber ? FileMode.CreateNew : FileMode.Create;
            _file = new StreamWriter(new FileStream(path, mode, FileAccess.Write, FileShare.Read), TextEncoding())
            {
                NewLine = NoNewline ? string.Empty : Environment.NewLine,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ErrorCategory category = e is IOException ? ErrorCategory.WriteError : ErrorCategory.PermissionDenied;
            ThrowTerminatingError(new ErrorRecord(e, "FileOpenFailure", category, path));
        }

        _formatted = new FormattedText(this, _file!, Width);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _formatted?.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing() => _formatted?.End();

    /// <inheritdoc/>
    public void Dispose()
    {
        _formatted?.Dispose();
        _file?.Dispose();
    }

    private System.Text.Encoding TextEncoding() => Encoding switch
    {
        "utf8BOM" => new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "unicode" => new System.Text.UnicodeEncoding(),
        "ascii" => System.Text.Encoding.ASCII,
        _ => new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };
}
