using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ComfyDeps.Workflows.Script.Modules;

namespace ComfyDeps.Workflows.Script;

/// <summary>
/// Tells without following a script whether it can lead to a graph: it, or a file that it imports through any number of
/// others, speaks of <c>class_type</c>, of a saved graph's <c>widgets_values</c>, or of node classes that only ComfyUI
/// has.
/// </summary>
internal sealed class GraphMentions(ModuleGraph modules)
{
    /// <summary>Further away stands what a whole program is made of, and not what a file builds a graph with.</summary>
    private const int MaxDistance = 2;

    private static readonly string[] s_words =
    [
        "class_type", "widgets_values", "KSampler", "CLIPTextEncode", "VAEDecode",
        "CheckpointLoaderSimple", "UNETLoader", "VAELoader",
        "SaveImageWebsocket", "EmptyLatentImage",
    ];

    private readonly ConcurrentDictionary<ScriptModule, bool> _mentions = new();

    /// <summary>
    /// True when the file can make a graph: it speaks of graphs, or what it imports does, or what that imports.
    /// </summary>
    public bool LeadsToGraph(ScriptModule module, string root, CancellationToken cancellationToken)
    {
        HashSet<ScriptModule> seen = [module];
        List<ScriptModule> level = [module];
        for (int distance = 0; distance <= MaxDistance; distance++)
        {
            if (level.Exists(Mentions))
            {
                return true;
            }

            level =
                [.. level.SelectMany(next => modules.ImportedBehind(next, root, cancellationToken)).Where(seen.Add)];
        }

        return false;
    }

    /// <summary>True when a text speaks of graphs itself.</summary>
    public static bool Mentions(ReadOnlySpan<char> text)
    {
        foreach (string word in s_words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private bool Mentions(ScriptModule module)
        => _mentions.GetOrAdd(module, static item => Mentions(item.File.Text));
}
