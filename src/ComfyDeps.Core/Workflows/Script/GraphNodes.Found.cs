using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script;

/// <content>What is found.</content>
internal sealed partial class GraphNodes
{
    /// <summary>A class at a place, and the values of all nodes that are made there.</summary>
    internal sealed class Found(string type, Origin origin, bool isUnknown)
    {
        private readonly HashSet<(string?, int, string, string?)> _seen = [];

        /// <summary>The class, or the expression that gives it.</summary>
        public string Type { get; } = type;

        /// <summary>Where it is written.</summary>
        public Origin Origin { get; } = origin;

        /// <summary>True when it is only known at run time.</summary>
        public bool IsUnknown { get; } = isUnknown;

        /// <summary>False when each node that is made there is switched off.</summary>
        public bool IsActive { get; set; } = true;

        /// <summary>True once a node of a saved graph was taken.</summary>
        public bool IsSeen { get; set; }

        /// <summary>The texts of its inputs.</summary>
        public List<NodeValue> Values { get; } = [];

        /// <summary>Adds a text unless it is there.</summary>
        public void Add(NodeValue value)
        {
            if (_seen.Add((value.Name, value.Position, value.Text, value.Occurrence)))
            {
                Values.Add(value);
            }
        }
    }
}
