using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ComfyDeps.Shell.Objects;

namespace ComfyDeps.Shell.Commands;

/// <summary>Takes some of the objects, or some of their properties.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
[OutputType(typeof(PSObject))]
public sealed class SelectObjectCommand : PSCmdlet
{
    /// <summary>What comes down the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Which properties are taken.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public object[]? Property { get; set; }

    /// <summary>The property whose value is given instead of the object.</summary>
    [Parameter]
    public string? ExpandProperty { get; set; }

    /// <summary>Which properties are left out.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] ExcludeProperty { get; set; } = [];

    /// <summary>How many from the start; then the commands before this one are stopped.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>How many from the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>How many are passed over.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>Gives each different object once.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    private readonly Queue<PSObject> _last = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private PropertyExpression[] _properties = [];
    private int _skipped;
    private int _given;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _properties = PropertyExpression.All(Property);
        if (First == 0 && Last is null)
        {
            UpstreamStop.Request(this);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || First == 0)
        {
            return;
        }

        if (Last is int last)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > last + Skip)
            {
                _last.Dequeue();
            }

            return;
        }

        if (_skipped < Skip)
        {
            _skipped++;
        }
        else if (First is null || _given < First)
        {
            Give(InputObject);
            if (_given == First)
            {
                UpstreamStop.Request(this);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_last.Count > Skip && Last is not null)
        {
            Give(_last.Dequeue());
        }
    }

    private void Give(PSObject input)
    {
        PSObject selected = Selected(input);
        if (Unique && !_seen.Add(Key(selected)))
        {
            return;
        }

        // Counted before it is written: what comes after may stop this command.
        _given++;
        if (ExpandProperty is null)
        {
            WriteObject(selected);
        }
        else if (input.Properties[ExpandProperty] is PSPropertyInfo property)
        {
            WriteObject(property.Value, enumerateCollection: true);
        }
        else if (input.BaseObject is IDictionary table && table.Contains(ExpandProperty))
        {
            WriteObject(table[ExpandProperty], enumerateCollection: true);
        }
        else
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found."),
                "ExpandPropertyNotFound",
                ErrorCategory.InvalidArgument,
                input));
        }
    }

    private PSObject Selected(PSObject input)
    {
        if (_properties.Length == 0 && ExcludeProperty.Length == 0)
        {
            return input;
        }

        PropertyExpression[] properties = _properties.Length > 0 ? _properties : PropertyExpression.All(["*"]);
        PSObject selected = new();
        selected.TypeNames.Insert(0, $"Selected.{input.BaseObject.GetType()}");
        foreach ((string name, object? value) in properties.SelectMany(p => p.Values(input)))
        {
            bool isExcluded = ExcludeProperty.Any(
                e => WildcardPattern.Get(e, WildcardOptions.IgnoreCase).IsMatch(name));
            if (!isExcluded && selected.Properties[name] is null)
            {
                selected.Properties.Add(new PSNoteProperty(name, value));
            }
        }

        return selected;
    }

    private static string Key(PSObject value) => JsonText.Render(value, depth: 1, compress: true, enumsAsStrings: true);
}
