using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Analysis;

public sealed class NodeExtractorTests
{
    [Fact]
    public void ListsEachClassOnceWithEveryUse()
    {
        IReadOnlyList<NodeNeed> needs = NodeExtractor.Extract(Workflow.Of(
            Workflow.Node("B").At("4", isActive: false),
            Workflow.Node("A").At("2", isActive: false),
            Workflow.Node("B").At("9:1")));
        Assert.Equal(["B", "A"], needs.Select(static need => need.ClassType));
        Assert.Equal(["4", "9:1"], needs[0].Occurrences);
        Assert.Equal([true, false], needs.Select(static need => need.Required));
    }

    [Fact]
    public void KeepsEveryRecordedVersion()
    {
        RecordedPack old = new("pack", null, "1.0");
        RecordedPack newer = new("pack", null, "1.2");
        NodeNeed need = NodeExtractor.Extract(
            Workflow.Of(Recorded(old), Recorded(newer), Recorded(old), Recorded(null)))
            .Single();
        Assert.Equal([new RecordedUse(old, 2, 2), new RecordedUse(newer, 1, 1)], need.Recorded);
    }

    [Fact]
    public void AnExpressionIsNotAClassOfTheSameText()
        => Assert.Equal(2, NodeExtractor.Extract(Workflow.Of(
            new WorkflowNode { ClassType = "x", Occurrence = "a.ts:1:1", IsUnknown = true },
            new WorkflowNode { ClassType = "x", Occurrence = "a.ts:2:1" })).Count);

    private static WorkflowNode Recorded(RecordedPack? pack)
        => new() { ClassType = "A", Occurrence = "1", Recorded = pack };
}
