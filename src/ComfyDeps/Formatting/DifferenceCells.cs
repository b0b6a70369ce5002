using System;
using System.Linq;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of <see cref="EnvironmentDifference"/>.</summary>
public static class DifferenceCells
{
    /// <summary>What each environment has, one after the other.</summary>
    /// <param name="difference">The difference.</param>
    /// <returns>The cell.</returns>
    public static string Values(EnvironmentDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return string.Join(
            ", ",
            difference.Values.OrderBy(static value => value.Key, StringComparer.Ordinal)
                .Select(static value => $"{Format.Text(value.Key)}: {(string.IsNullOrEmpty(value.Value) ? "not there" : Format.Commit(value.Value))}"));
    }
}
