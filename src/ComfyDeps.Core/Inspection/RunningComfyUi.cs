using System;
using System.Collections.Generic;

namespace ComfyDeps.Inspection;

/// <summary>A ComfyUI that runs on the machine that is looked at.</summary>
/// <param name="Arguments">What it was started with.</param>
/// <param name="Folder">The folder that it was started in, or null.</param>
/// <param name="Python">The folder of the Python that runs it, or null.</param>
internal sealed record RunningComfyUi(IReadOnlyList<string> Arguments, string? Folder, string? Python)
{
    /// <summary>The values of an option, in both of the ways in which it can be written.</summary>
    /// <param name="option">The option.</param>
    internal IEnumerable<string> Values(string option)
    {
        for (int i = 0; i < Arguments.Count; i++)
        {
            if (Arguments[i].StartsWith(option + "=", StringComparison.Ordinal))
            {
                yield return Arguments[i][(option.Length + 1)..];
            }

            // One option may be followed by several values.
            for (int j = i + 1; Arguments[i] == option && j < Arguments.Count && !Arguments[j].StartsWith('-'); j++)
            {
                yield return Arguments[j];
            }
        }
    }
}
