using System.Collections.Generic;
using ComfyDeps.Workflows;

namespace ComfyDeps.Analysis;

/// <summary>What one workflow needs, before anybody is asked who provides it.</summary>
/// <param name="Nodes">The node classes, in the order of their first use.</param>
/// <param name="Models">The models, in the order of their first use.</param>
internal sealed record WorkflowNeeds(IReadOnlyList<NodeNeed> Nodes, IReadOnlyList<ModelNeed> Models)
{
    /// <summary>Analyses a workflow.</summary>
    /// <param name="document">The workflow.</param>
    /// <param name="facts">What is known about loaders.</param>
    public static WorkflowNeeds Of(WorkflowDocument document, ILoaderFacts facts)
        => new(NodeExtractor.Extract(document), ModelExtractor.Extract(document, facts));
}
