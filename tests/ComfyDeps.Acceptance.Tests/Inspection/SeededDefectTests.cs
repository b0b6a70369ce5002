using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;

namespace ComfyDeps.Acceptance.Tests.Inspection;

/// <summary>A hundred trees, each with one thing wrong: it is found, named rightly, and nothing else is.</summary>
public sealed class SeededDefectTests : IClassFixture<SeededDefectTests.Template>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("defects-").FullName;
    private readonly ComfyTree _template;

    public SeededDefectTests(Template template) => _template = template.Tree;

    public static TheoryData<string> Names => [.. Defect.All.Select(static defect => defect.Name)];

    public void Dispose() => Tool.Run("/", "rm", "coreutils", "-rf", _folder);

    [Fact]
    public void ThereAreAHundredOfThem()
    {
        Assert.True(Defect.All.Count() >= 100);
        Assert.Equal(Defect.All.Count(), Defect.All.Select(static defect => defect.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AFolderWithADefectSaysSo(string name)
    {
        Defect defect = Defect.All.Single(d => d.Name == name);
        ComfyTree tree = Seed(defect, "one");

        Assert.Equal(defect.Expected, (await Look.AtFolder(tree.Volume)).Problems());
    }

    [Fact]
    public async Task AHostWithADefectSaysTheSame()
    {
        using SshServer server = new();
        using SemaphoreSlim places = new(8);
        Defect[] defects = [.. Defect.All.Where(static defect => !defect.IsOfFolderOnly)];
        ComfyTree[] trees = [.. defects.Select((defect, i) => Seed(defect, $"{i}"))];

        string[] found = await Task.WhenAll(defects.Select(async (defect, i) =>
        {
            await places.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                IReadOnlyList<InspectedItem> items = await Look.AtHost(server, trees[i].Volume);
                return $"{defect.Name}: {string.Join(", ", items.Problems())}";
            }
            finally
            {
                places.Release();
            }
        }));

        Assert.Equal(defects.Select(static defect => $"{defect.Name}: {string.Join(", ", defect.Expected)}"), found);
        Assert.Equal(defects.Length, server.Logins);
    }

    [Theory]
    [MemberData(nameof(RightTree.Names), MemberType = typeof(RightTree))]
    public async Task ARightTreeHasNoFinding(string name)
    {
        ComfyTree tree = _template.CopyTo(Path.Join(_folder, "right"));
        RightTree.All[name](tree);
        using SshServer server = new();

        Assert.Empty((await Look.AtFolder(tree.Volume)).Problems());
        Assert.Empty((await Look.AtHost(server, tree.Volume)).Problems());
    }

    [Fact]
    public async Task OneFlippedBitInAModelIsAnotherHash()
    {
        ComfyTree tree = _template.CopyTo(Path.Join(_folder, "flipped"));
        string? before = Hash(await Look.AtFolder(tree.Volume));
        tree.Flip("models/checkpoints/sd15.safetensors", 1000);

        Assert.NotEqual(before, Hash(await Look.AtFolder(tree.Volume)));
    }

    private static string? Hash(IReadOnlyList<InspectedItem> items)
        => items.Single(static item => item.Item.Name == "checkpoints/sd15.safetensors").Item.Sha256;

    private ComfyTree Seed(Defect defect, string folder)
    {
        ComfyTree tree = _template.CopyTo(Path.Join(_folder, folder));
        defect.Make(tree);
        return tree;
    }

    /// <summary>The tree that all are copies of.</summary>
    public sealed class Template : IDisposable
    {
        internal ComfyTree Tree { get; } = new();

        public void Dispose() => Tree.Dispose();
    }
}
