using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <summary>
/// Collects the values that something may have, each once, and no more than <see cref="Budget.MaxSet"/>.
/// </summary>
internal sealed class ValueSet
{
    private const int Few = 12;
    private static readonly SameComparer s_same = new();
    private readonly List<Value> _items = [];
    private HashSet<Value>? _known;

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>True when no more is taken.</summary>
    public bool IsFull => _items.Count >= Budget.MaxSet;

    /// <summary>One of those that were added; undefined when there are none.</summary>
    public Value ToValue() => Values.Of(_items);

    /// <summary>Adds each possibility of a value.</summary>
    public void Add(Value value)
    {
        foreach (Value option in value.Options)
        {
            AddOption(option);
        }
    }

    /// <summary>A set of values that is fast to ask, or null when looking at each is as fast.</summary>
    public static HashSet<Value>? Lookup(Value[] items)
        => items.Length <= Few ? null : new HashSet<Value>(items, s_same);

    private void AddOption(Value option)
    {
        if (IsFull || Has(option))
        {
            return;
        }

        _items.Add(option);
        if (_known is not null)
        {
            _known.Add(option);
        }
        else if (_items.Count > Few)
        {
            _known = new HashSet<Value>(_items, s_same);
        }
    }

    private bool Has(Value option)
    {
        if (_known is not null)
        {
            return _known.Contains(option);
        }

        foreach (Value item in _items)
        {
            if (Values.Same(item, option))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class SameComparer : IEqualityComparer<Value>
    {
        public bool Equals(Value? x, Value? y) => Values.Same(x!, y!);

        // Values that are the same have one place, so that their texts need not be read.
        public int GetHashCode(Value obj) => obj switch
        {
            StringValue text => HashCode.Combine(text.Origin.Offset, text.Text.Length),
            NumberValue number => number.Value.GetHashCode(),
            UnknownValue unknown => unknown.Origin.Offset,
            _ => RuntimeHelpers.GetHashCode(obj),
        };
    }
}
