using System;
using System.Globalization;
using System.Management.Automation;

namespace ComfyDeps.Binding;

/// <summary>Takes a bare number for a time as days, as its text is taken; the engine would take it as ticks.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DaysAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is int or long or double or decimal
            ? TimeSpan.FromDays(Convert.ToDouble(value, CultureInfo.InvariantCulture))
            : inputData;
    }
}
