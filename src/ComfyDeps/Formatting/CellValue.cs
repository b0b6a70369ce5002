using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace ComfyDeps.Formatting;

/// <summary>
/// Reads what a cell is made of by name, so that a copy of an object from another session (<c>Invoke-Command</c>) is
/// shown as the object itself would be.
/// </summary>
internal static class CellValue
{
    /// <summary>A property, or null.</summary>
    /// <param name="item">The object or its copy.</param>
    /// <param name="name">The property.</param>
    internal static object? Of(object item, string name)
        => PSObject.AsPSObject(item).Properties[name]?.Value is object value
            ? (value as PSObject)?.BaseObject ?? value
            : null;

    /// <summary>A property as text; null where it is absent or empty.</summary>
    /// <param name="item">The object or its copy.</param>
    /// <param name="name">The property.</param>
    internal static string? Text(object item, string name)
        => Of(item, name)?.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A property that is a list, as texts.</summary>
    /// <param name="item">The object or its copy.</param>
    /// <param name="name">The property.</param>
    internal static IReadOnlyList<string> Texts(object item, string name)
        => Of(item, name) is System.Collections.IEnumerable list and not string
            ? [.. list.Cast<object?>().Select(static one => one?.ToString() ?? string.Empty)]
            : [];
}
