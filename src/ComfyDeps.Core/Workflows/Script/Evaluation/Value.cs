using System;
using System.Collections.Generic;
using System.Globalization;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <summary>What an expression can stand for. Primitive values are immutable; the rest lives on the heap.</summary>
internal abstract class Value
{
    /// <summary>Undefined.</summary>
    public static readonly Value Undefined = new NothingValue("undefined");

    /// <summary>Null.</summary>
    public static readonly Value Null = new NothingValue("null");

    /// <summary>True.</summary>
    public static readonly BooleanValue True = new(true);

    /// <summary>False.</summary>
    public static readonly BooleanValue False = new(false);

    /// <summary>The possible values: the items of a union, else the value itself.</summary>
    public ReadOnlySpan<Value> Options => this is UnionValue union ? union.Items : new ReadOnlySpan<Value>(in _self);

    private readonly Value _self;

    /// <summary>Prepares <see cref="Options"/>.</summary>
    protected Value() => _self = this;

    /// <summary>True or false.</summary>
    public static BooleanValue Of(bool value) => value ? True : False;
}

/// <summary>Undefined or null.</summary>
internal sealed class NothingValue(string text) : Value
{
    /// <inheritdoc/>
    public override string ToString() => text;
}

/// <summary>True or false.</summary>
internal sealed class BooleanValue(bool value) : Value
{
    /// <summary>Which of both.</summary>
    public bool Value { get; } = value;

    /// <inheritdoc/>
    public override string ToString() => Value ? "true" : "false";
}

/// <summary>A number; big integers are numbers here.</summary>
internal sealed class NumberValue(double value) : Value
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <summary>As JavaScript writes it, as far as property keys and names need it.</summary>
    public override string ToString() => Format(Value);

    /// <summary>As JavaScript writes a number.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == Math.Floor(value) && Math.Abs(value) < 1e21)
        {
            return value == 0 ? "0" : value.ToString("F0", CultureInfo.InvariantCulture);
        }

        return value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
    }
}

/// <summary>A text and where it is written.</summary>
internal sealed class StringValue(string text, Origin origin) : Value
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>Where it is written.</summary>
    public Origin Origin { get; } = origin;

    /// <summary>
    /// True when the characters from <see cref="Origin"/> on are the text itself, so that a place inside can be named.
    /// </summary>
    public bool IsVerbatim { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>The JSON text of a value, kept as the value.</summary>
internal sealed class JsonTextValue(Value source) : Value
{
    /// <summary>What was made a text, copied at that time.</summary>
    public Value Source { get; } = source;
}

/// <summary>A regular expression.</summary>
internal sealed class PatternValue(string pattern, string flags) : Value
{
    /// <summary>The pattern.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>The flags.</summary>
    public string Flags { get; } = flags;
}

/// <summary>One of several possible values: at least two, none of them a union.</summary>
internal sealed class UnionValue(Value[] items) : Value
{
    private HashSet<Value>? _lookup;

    /// <summary>The possible values.</summary>
    public Value[] Items { get; } = items;

    /// <summary>True when a value is one of them.</summary>
    public bool Has(Value option)
    {
        _lookup ??= ValueSet.Lookup(Items);
        if (_lookup is not null)
        {
            return _lookup.Contains(option);
        }

        foreach (Value item in Items)
        {
            if (Values.Same(item, option))
            {
                return true;
            }
        }

        return false;
    }
}
