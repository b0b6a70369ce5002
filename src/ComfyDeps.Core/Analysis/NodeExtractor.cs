using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows;

namespace ComfyDeps.Analysis;

/// <summary>WorkflowDocument → the distinct node classes that it uses.</summary>
internal static class NodeExtractor
{
    /// <summary>The node classes of a workflow, in the order of their first use.</summary>
    /// <param name="document">The workflow.</param>
    public static IReadOnlyList<NodeNeed> Extract(WorkflowDocument document)
    {
        Dictionary<(string Class, bool IsUnknown), Uses> byClass = [];
        List<Uses> inOrder = [];
        for (int i = 0; i < document.Nodes.Count; i++)
        {
            WorkflowNode node = document.Nodes[i];
            if (!byClass.TryGetValue((node.ClassType, node.IsUnknown), out Uses? uses))
            {
                uses = new Uses(node.ClassType, node.IsUnknown);
                byClass.Add((node.ClassType, node.IsUnknown), uses);
                inOrder.Add(uses);
            }

            uses.Add(node, i);
        }

        return [.. inOrder.Select(static uses => uses.ToNeed())];
    }

    private sealed class Uses(string classType, bool isUnknown)
    {
        private readonly List<string> _occurrences = [];
        private readonly List<RecordedUse> _recorded = [];
        private bool _required;

        public void Add(WorkflowNode node, int index)
        {
            _occurrences.Add(node.Occurrence);
            _required |= node.IsActive;
            if (node.Recorded is not RecordedPack pack)
            {
                return;
            }

            int at = _recorded.FindIndex(use => use.Pack == pack);
            if (at < 0)
            {
                _recorded.Add(new RecordedUse(pack, 1, index));
            }
            else
            {
                _recorded[at] = new RecordedUse(pack, _recorded[at].Count + 1, index);
            }
        }

        public NodeNeed ToNeed() => new()
        {
            ClassType = classType,
            IsUnknown = isUnknown,
            Required = _required,
            Occurrences = _occurrences,
            Recorded = _recorded,
        };
    }
}
