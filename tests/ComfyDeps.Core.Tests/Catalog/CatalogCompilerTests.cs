using System.IO;
using System.Linq;
using ComfyDeps.Catalog;

namespace ComfyDeps.Core.Tests.Catalog;

public sealed class CatalogCompilerTests
{
    [Fact]
    public void KeepsFactsAndNoDescriptions()
    {
        using TestCatalog.Folder folder = new();
        folder.WriteLists();

        CatalogFacts facts = CatalogCompiler.Compile(folder.Path, current: null);

        Assert.Equal(12, facts.Packs.Count);
        Assert.Equal(new PackFact("https://github.com/o/pack0", "p0", 0, "2026-01-02", null), facts.Packs[0]);
        Assert.Contains(new ClassFact("https://github.com/o/pack3", "Class3B"), facts.Classes);
        Assert.Equal(["KSampler"], facts.Core);
        Assert.Equal(new ModelFact("v.pt", "vae", "VAE", "b", "https://x.example/v.pt"), Assert.Single(facts.Models));
        Assert.DoesNotContain(
            CatalogText.Render(facts),
            static file => file.Value.Contains("long text", System.StringComparison.Ordinal));
    }

    [Fact]
    public void ReadsWhichPacksAreRetiredAndWhatTookTheirPlace()
    {
        using TestCatalog.Folder folder = new();
        folder.WriteLists();
        Directory.CreateDirectory(Path.Join(folder.Path, "node_db", "legacy"));
        folder.Write("node_db/legacy/custom-node-list.json", """
            {"custom_nodes": [
              {"title": "Gone [REMOVED]", "reference": "https://github.com/o/gone", "description": "x"},
              {"title": "Open [UNSAFE/REMOVED]", "reference": "https://github.com/o/open", "description": "x"},
              {"title": "Old [DEPRECATED]", "reference": "https://github.com/o/old", "description": "moved to a new repository: [a/x](https://github.com/o/new)."},
              {"title": "Stale [NOT MAINTAINED]", "reference": "https://github.com/o/stale", "description": "Please use https://github.com/p/stale instead."},
              {"title": "Early [WIP]", "reference": "https://github.com/o/early", "description": "x"},
              {"title": "Known [REMOVED]", "reference": "https://github.com/o/known", "description": "x"},
              {"title": "Moved [REMOVED]", "reference": "https://github.com/o/moved", "description": "x"},
              {"title": "Listed [REMOVED]", "reference": "https://github.com/o/pack1", "description": "x"}]}
            """);
        CatalogFacts before = CatalogCompiler.Compile(folder.Path, current: null) with
        {
            Retired = [new KnownFact("https://github.com/O/Known", "https://github.com/o/better", "by hand")],
            Renames = [new KnownFact("https://github.com/o/moved", "https://github.com/o/pack2", "by hand")],
        };

        CatalogFacts facts = CatalogCompiler.Compile(folder.Path, before);

        NodeCatalog catalog = TestCatalog.Open(facts);
        (string, PackStatus, string?)[] found =
        [
            .. facts.Retired.Select(fact => catalog.FindPack(fact.Name, out _)!)
                .Select(static pack => (pack.Id, pack.Status, pack.Successor?.AbsoluteUri)),
        ];
        Assert.Equal(
            [
                ("o/known", PackStatus.Retired, "https://github.com/o/better"),
                ("o/gone", PackStatus.Deleted, null),
                ("o/pack2", PackStatus.Active, null),
                ("o/old", PackStatus.Retired, "https://github.com/o/new"),
                ("o/open", PackStatus.Banned, null),
                ("o/stale", PackStatus.Retired, "https://github.com/p/stale"),
            ],
            found);
    }

    [Fact]
    public void RefusesListThatLostATenthOfItsPacks()
    {
        using TestCatalog.Folder folder = new();
        folder.WriteLists(packs: 20);
        CatalogFacts before = CatalogCompiler.Compile(folder.Path, current: null);
        folder.WriteLists(packs: 17);

        ComfyDepsException error = Assert.Throws<ComfyDepsException>(
            () => CatalogCompiler.Compile(folder.Path, before));

        Assert.Equal(ErrorCode.CatalogSourceInvalid, error.Code);
        Assert.Contains("17 packs", error.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".*")]
    [InlineData("Class")]
    [InlineData("")]
    public void RefusesCatchAllPattern(string pattern)
    {
        using TestCatalog.Folder folder = new();
        folder.WriteLists(pattern: pattern.Length == 0 ? "x*" : pattern);

        ComfyDepsException error = Assert.Throws<ComfyDepsException>(
            () => CatalogCompiler.Compile(folder.Path, current: null));

        Assert.Equal(ErrorCode.CatalogSourceInvalid, error.Code);
    }

    [Theory]
    [InlineData("custom-node-list.json", "[]")]
    [InlineData("custom-node-list.json", "{\"custom_nodes\": 3}")]
    [InlineData("extension-node-map.json", "{\"https://github.com/o/pack0\": {}}")]
    [InlineData("model-list.json", "<html>")]
    [InlineData("github-stats.json", "")]
    public void RefusesListOfAnotherShape(string name, string text)
    {
        using TestCatalog.Folder folder = new();
        folder.WriteLists();
        folder.Write(name, text);

        ComfyDepsException error = Assert.Throws<ComfyDepsException>(
            () => CatalogCompiler.Compile(folder.Path, current: null));

        Assert.Equal(ErrorCode.CatalogSourceInvalid, error.Code);
        Assert.Contains(name, error.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void WritesTextThatReadsBackToTheSameText()
    {
        using TestCatalog.Folder folder = new();
        CatalogFacts facts = TestCatalog.Facts();

        Assert.True(CatalogStore.Write(facts, folder.Path));
        Assert.False(CatalogStore.Write(CatalogText.Read(folder.Path), folder.Path));

        Assert.Equal(
            CatalogText.Render(facts).Keys.Append(IndexBuilder.FileName).Order(System.StringComparer.Ordinal),
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(System.StringComparer.Ordinal));
    }
}
