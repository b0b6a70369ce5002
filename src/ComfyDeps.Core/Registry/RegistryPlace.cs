using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ComfyDeps.Registry;

/// <summary>The place of a value in the registry, step by step from the whole.</summary>
/// <param name="Steps">Names of members, and numbers in lists.</param>
internal sealed record RegistryPlace(IReadOnlyList<string> Steps)
{
    private const int LongestShown = 80;

    /// <summary>A place from its steps.</summary>
    /// <param name="steps">Names of members, and numbers in lists.</param>
    internal static RegistryPlace Of(params string[] steps) => new(steps);

    /// <summary>A place further in.</summary>
    /// <param name="steps">The steps from here.</param>
    internal RegistryPlace Then(params string[] steps) => new([.. Steps, .. steps]);

    /// <summary>The step to an item of a list.</summary>
    /// <param name="number">Which one, from 0.</param>
    internal static string Item(int number) => string.Create(CultureInfo.InvariantCulture, $"[{number}]");

    /// <summary>Writes one step as people write it: <c>.name</c>, <c>["other name"]</c> or <c>[3]</c>.</summary>
    /// <param name="place">What was written before.</param>
    /// <param name="step">The step.</param>
    internal static void Append(StringBuilder place, string step)
    {
        bool isNumber = step.Length > 2 && step[0] == '[' && step[^1] == ']' && step[1..^1].All(char.IsAsciiDigit);
        bool isPlain = step.Length > 0 && step.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$');
        _ = isNumber ? place.Append(step)
            : !isPlain ? place.Append('[').Append(Shown(step, '"')).Append(']')
            : place.Length == 0 ? place.Append(step)
            : place.Append('.').Append(step);
    }

    /// <summary>
    /// A value as a message may show it: in quotes, on one line, not too long, and harmless on a terminal.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="quote">The quote.</param>
    internal static string Shown(string value, char quote = '\'')
    {
        StringBuilder text = new();
        text.Append(quote);
        CanonicalJson.AppendEscaped(text, value.Length <= LongestShown ? value : value[..LongestShown] + "…", quote);
        return text.Append(quote).ToString();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder place = new();
        foreach (string step in Steps)
        {
            Append(place, step);
        }

        return place.ToString();
    }
}
