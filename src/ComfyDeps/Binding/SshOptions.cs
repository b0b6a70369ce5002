using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;

namespace ComfyDeps.Binding;

/// <summary>Takes the options of SSH out of a hashtable.</summary>
internal static class SshOptions
{
    /// <summary>Each option by its name; what they may be is judged where they are used.</summary>
    /// <param name="options">As given.</param>
    internal static IReadOnlyDictionary<string, string> From(Hashtable options)
    {
        SortedDictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry option in options)
        {
            texts[Convert.ToString(option.Key, CultureInfo.InvariantCulture) ?? string.Empty] =
                Convert.ToString(option.Value, CultureInfo.InvariantCulture) ?? string.Empty;
        }

        return texts;
    }
}
