using System.Linq;
using ComfyDeps.Catalog;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Catalog;

public sealed class ClassResolverTests
{
    private static readonly NodeCatalog s_catalog = TestCatalog.Open();

    [Fact]
    public void CoreClassIsNeverGivenToAPackThatClaimsItToo()
    {
        ClassAnswer answer = Ask("KSampler");

        Assert.Equal((DependencyStatus.Core, null), (answer.Status, answer.Pack));
    }

    [Fact]
    public void NamesThatDifferByCaseAreDifferentClasses()
        => Assert.Equal("carol/comfyui-bundle", Ask("ksampler").Pack);

    [Fact]
    public void UnknownClassIsUnresolvedAndNeverCore()
    {
        ClassAnswer answer = Ask("NobodyHasThis");

        Assert.Equal(
            (DependencyStatus.Unresolved, ResolutionSource.None, 0.0),
            (answer.Status, answer.ResolvedBy, answer.Confidence));
    }

    [Fact]
    public void FrontEndClassOfAPackNamesThePack()
    {
        Assert.Equal((DependencyStatus.Frontend, null), (Ask("Note").Status, Ask("Note").Pack));
        Assert.Equal((DependencyStatus.Frontend, "comfyui-big"), (Ask("SetNode").Status, Ask("SetNode").Pack));
    }

    [Fact]
    public void TheClearlyMorePopularClaimantIsChosenAndTheOthersAreNamed()
    {
        ClassAnswer answer = Ask("Shared");

        Assert.Equal(
            (DependencyStatus.Resolved, "comfyui-big", ResolutionSource.Catalog),
            (answer.Status, answer.Pack, answer.ResolvedBy));
        Assert.Equal(["bob/comfyui-small"], answer.Alternatives);
    }

    [Fact]
    public void TwoAlikeClaimantsAreAmbiguous()
    {
        ClassAnswer answer = Ask("Close");

        Assert.Equal((DependencyStatus.Ambiguous, null), (answer.Status, answer.Pack));
        Assert.Equal(2, answer.Alternatives.Count);
    }

    [Fact]
    public void OtherClassesOfTheWorkflowDecideBetweenAlikeClaimants()
        => Assert.Equal("bob/comfyui-small", Ask("Close", "SmallNode").Pack);

    [Fact]
    public void PatternIsAskedLast()
    {
        ClassAnswer answer = Ask("Brand new (big)");

        Assert.Equal((ResolutionSource.Pattern, "comfyui-big"), (answer.ResolvedBy, answer.Pack));
    }

    [Theory]
    [InlineData("comfyui-big", null, "comfyui-big")]
    [InlineData("COMFYUI-BIG", null, "comfyui-big")]
    [InlineData("big-old", null, "comfyui-big")]
    [InlineData(null, "bob/ComfyUI-Small", "bob/comfyui-small")]
    [InlineData("unknown-to-all", null, "unknown-to-all")]
    [InlineData(null, "someone/new-pack", "someone/new-pack")]
    public void WhatTheWorkflowRecordedComesFirst(string? cnr, string? aux, string expected)
    {
        ClassAnswer answer = Recorded("Shared", cnr, aux);

        Assert.Equal((expected, ResolutionSource.Workflow), (answer.Pack, answer.ResolvedBy));
    }

    [Theory]
    [InlineData("SmallNode", "comfy-core", null, "bob/comfyui-small")]
    [InlineData("SmallNode", "comfyui-big", null, "bob/comfyui-small")]
    [InlineData("SmallNode", null, "GetNode", "bob/comfyui-small")]
    [InlineData("SmallNode", null, "ComfyUI-Small/", "bob/comfyui-small")]
    [InlineData("SmallNode", "../evil", null, "bob/comfyui-small")]
    [InlineData("KSampler", "comfyui-big", null, null)]
    public void RecordThatCannotBeTrueIsPassedOver(string name, string? cnr, string? aux, string? expected)
    {
        ClassAnswer answer = Recorded(name, cnr, aux);

        Assert.Equal(expected, answer.Pack);
        Assert.NotEqual(ResolutionSource.Workflow, answer.ResolvedBy);
    }

    [Fact]
    public void AnIdThatTheCatalogDoesNotKnowIsTheClaimantsThatIsCalledLikeIt()
    {
        ClassAnswer answer = Recorded("SmallNode", "small-nodes", null);

        Assert.Equal(
            ("small-nodes", "https://github.com/bob/ComfyUI-Small"), (answer.Pack, answer.PackUrl?.AbsoluteUri));
        Assert.Null(Recorded("SmallNode", "another-pack", null).PackUrl);
    }

    [Fact]
    public void RecordCountsForAClassThatNobodyClaims()
    {
        Assert.Equal(DependencyStatus.Core, Recorded("NewerThanTheList", "comfy-core", null).Status);
        Assert.Equal("comfyui-big", Recorded("NewerThanTheList", "comfyui-big", null).Pack);
    }

    [Fact]
    public void RecordsCanBeIgnored()
    {
        ClassResolver resolver = new(s_catalog, ignoreRecorded: true);
        ClassQuestion question = new("Shared", [new RecordedPack("unknown-to-all", null, null)]);

        Assert.Equal("comfyui-big", resolver.Resolve([question])[0].Pack);
    }

    [Fact]
    public void DecisionOfAPersonWins()
    {
        ClassResolver resolver = new(s_catalog, new Decisions());
        ClassAnswer answer = resolver.Resolve(
            [new ClassQuestion("Shared", [new RecordedPack("comfyui-big", null, null)])])[0];

        Assert.Equal(
            (ResolutionSource.Registry, "bob/comfyui-small", 1.0), (answer.ResolvedBy, answer.Pack, answer.Confidence));
        Assert.Equal("https://github.com/bob/ComfyUI-Small", answer.PackUrl?.AbsoluteUri);
    }

    private static ClassAnswer Ask(string name, params string[] others)
        => new ClassResolver(s_catalog).Resolve(
            [.. others.Prepend(name).Select(static n => new ClassQuestion(n, []))])[0];

    private static ClassAnswer Recorded(string name, string? cnr, string? aux)
        => new ClassResolver(s_catalog).Resolve([new ClassQuestion(name, [new RecordedPack(cnr, aux, "1.0.0")])])[0];

    private sealed class Decisions : IDecisions
    {
        public string? PackOf(string classType) => classType == "Shared" ? "bob/comfyui-small" : null;
    }
}
