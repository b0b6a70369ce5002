using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using ComfyDeps.Workflows.Script.Modules;

namespace ComfyDeps.Workflows.Script;

/// <summary>
/// Tells without following a script whether it can lead to a graph: it, or a file that it imports through any number of
/// others, speaks of <c>class_type</c>, of a saved graph's <c>widgets_values</c>, or of node classes that only ComfyUI has.
/// </summary>
internal sealed class GraphMentions(ModuleGraph modules)
{
    private static readonly string[] s_words =
    [
        "class_type", "widgets_values", "KSampler", "CLIPTextEncode", "VAEDecode", "CheckpointLoaderSimple", "UNETLoader", "VAELoader",
        "SaveImageWebsocket", "EmptyLatentImage",
    ];

    private readonly ConcurrentDictionary<ScriptModule, bool> _mentions = new();

    /// <summary>True when the file can lead to a graph.</summary>
    public bool LeadsToGraph(ScriptModule module, string root, CancellationToken cancellationToken)
    {
        HashSet<ScriptModule> seen = [module];
        Stack<ScriptModule> open = new([module]);
        while (open.TryPop(out ScriptModule? next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Mentions(next))
            {
                return true;
            }

            foreach (string source in next.Sources)
            {
                if (seen.Count < Budget.MaxModules && modules.Resolve(source, next, root) is { } path
                    && modules.Load(path, root, cancellationToken) is { } imported && seen.Add(imported))
                {
                    open.Push(imported);
                }
            }
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
