using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ComfyDeps.Shell.Objects;

namespace ComfyDeps.Shell.Commands;

/// <summary>Gathers objects that have the same values.</summary>
[Cmdlet(VerbsData.Group, "Object")]
[OutputType(typeof(PSObject))]
public sealed class GroupObjectCommand : PSCmdlet
{
    /// <summary>What comes down the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to group by; the objects themselves when there is none.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>Leaves the members out.</summary>
    [Parameter]
    public SwitchParameter NoElement { get; set; }

    private readonly Dictionary<string, List<PSObject>> _groups = new(StringComparer.OrdinalIgnoreCase);
    private PropertyExpression[] _properties = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _properties = PropertyExpression.All(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        IEnumerable<object?> values = _properties.Length == 0
            ? [InputObject]
            : _properties.Select(p => p.Value(InputObject));
        string name = string.Join(", ", values.Select(static value => LanguagePrimitives.ConvertTo<string>(value)));
        if (!_groups.TryGetValue(name, out List<PSObject>? members))
        {
            members = [];
            _groups.Add(name, members);
        }

        members.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach ((string name, List<PSObject> members) in _groups.OrderBy(
            static g => g.Key, StringComparer.OrdinalIgnoreCase))
        {
            PSObject group = new();
            group.Properties.Add(new PSNoteProperty("Count", members.Count));
            group.Properties.Add(new PSNoteProperty("Name", name));
            if (!NoElement)
            {
                group.Properties.Add(new PSNoteProperty("Group", members.ToArray()));
            }

            WriteObject(group);
        }
    }
}
