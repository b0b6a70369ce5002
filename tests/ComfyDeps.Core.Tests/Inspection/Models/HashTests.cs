using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Core.Tests.Inspection.Models;

/// <summary>Hashes are those of the bytes, computed once, and never trusted for a file that changed.</summary>
public sealed class HashTests : IDisposable
{
    private const string Name = "checkpoints/sd15.safetensors";
    private const string Written = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private readonly ComfyTree _tree = new();

    private string Model => _tree.At("models/" + Name);

    private string Cache => Path.Join(_tree.Volume, "cache");

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData((256 * 1024) + 1)]
    [InlineData(3_000_000)]
    public async Task AHashIsThatOfTheBytes(int size)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        string path = Path.Join(_tree.Volume, "bytes");
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        using FileHasher hasher = new();
        long read = 0;

        string hash = await hasher.HashAsync(
            path, count => Interlocked.Add(ref read, count), TestContext.Current.CancellationToken);

        Assert.Equal(HashOf(bytes), hash);
        Assert.Equal(size, read);
    }

    [Theory]
    [InlineData("size", false)]
    [InlineData("time", false)]
    [InlineData("inode", false)]
    [InlineData("hash", false)]
    [InlineData("none", true)]
    public async Task AWrittenHashCountsForAFileThatIsWhatItWas(string changed, bool isTrusted)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Inodes are known on Linux.");
        FileFacts facts = new LocalFiles(isThorough: false).Look(Model);
        string[] cells =
        [
            Name,
            Text(facts.Size + (changed == "size" ? 1 : 0)),
            Text(facts.ModifiedAt + (changed == "time" ? 1 : 0)),
            Text((long)facts.Inode + (changed == "inode" ? 1 : 0)),
            changed == "hash" ? "nonsense" : Written,
        ];
        _tree.Write("models/.comfydeps/hashes.tsv", string.Join('\t', cells) + "\n");

        string? hash = (await Looking.At(_tree.Root)).Named(Name).Item.Sha256;

        Assert.Equal(isTrusted ? Written : null, hash);
    }

    [Fact]
    public async Task OnlyWhatIsNotKnownIsHashedAgain()
    {
        List<string> asked = [];
        InspectionOptions options = new()
        {
            CacheFolder = Cache,
            Hash = name =>
            {
                asked.Add(name);
                return true;
            },
        };
        await Looking.At(_tree.Root, options);
        Assert.Equal(5, asked.Count);
        asked.Clear();

        // The same size, and another time.
        _tree.AddSafetensors("models/" + Name, 4000, fill: 9);
        File.SetLastWriteTimeUtc(Model, DateTime.UtcNow.AddSeconds(5));
        IReadOnlyList<InspectedItem> again = await Looking.At(_tree.Root, options);

        Assert.Equal([Name], asked);
        Assert.Equal(
            HashOf(await File.ReadAllBytesAsync(Model, TestContext.Current.CancellationToken)),
            again.Named(Name).Item.Sha256);
    }

    [Fact]
    public async Task EachEnvironmentHasHashesOfItsOwn()
    {
        using ComfyTree other = new();
        InspectionOptions options = new() { CacheFolder = Cache, Hash = static _ => true };

        await Looking.At(_tree.Root, options);
        await Looking.At(other.Root, options);

        Assert.Equal(2, Directory.EnumerateFiles(Path.Join(Cache, "hashes")).Count());
    }

    [Fact]
    public async Task ADamagedCacheIsNoFailure()
    {
        InspectionOptions options = new() { CacheFolder = Cache, Hash = static _ => true };
        await Looking.At(_tree.Root, options);
        string file = Assert.Single(Directory.EnumerateFiles(Path.Join(Cache, "hashes")));
        await File.WriteAllBytesAsync(
            file, RandomNumberGenerator.GetBytes(1000), TestContext.Current.CancellationToken);

        IReadOnlyList<InspectedItem> items = await Looking.At(_tree.Root, options);

        Assert.Empty(items.Problems());
        Assert.Equal(64, items.Named(Name).Item.Sha256!.Length);
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
