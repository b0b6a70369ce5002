using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Core.Tests.Catalog;
using ComfyDeps.Operations;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Operations;

/// <summary>Which of the versions that a workflow recorded counts.</summary>
public sealed class PackVersionsTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("1.10.0 1.10rc1 1.9 v1.2", "1.9", "v1.2", "1.10rc1", "1.10.0")]
    [InlineData("1.0.2608210019 1.0.99", "1.0.99", "1.0.2608210019")]
    [InlineData("0.1 " + Commit, Commit, "0.1")]
    [InlineData("1234567 " + Commit, Commit, "1234567")] // As often: the later one. Digits alone are a commit.
    [InlineData(Commit + " 1234567", Commit, Commit, "1234567")]
    [InlineData("", "unknown", "nightly", "latest", "v2")]
    public void NumbersComeBeforeCommitsTheHighestFirst(string expected, params string[] recorded)
    {
        PackVersions versions = Of(
            [
                .. recorded.Select(
                    static (version, i) => new RecordedUse(new RecordedPack("comfyui-big", null, version), 1, i)),
            ]);

        Assert.Equal(expected, string.Join(' ', versions.All("comfyui-big")));
        Assert.Equal(expected.Split(' ')[0], versions.Chosen("comfyui-big") ?? string.Empty);
        Assert.Empty(versions.All("another"));
    }

    [Fact]
    public void ARecordOfAnotherPackIsNotCounted()
    {
        PackVersions versions = Of(
        [
            new RecordedUse(new RecordedPack("comfyui-big", null, "1.0"), 2, 1),
            new RecordedUse(new RecordedPack(null, "bob/ComfyUI-Small", "9.0"), 1, 2),
        ]);

        Assert.Equal(["1.0"], versions.All("comfyui-big"));
    }

    private static PackVersions Of(RecordedUse[] recorded)
    {
        // A version that stands there more often is one record with a count, as the reader makes it.
        RecordedUse[] uses =
        [
            .. recorded
                .GroupBy(static use => use.Pack)
                .Select(
                    static same => new RecordedUse(
                        same.Key, same.Sum(static use => use.Count), same.Max(static use => use.Last))),
        ];
        NodeNeed[] needs =
            [new NodeNeed { ClassType = "BigNode", Required = true, Occurrences = ["1"], Recorded = uses }];
        ClassResolver resolver = new(TestCatalog.Open());
        return PackVersions.Of(
            resolver,
            needs,
            resolver.Resolve([new ClassQuestion("BigNode", [.. uses.Select(static use => use.Pack)])]));
    }
}
