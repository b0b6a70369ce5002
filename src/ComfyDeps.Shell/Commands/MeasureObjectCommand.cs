using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Shell.Objects;

namespace ComfyDeps.Shell.Commands;

/// <summary>Counts objects, and sums up their values.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
[OutputType(typeof(PSObject))]
public sealed class MeasureObjectCommand : PSCmdlet
{
    /// <summary>What comes down the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The property whose values are measured; the objects themselves when there is none.</summary>
    [Parameter(Position = 0)]
    public string? Property { get; set; }

    /// <summary>Gives the sum.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>Gives the average.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>Gives the lowest value.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    /// <summary>Gives the highest value.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    private readonly ValueComparer _comparer = new(caseSensitive: false);
    private PropertyExpression? _property;
    private int _count;
    private double _sum;
    private object? _minimum;
    private object? _maximum;

    /// <inheritdoc/>
    protected override void BeginProcessing()
        => _property = Property is null ? null : PropertyExpression.All([Property])[0];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object? value = InputObject is null ? null : _property is null ? InputObject : _property.Value(InputObject);
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (value is null)
        {
            return;
        }

        _count++;
        if (Sum || Average)
        {
            if (!LanguagePrimitives.TryConvertTo(value, out double number))
            {
                _count--;
                WriteError(new ErrorRecord(
                    new PSInvalidCastException($"'{value}' is not a number."),
                    "NotANumber",
                    ErrorCategory.InvalidType,
                    InputObject));
                return;
            }

            _sum += number;
        }

        _minimum = _minimum is null || _comparer.Compare(value, _minimum) < 0 ? value : _minimum;
        _maximum = _maximum is null || _comparer.Compare(value, _maximum) > 0 ? value : _maximum;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PSObject measured = new();
        IEnumerable<(string Name, object? Value)> values =
        [
            ("Count", _count),
            ("Average", Average && _count > 0 ? _sum / _count : null),
            ("Sum", Sum ? _sum : null),
            ("Maximum", Maximum ? _maximum : null),
            ("Minimum", Minimum ? _minimum : null),
            ("Property", Property),
        ];
        foreach ((string name, object? value) in values)
        {
            measured.Properties.Add(new PSNoteProperty(name, value));
        }

        WriteObject(measured);
    }
}
