using System;
using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <summary>Sets of values.</summary>
internal static class Values
{
    /// <summary>Either of both.</summary>
    public static Value Join(Value first, Value second)
    {
        if (ReferenceEquals(first, second))
        {
            return first;
        }

        List<Value>? items = null;
        foreach (Value option in second.Options)
        {
            if (Has(first, option))
            {
                continue;
            }

            items ??= [.. first.Options];
            if (items.Count < Budget.MaxSet)
            {
                items.Add(option);
            }
        }

        return items is null || items.Count == first.Options.Length ? first : Of(items);
    }

    /// <summary>Either of both, where one may be missing.</summary>
    public static Value? JoinOptional(Value? first, Value? second)
        => first is null ? second : second is null ? first : Join(first, second);

    /// <summary>One of all; undefined when there are none.</summary>
    public static Value JoinAll(IEnumerable<Value> values)
    {
        ValueSet set = new();
        foreach (Value value in values)
        {
            set.Add(value);
        }

        return set.ToValue();
    }

    /// <summary>One of the options of a list without doubles.</summary>
    public static Value Of(List<Value> items) => items.Count switch
    {
        0 => Value.Undefined,
        1 => items[0],
        _ => new UnionValue([.. items]),
    };

    /// <summary>True when both are one and the same value.</summary>
    public static bool Same(Value first, Value second)
    {
        if (ReferenceEquals(first, second))
        {
            return true;
        }

        return (first, second) switch
        {
            (StringValue a, StringValue b) => a.Origin == b.Origin && a.Text == b.Text,
            (NumberValue a, NumberValue b) => a.Value.Equals(b.Value),
            (UnknownValue a, UnknownValue b) => IsSameUnknown(a, b),
            _ => false,
        };
    }

    /// <summary>True when the value is undefined or null, whatever the reason.</summary>
    public static bool IsNothing(Value value) => value is NothingValue;

    /// <summary>True when the value is undefined: written so, or a property that may be missing.</summary>
    public static bool IsUndefined(Value value) => value is NothingValue && !ReferenceEquals(value, Value.Null);

    /// <summary>Whether the value counts as true; null when that is not known.</summary>
    public static bool? Truth(Value value)
    {
        bool? result = null;
        bool isFirst = true;
        foreach (Value option in value.Options)
        {
            bool? truth = option switch
            {
                NothingValue => false,
                BooleanValue boolean => boolean.Value,
                NumberValue number => number.Value != 0 && !double.IsNaN(number.Value),
                StringValue text => text.Text.Length > 0,
                UnknownValue { Kind: UnknownKind.Link } => true,
                UnknownValue => null,
                _ => true,
            };
            if (truth is null || (!isFirst && truth != result))
            {
                return null;
            }

            result = truth;
            isFirst = false;
        }

        return result;
    }

    /// <summary>The options for which a condition holds; null when there is none.</summary>
    public static Value? Where(Value value, Func<Value, bool> condition)
    {
        if (value is not UnionValue)
        {
            return condition(value) ? value : null;
        }

        List<Value> items = [];
        foreach (Value option in value.Options)
        {
            if (condition(option))
            {
                items.Add(option);
            }
        }

        return items.Count == 0 ? null : Of(items);
    }

    /// <summary>The name of a property that a value stands for; null when it is not known.</summary>
    public static string? KeyOf(Value value) => value switch
    {
        StringValue text => text.Text,
        NumberValue or BooleanValue or NothingValue => value.ToString(),
        _ => null,
    };

    private static bool Has(Value value, Value option)
        => value is UnionValue union ? union.Has(option) : Same(value, option);

    private static bool IsSameUnknown(UnknownValue a, UnknownValue b)
        => a.Kind == b.Kind && a.Origin == b.Origin && a.Text == b.Text
            && (a.Kind != UnknownKind.Any
                || (a.Properties.Count == 0 && b.Properties.Count == 0 && a.Children.Count == 0));
}
