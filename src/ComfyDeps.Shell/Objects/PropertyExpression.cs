using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;

namespace ComfyDeps.Shell.Objects;

/// <summary>
/// One of the ways to name a property: its name, a wildcard, a script block, or a table of name and expression.
/// </summary>
internal sealed class PropertyExpression
{
    private readonly string? _name;
    private readonly ScriptBlock? _script;

    private PropertyExpression(object expression)
    {
        object value = expression is PSObject wrapped ? wrapped.BaseObject : expression;
        string? label = null;
        if (value is IDictionary table)
        {
            label = Entry(table, "name", "label", "n", "l")?.ToString();
            IsDescending = LanguagePrimitives.IsTrue(Entry(table, "descending"));
            value = Entry(table, "expression", "e")
                ?? throw new PSArgumentException("A calculated property needs an Expression.");
            value = value is PSObject inner ? inner.BaseObject : value;
        }

        _script = value as ScriptBlock;
        _name = _script is null ? value.ToString() : null;
        Label = label ?? _name ?? _script!.ToString();
    }

    /// <summary>What the value is called.</summary>
    internal string Label { get; }

    /// <summary>Whether a table says to sort downwards.</summary>
    internal bool IsDescending { get; }

    internal static PropertyExpression[] All(object[]? expressions)
        => [.. (expressions ?? []).Select(static expression => new PropertyExpression(expression))];

    /// <summary>The value for one object; null where it has no such property.</summary>
    /// <param name="input">The object.</param>
    /// <returns>The value.</returns>
    internal object? Value(PSObject input)
        => _script is not null
            ? Single(_script.InvokeWithContext([], [new PSVariable("_", input)]))
            : input.Properties[_name]?.Value ?? Item(input);

    /// <summary>Names and values: several for a wildcard.</summary>
    /// <param name="input">The object.</param>
    /// <returns>The pairs.</returns>
    internal IEnumerable<(string Name, object? Value)> Values(PSObject input)
    {
        if (_name is null || !WildcardPattern.ContainsWildcardCharacters(_name))
        {
            yield return (Label, Value(input));
            yield break;
        }

        WildcardPattern pattern = WildcardPattern.Get(_name, WildcardOptions.IgnoreCase);
        foreach (PSPropertyInfo property in input.Properties.Where(p => pattern.IsMatch(p.Name)))
        {
            yield return (property.Name, property.Value);
        }
    }

    private static object? Single(Collection<PSObject> results) => results.Count switch
    {
        0 => null,
        1 => results[0],
        _ => results,
    };

    private static object? Entry(IDictionary table, params string[] names)
        => table.Keys.Cast<object>()
            .Where(key => names.Contains(key.ToString(), StringComparer.OrdinalIgnoreCase))
            .Select(key => table[key])
            .FirstOrDefault();

    private object? Item(PSObject input)
        => input.BaseObject is IDictionary table && table.Contains(_name!) ? table[_name!] : null;
}
