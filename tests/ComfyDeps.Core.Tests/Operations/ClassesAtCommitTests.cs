using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Core.Tests.Catalog;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Operations;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Git;

namespace ComfyDeps.Core.Tests.Operations;

/// <summary>Which tag has the node classes, read from the source at a real git server.</summary>
public sealed class ClassesAtCommitTests : IAsyncLifetime
{
    private const string Address = "https://github.com/artist/pack";

    private readonly GitStandIn _git = new();
    private GitRepository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _repository = _git.Add("artist/pack");
        _repository.Set("uploadpack.allowFilter", "true");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _git.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AreReadInTwoQuestionsWithoutTheRestOfTheRepository(bool filters)
    {
        _repository.Set("uploadpack.allowFilter", filters ? "true" : "false");
        string commit = _repository.CommitFiles(new Dictionary<string, string>
        {
            ["__init__.py"] = "from .src.nodes import NODE_CLASS_MAPPINGS\n",
            ["src/nodes.py"] = "class A: pass\nNODE_CLASS_MAPPINGS = {'A': A, 'B': A}\n",
            ["tests/nodes.py"] = "NODE_CLASS_MAPPINGS = {'Test': 1}\n",
            ["weights.bin"] = new string('x', 500_000),
        });
        ClassesAtCommit classes = Reader();

        Assert.True(await classes.HasAsync(Address, commit, ["A", "B"], Stop));
        
        // Where nothing is left out on request, the second question is the first once more, and has all files.
        Assert.Equal(2, _git.Requests.All.Count(static one => one.Method == "POST"));
        Assert.False(await classes.HasAsync(Address, commit, ["A", "C"], Stop));
        Assert.False(await classes.HasAsync(Address, commit, ["Test"], Stop));
    }

    [Fact]
    public async Task ClassesOfScriptsAndListsCount()
    {
        string commit = _repository.CommitFiles(new Dictionary<string, string>
        {
            ["__init__.py"] = "NODE_CLASS_MAPPINGS = {'A': 1}\n",
            ["node_list.json"] = "{\"Listed\": \"\"}",
            ["web/a.js"] =
                "app.registerExtension({ registerCustomNodes() { LiteGraph.registerNodeType('Drawn', X); } });\n",
        });

        Assert.True(await Reader().HasAsync(Address, commit, ["A", "Listed"], Stop));
        Assert.True(await Reader().HasAsync(Address, commit, ["A", "Drawn"], Stop));
        Assert.False(await Reader().HasAsync(Address, commit, ["A", "Nowhere"], Stop));
    }

    [Theory]
    [InlineData("import os\n")]
    [InlineData("NODE_CLASS_MAPPINGS = {'A': 1}\nfor f in os.listdir('nodes'):\n    NODE_CLASS_MAPPINGS[f] = 1\n")]
    [InlineData("def (((\n")]
    public async Task WhatOnlyARunningPythonKnowsIsNotTold(string text)
    {
        string commit = _repository.CommitFiles(new Dictionary<string, string> { ["__init__.py"] = text });

        Assert.Null(await Reader().HasAsync(Address, commit, ["Wanted"], Stop));
    }

    [Fact]
    public async Task WhatCannotBeAskedIsNotTold()
    {
        string commit = _repository.CommitFiles(
            new Dictionary<string, string> { ["__init__.py"] = "NODE_CLASS_MAPPINGS = {'A': 1}\n" });

        Assert.Null(await Reader().HasAsync(Address, new string('1', 40), ["A"], Stop));
        _git.Faults.Always(Fault.Reset);
        Assert.Null(await Reader().HasAsync(Address, commit, ["A"], Stop));
    }

    [Fact]
    public async Task TheNewestTagThatHasThemIsTaken()
    {
        Release("v1.0", "A", "Dropped");
        Release("v2.0", "A", "Dropped", "B");
        Release("v3.0", "A", "B");
        Release("v4.0-rc1", "A", "B", "New");

        Assert.Equal(("v3.0", "the newest stable tag that has the classes", 0), await ChooseAsync("A", "B"));
        Assert.Equal(("v2.0", "the newest stable tag that has the classes", 0), await ChooseAsync("A", "Dropped"));
        Assert.Equal(
            ("main", "the default branch: no stable tag has the classes that are used", 0), await ChooseAsync("New"));
        Assert.Equal(("v3.0", "the newest stable tag", 0), await ChooseAsync());
    }

    [Fact]
    public async Task WhatIsFoundNowhereIsAWarningAndNoClaim()
    {
        Release("v1.0", "A");
        Release("v2.0", "A");

        // Neither the tags nor the newest source show it: then it was not understood, and the newest tag is as good as
        // any.
        Assert.Equal(("v2.0", "the newest stable tag", 1), await ChooseAsync("Nowhere"));
    }

    private void Release(string tag, params string[] classes)
        => _repository.Tag(tag, _repository.CommitFiles(new Dictionary<string, string>
        {
            ["__init__.py"] =
                $"NODE_CLASS_MAPPINGS = {{{string.Join(", ", classes.Select(static name => $"'{name}': 1"))}}}\n",
        }));

    private async Task<(string? Ref, string Why, int Warnings)> ChooseAsync(params string[] classes)
    {
        NodeSources sources = Sources();
        PackWish wish = new("artist/pack");
        wish.Classes.UnionWith(classes);
        PackChoice choice = await new TagChooser(
            sources.Git, new ClassesAtCommit(sources.Trees), TestCatalog.Open(TestCatalog.Facts()).Location)
            .ChooseAsync(wish, Address, null, Stop);
        Assert.All(
            choice.Warnings, static warning => Assert.Contains("could not be told", warning, StringComparison.Ordinal));
        return (choice.Source.Ref, choice.Why, choice.Warnings.Count);
    }

    private ClassesAtCommit Reader() => new(Sources().Trees);

    private NodeSources Sources()
        => new(TestPipeline.Create(), new ServiceAddresses { GitHub = new Uri(_git.Address) });
}
