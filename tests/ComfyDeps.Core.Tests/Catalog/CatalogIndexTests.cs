using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Catalog;

namespace ComfyDeps.Core.Tests.Catalog;

public sealed class CatalogIndexTests
{
    private static readonly byte[] s_fingerprint = new byte[IndexImage.FingerprintLength];

    [Fact]
    public void EveryTableIsCounted()
        => Assert.Equal(IndexTable.Patterns, Enum.GetValues<IndexTable>().Max());

    [Fact]
    public void SameFactsGiveTheSameBytes()
        => Assert.Equal(
            IndexBuilder.Build(TestCatalog.Facts(), s_fingerprint),
            IndexBuilder.Build(TestCatalog.Facts(), s_fingerprint));

    [Fact]
    public void FindsClassesInExactlyTheirSpelling()
    {
        NodeCatalog catalog = TestCatalog.Open();

        Assert.Equal(
            ["comfyui-big", "bob/comfyui-small"], catalog.FindClass("Shared")!.Claims.Select(static c => c.Pack.Id));
        Assert.Equal(ClassFlags.Core, catalog.FlagsOf("KSampler"u8));
        Assert.Equal(ClassFlags.None, catalog.FindClass("ksampler"u8)!.Flags);
        Assert.Null(catalog.FindClass("KSAMPLER"));
        Assert.Null(catalog.FindClass(new string('x', 2000)));
    }

    [Theory]
    [InlineData("comfyui-big")]
    [InlineData("ComfyUI-Big")]
    [InlineData("big-old")]
    [InlineData("big")]
    [InlineData("alice/comfyui-big")]
    [InlineData("https://github.com/Alice/ComfyUI-Big.git")]
    [InlineData("git@github.com:alice/ComfyUI-Big.git")]
    public void FindsPacksByEveryName(string name)
        => Assert.Equal("comfyui-big", TestCatalog.Open().FindPack(name, out _)?.Id);

    [Fact]
    public void FindsAPackByItsFormerAddress()
        => Assert.Equal("bob/comfyui-small", TestCatalog.Open().FindPack("bob/old-small", out _)?.Id);

    [Fact]
    public void KeepsListIdAndRegistryIdApart()
    {
        CatalogPack pack = TestCatalog.Open().FindPack("big", out PackKeyKind kind)!;

        Assert.Equal(PackKeyKind.ManagerId, kind);
        Assert.Equal(("big", "comfyui-big"), (pack.ManagerId, pack.RegistryId));
    }

    [Fact]
    public void FindsEverySourceOfAModelFileInAnyCase()
        => Assert.Equal(
            ["vae", "vae/other"],
            TestCatalog.Open().FindModels("AE.SafeTensors").Select(static m => m.Folder));

    [Fact]
    public void UsesPatternsThatKnownClassesConfirm()
    {
        NodeCatalog catalog = TestCatalog.Open();

        Assert.Equal(["comfyui-big"], catalog.FindByPattern("New (big)").Select(static p => p.Id));
        Assert.Empty(catalog.FindByPattern("AnyNodeAtAll"));
    }

    [Fact]
    public void ADamagedIndexIsAnErrorAndNoCrash()
    {
        byte[] good = IndexBuilder.Build(TestCatalog.Facts(), s_fingerprint);
        Random random = new(7);
        for (int round = 0; round < 3000; round++)
        {
            byte[] bad = (byte[])good.Clone();
            for (int i = 0; i < 4; i++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            bad = round % 5 == 0 ? bad[..random.Next(bad.Length)] : bad;
            try
            {
                NodeCatalog catalog = new(CatalogIndex.Open(bad, "bad.idx"), "bad", CatalogOrigin.User);
                _ = catalog.Describe(DateTimeOffset.UnixEpoch);
                _ = catalog.FindClass("Shared");
                _ = catalog.FindByPattern("x (big)");
                _ = catalog.FindModels("ae.safetensors");
                _ = catalog.FindPack("comfyui-big", out _) is CatalogPack pack ? catalog.ClassesOf(pack) : [];
                _ = new NodePackSearch(catalog).Find("*").Take(10).Count();
            }
            catch (ComfyDepsException e)
            {
                Assert.Equal(ErrorCode.CatalogUnavailable, e.Code);
            }
        }
    }

    [Fact]
    public void AnswersManyThreadsAtOnce()
    {
        NodeCatalog catalog = TestCatalog.Open();
        Parallel.For(0, 2000, round =>
        {
            Assert.Same(catalog.FindClass("Shared")!.Claims[0].Pack, catalog.FindPack("big", out _));
        });
    }

    [Fact]
    public void AnIndexThatDoesNotMatchItsTextIsNotUsed()
    {
        using TestCatalog.Folder folder = new();
        CatalogStore.Write(TestCatalog.Facts(), folder.Path);
        string classes = Path.Join(folder.Path, "classes.tsv");
        DateTime written = File.GetLastWriteTimeUtc(Path.Join(folder.Path, IndexBuilder.FileName));
        File.AppendAllText(classes, "https://github.com/zoe/zzz\tAddedByHand\n");
        File.SetLastWriteTimeUtc(classes, written.AddSeconds(5));

        Assert.NotNull(CatalogStore.Open(folder.Path, CatalogOrigin.User).FindClass("AddedByHand"));
    }

    [Fact]
    public void AnEmptyFolderIsUnavailable()
    {
        using TestCatalog.Folder folder = new();

        Assert.Equal(
            ErrorCode.CatalogUnavailable,
            Assert.Throws<ComfyDepsException>(() => CatalogStore.Open(folder.Path, CatalogOrigin.User)).Code);
    }

}
