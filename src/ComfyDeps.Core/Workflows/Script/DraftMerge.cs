using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ComfyDeps.Workflows.Script.Modules;

namespace ComfyDeps.Workflows.Script;

/// <summary>Puts together what was found several times, and makes documents of it.</summary>
internal static class DraftMerge
{
    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<WorkflowDocument> Documents(
        List<WorkflowDraft> drafts, ScriptModule module, string path, bool isNamed, ModuleReach reach)
    {
        List<WorkflowDraft> found = [.. drafts.Where(draft => draft.Nodes.HasKnownClass)];
        List<WorkflowDraft> own = [.. found.Where(draft => IsOwn(draft, module, isNamed, reach))];
        List<WorkflowDraft> kept = Distinct(own.Count > 0 || !isNamed ? own : found);
        Adopt(kept, [.. drafts.Where(draft => draft.IsDefinition).Select(draft => draft.Definition!)]);
        List<WorkflowDocument> documents = [];
        foreach (WorkflowDraft draft in kept.OrderBy(draft => draft.Offset))
        {
            documents.Add(Document(draft, path));
        }

        return documents;
    }

    /// <summary>
    /// True when it is made in this file and not only handed on: a class or model is written here, a JSON workflow is
    /// changed here, or nodes that others make are put together here.
    /// </summary>
    private static bool IsOwn(WorkflowDraft draft, ScriptModule module, bool isNamed, ModuleReach reach)
    {
        string prefix = module.File.Name + ":";
        bool IsHere(NodeValue value) => value.Occurrence?.StartsWith(prefix, StringComparison.Ordinal) == true;
        if (draft.Nodes.Nodes.Any(node => ReferenceEquals(node.Origin.File, module.File)
            || node.Origin.File?.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true
            || node.Values.Any(value => IsHere(value) && GraphText.IsModelFile(value.Text))))
        {
            return true;
        }

        if (isNamed)
        {
            return draft.Nodes.Nodes.Any(node => node.Values.Any(IsHere));
        }

        // A graph that is written here of nodes that helpers make, or of classes that each stand in a file of their
        // own.
        int files = draft.Nodes.Nodes.Select(node => node.Origin.File).Distinct().Count();
        return draft.Nodes.Files.Contains(module.File) || (files > 1 && draft.Nodes.Nodes.Count <= files * 2)
            || GivesModels(draft, module, reach);
    }

    /// <summary>
    /// True when models that the builder itself does not know are given to it here, and by no file on the way.
    /// </summary>
    private static bool GivesModels(WorkflowDraft draft, ScriptModule module, ModuleReach reach)
    {
        HashSet<string> known = [];
        HashSet<string> builders = [];
        HashSet<string> givers = [];
        foreach (SourceFile file in draft.Nodes.Nodes.Select(node => node.Origin.File).OfType<SourceFile>().Distinct())
        {
            known.UnionWith(reach.From(file));
            builders.Add(file.Name);
        }

        foreach (NodeValue value in draft.Nodes.Nodes.SelectMany(node => node.Values))
        {
            if (!value.IsUnknown
                && value.Occurrence is { } place
                && GraphText.IsModelFile(value.Text)
                && !known.Contains(FileOf(place)))
            {
                givers.Add(FileOf(place));
            }
        }

        return givers.Count > 0 && reach.BringsTogether(module, builders, givers);
    }

    /// <summary>The file of a place that is written <c>file:line:column</c>.</summary>
    private static string FileOf(string place)
    {
        int column = place.LastIndexOf(':');
        int line = column > 0 ? place.LastIndexOf(':', column - 1) : -1;
        return line > 0 ? place[..line] : place;
    }

    /// <summary>
    /// A builder and a definition's graph made with it are one workflow; a private function's is its own only when it
    /// has something that no other has.
    /// </summary>
    private static List<WorkflowDraft> Distinct(List<WorkflowDraft> drafts)
    {
        List<WorkflowDraft> kept = [];
        foreach (WorkflowDraft draft in drafts
            .OrderByDescending(draft => draft.IsExport)
            .ThenByDescending(draft => draft.Places.Count))
        {
            WorkflowDraft? around = kept.Find(other => draft.Places.IsSubsetOf(other.Places) && Fits(draft, other));
            if (around is null)
            {
                if (draft.IsExport || !draft.Places.IsSubsetOf(kept.SelectMany(other => other.Places)))
                {
                    kept.Add(draft);
                }
            }
            else
            {
                around.Definition ??= draft.Definition;
                if (draft.IsExport)
                {
                    around.Absorbed.Add(draft);
                }
            }
        }

        return kept;
    }

    private static bool Fits(WorkflowDraft part, WorkflowDraft whole)
        => part.Definition is null
            ? !part.IsExport || part.Places.Count == whole.Places.Count
            : whole.Definition is null || whole.Definition.Name == part.Definition.Name;

    /// <summary>A definition without a graph of its own describes the only builder beside it.</summary>
    private static void Adopt(List<WorkflowDraft> drafts, List<Definition> definitions)
    {
        List<Definition> free = [.. definitions.Where(definition => definition.Needs.Count > 0
            && drafts.TrueForAll(draft => draft.Definition?.Name != definition.Name))];
        if (free.Count == 1 && drafts is [{ Definition: null } only])
        {
            only.Definition = free[0];
        }
    }

    private static WorkflowDocument Document(WorkflowDraft draft, string path)
    {
        Dictionary<(string, string), GraphNodes.Found> nodes = [];
        foreach (GraphNodes.Found node in draft.Absorbed.Prepend(draft).SelectMany(part => part.Nodes.Nodes))
        {
            (string, string) key = (node.Type, node.Origin.ToString());
            if (!nodes.TryAdd(key, node))
            {
                node.Values.ForEach(nodes[key].Add);
            }
        }

        List<WorkflowNode> made = [.. nodes.Values.Select(Node)];
        IReadOnlyList<DeclaredNeed> needs = draft.Definition?.Needs ?? [];
        return new WorkflowDocument
        {
            Name = draft.Definition?.Name ?? draft.Name,
            Path = Path.GetFullPath(path),
            Format = WorkflowFormat.Script,
            Nodes = made,
            DeclaredNeeds = needs,
            Warnings = NeedWarnings.Of(needs, made),
        };
    }

    private static WorkflowNode Node(GraphNodes.Found node) => new()
    {
        ClassType = node.Type,
        Occurrence = node.Origin.ToString(),
        IsActive = node.IsActive,
        IsUnknown = node.IsUnknown,
        Values = node.Values,
    };
}
