using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Shell.Objects;

namespace ComfyDeps.Shell.Commands;

/// <summary>Turns objects into JSON text.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    /// <summary>What is turned into JSON; several objects become one array.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>How many levels below the first are objects; deeper ones are text.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    /// <summary>Leaves white space out.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>Writes the names of enum values instead of their numbers.</summary>
    [Parameter]
    public SwitchParameter EnumsAsStrings { get; set; }

    /// <summary>Writes an array for a single object, too.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    private readonly List<object?> _objects = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => _objects.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        object? value = _objects.Count == 1 && !AsArray ? _objects[0] : _objects;

        // The array around several objects is no level of them.
        int depth = ReferenceEquals(value, _objects) ? Depth + 1 : Depth;
        WriteObject(JsonText.Render(value, depth, Compress, EnumsAsStrings));
    }
}
