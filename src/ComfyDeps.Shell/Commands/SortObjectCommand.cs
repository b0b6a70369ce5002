using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ComfyDeps.Shell.Objects;

namespace ComfyDeps.Shell.Commands;

/// <summary>Puts objects in order; equal ones keep theirs.</summary>
[Cmdlet("Sort", "Object")]
[OutputType(typeof(PSObject))]
public sealed class SortObjectCommand : PSCmdlet
{
    /// <summary>What comes down the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to sort by; the objects themselves when there is none.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>Sorts from high to low.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Gives the first of equal objects only.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>Keeps upper and lower case apart.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    private readonly List<PSObject> _objects = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _objects.Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ValueComparer comparer = new(CaseSensitive);
        PropertyExpression[] keys = PropertyExpression.All(Property);
        (PSObject Object, object?[] Keys)[] rows =
            [.. _objects.Select(item => (item, keys.Length == 0 ? [item] : keys.Select(k => k.Value(item)).ToArray()))];
        IOrderedEnumerable<(PSObject Object, object?[] Keys)> ordered = rows.Order(
            Comparer<(PSObject Object, object?[] Keys)>.Create((x, y) => Compare(x.Keys, y.Keys, keys, comparer)));
        object?[]? previous = null;
        foreach ((PSObject item, object?[] values) in ordered)
        {
            if (!Unique || previous is null || Compare(previous, values, keys, comparer) != 0)
            {
                WriteObject(item);
            }

            previous = values;
        }
    }

    private int Compare(object?[] x, object?[] y, PropertyExpression[] keys, ValueComparer comparer)
    {
        for (int i = 0; i < x.Length; i++)
        {
            int order = comparer.Compare(x[i], y[i]);
            if (order != 0)
            {
                return Descending || (keys.Length > 0 && keys[i].IsDescending) ? -order : order;
            }
        }

        return 0;
    }
}
