using System;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using ComfyDeps.Shell.Objects;

namespace ComfyDeps.Shell.Commands;

/// <summary>Turns JSON text into objects.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
[OutputType(typeof(PSObject))]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    /// <summary>The text; lines are put together.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = string.Empty;

    /// <summary>Gives hashtables instead of objects.</summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>Gives an array as one object.</summary>
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    protected override void ProcessRecord() => _text.AppendLine(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string text = _text.ToString();
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        try
        {
            JsonDocumentOptions options = new()
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = 1024,
            };
            using JsonDocument document = JsonDocument.Parse(text, options);
            WriteObject(JsonText.Parse(document.RootElement, AsHashtable), enumerateCollection: !NoEnumerate);
        }
        catch (JsonException e)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException($"Conversion from JSON failed: {e.Message}", e),
                "InvalidJson",
                ErrorCategory.InvalidData,
                targetObject: null));
        }
    }
}
