using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Operations;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Operations;

/// <summary>The nodes that a script says it needs, beside those that its graph uses.</summary>
public sealed class DeclaredNodesTests
{
    private static readonly (string Class, string Pack)[] s_used =
        [("UnetLoaderGGUF", "city96/ComfyUI-GGUF"), ("FaceDetailer", "ltdrdata/ComfyUI-Impact-Pack")];

    [Theory]
    [InlineData("UnetLoaderGGUF", "FaceDetailer")]
    [InlineData("ComfyUI-GGUF", "comfyui-impact-pack")]
    [InlineData("city96/ComfyUI-GGUF", "https://github.com/ltdrdata/ComfyUI-Impact-Pack.git")]
    [InlineData("ComfyUI-GGUF@1.1.0", "git@github.com:ltdrdata/ComfyUI-Impact-Pack.git")]
    public void WhatIsDeclaredAndUsedIsNotMentioned(params string[] declared) => Assert.Empty(Compare(declared));

    [Fact]
    public void WhatIsUsedAndNotDeclaredIsToldWithItsPlace()
        => Assert.Equal(
            [
                "Portrait: 'FaceDetailer' of ltdrdata/ComfyUI-Impact-Pack (flow.ts:2:1) is used and not among the "
                    + "required nodes.",
            ],
            Compare("UnetLoaderGGUF"));

    [Fact]
    public void APackThatProvidesNothingIsToldWithItsPlace()
        => Assert.Equal(
            ["Portrait: the required node pack 'rgthree-comfy' (flow.ts:10:1) provides no class of the workflow."],
            Compare("ComfyUI-GGUF", "ComfyUI-Impact-Pack", "rgthree-comfy", "rgthree-comfy"));

    [Fact]
    public void InAListOfClassesNoneIsTakenForAPack()
        => Assert.Empty(Compare("UnetLoaderGGUF", "FaceDetailer", "NotUsedHere"));

    [Fact]
    public void AClassThatNoPackIsKnownForIsToldWithoutOne()
        => Assert.Equal(
            ["Portrait: 'Mystery' (flow.ts:1:1) is used and not among the required nodes."],
            Compare([("Mystery", null)], ["Other"]).Take(1));

    [Fact]
    public void WhatComfyUiHasNeedNotBeDeclared()
    {
        List<string> warnings = [];
        DeclaredNodes.Compare(
            Document(["A"]),
            [Need("KSampler", 1), Need("Note", 2), Need("A", 3)],
            [
                Answer("KSampler", DependencyStatus.Core, null),
                Answer("Note", DependencyStatus.Frontend, null),
                Answer("A", DependencyStatus.Resolved, "o/a"),
            ],
            warnings);

        Assert.Empty(warnings);
    }

    [Fact]
    public void NothingDeclaredIsNothingToCompare() => Assert.Empty(Compare());

    private static List<string> Compare(params string[] declared)
        => Compare([.. s_used.Select(static one => (one.Class, (string?)one.Pack))], declared);

    private static List<string> Compare((string Class, string? Pack)[] used, string[] declared)
    {
        List<string> warnings = [];
        DeclaredNodes.Compare(
            Document(declared),
            [.. used.Select(static (one, i) => Need(one.Class, i + 1))],
            [
                .. used.Select(
                    static one => Answer(
                        one.Class,
                        one.Pack is null ? DependencyStatus.Unresolved : DependencyStatus.Resolved,
                        one.Pack)),
            ],
            warnings);
        return warnings;
    }

    private static WorkflowDocument Document(string[] declared) => new()
    {
        Name = "Portrait",
        Path = "flow.ts",
        Format = WorkflowFormat.Script,
        Nodes = [],
        DeclaredNeeds =
            [.. declared.Select(static name => new DeclaredNeed(DependencyKind.Node, name, "flow.ts:10:1"))],
    };

    private static NodeNeed Need(string classType, int line)
        => new() { ClassType = classType, Required = true, Occurrences = [$"flow.ts:{line}:1"] };

    private static ClassAnswer Answer(string classType, DependencyStatus status, string? pack) => new()
    {
        ClassType = classType,
        Status = status,
        Pack = pack,
        PackUrl = pack is null ? null : new Uri("https://github.com/" + pack),
        Evidence = "a test's",
    };
}
