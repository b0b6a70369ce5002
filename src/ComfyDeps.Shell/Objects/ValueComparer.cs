using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace ComfyDeps.Shell.Objects;

/// <summary>Compares as the language does: numbers by value, text without regard to case, nothing first.</summary>
internal sealed class ValueComparer(bool caseSensitive) : IComparer<object?>, IEqualityComparer<object?>
{
    /// <inheritdoc/>
    public int Compare(object? x, object? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        try
        {
            return LanguagePrimitives.Compare(x, y, !caseSensitive);
        }
        catch (ArgumentException)
        {
            // Not comparable with each other: by their text, as Sort-Object does.
            return string.Compare(
                x.ToString(),
                y.ToString(),
                caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <inheritdoc/>
    public new bool Equals(object? x, object? y) => Compare(x, y) == 0;

    /// <inheritdoc/>
    public int GetHashCode(object? obj)
        => StringComparer.OrdinalIgnoreCase.GetHashCode(obj?.ToString() ?? string.Empty);
}
