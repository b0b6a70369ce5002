using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Core.Tests.Http;

public sealed class DiskCacheTests : IDisposable
{
    /// <summary>
    /// Names the folder that <see cref="WritesUntilItIsKilled"/> writes to, in the process that a test starts.
    /// </summary>
    private const string WriterFolder = "COMFYDEPS_TEST_WRITER";

    /// <summary>How many kills to try; a few where it is not set.</summary>
    private const string Kills = "COMFYDEPS_TEST_KILLS";

    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-cache").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void GivesBackWhatItKept()
    {
        DiskCache cache = new(_folder, long.MaxValue);
        cache.Keep(Key(1), Entry("one", 100));

        PipelineResponse found = cache.Find(Key(1))!.Response;

        Assert.Equal(Entry("one", 100).Response.Body.ToArray(), found.Body.ToArray());
        Assert.Equal("\"tag\"", found.Headers["ETag"]);
        Assert.Null(found.Headers["Set-Cookie"]);
        Assert.Null(cache.Find(Key(2)));
    }

    [Fact]
    public void ADamagedEntryIsNoAnswer()
    {
        DiskCache cache = new(_folder, long.MaxValue);
        cache.Keep(Key(1), Entry("one", 1000));
        string file = Directory.EnumerateFiles(_folder, "*.answer", SearchOption.AllDirectories).Single();
        byte[] whole = File.ReadAllBytes(file);
        for (int i = 0; i < whole.Length; i += 37)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            Assert.Null(CacheEntry.Parse(damaged));
            Assert.Null(CacheEntry.Parse(whole.AsMemory(0, i)));
        }

        File.WriteAllBytes(file, whole[..(whole.Length / 2)]);
        Assert.Null(cache.Find(Key(1)));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void DropsWhatWasWrittenLongestAgoAboveItsLimit()
    {
        DiskCache cache = new(_folder, 50_000);
        for (int i = 0; i < 100; i++)
        {
            cache.Keep(Key(i), Entry("x", 1000));
            File.SetLastWriteTimeUtc(
                Directory.EnumerateFiles(_folder, Key(i) + ".answer", SearchOption.AllDirectories).Single(),
                DateTime.UtcNow.AddMinutes(i - 200));
        }

        cache.Clean(DateTime.UtcNow);

        long bytes = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Sum(static file => new FileInfo(file).Length);
        Assert.InRange(bytes, 20_000, 50_000);
        Assert.Null(cache.Find(Key(0)));
        Assert.NotNull(cache.Find(Key(99)));
    }

    [Fact]
    public void ClearingLeavesOtherFilesAlone()
    {
        DiskCache cache = new(_folder, long.MaxValue);
        cache.Keep(Key(1), Entry("one", 10));
        string other = Path.Join(DiskCache.FolderOf(_folder), "notes.txt");
        File.WriteAllText(other, "mine");

        Assert.Equal(1, cache.Clear());
        Assert.Null(cache.Find(Key(1)));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public async Task ManyWritersAndReadersOfOneEntryNeverSeeAHalf()
    {
        await Parallel.ForAsync(0, 8, Stop, (writer, _) =>
        {
            DiskCache cache = new(_folder, long.MaxValue);
            for (int i = 0; i < 100; i++)
            {
                cache.Keep(Key(1), Entry($"{writer} {i}", 20_000));
                AssertWhole(cache.Find(Key(1)));
            }

            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public async Task NoEntryIsDamagedByKillingItsWriter()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable(Kills) ?? "3", CultureInfo.InvariantCulture);
        int entries = 0;
        for (int i = 0; i < kills; i++)
        {
            using Process writer = Start();
            while (!Directory.EnumerateFiles(_folder, "*.answer", SearchOption.AllDirectories).Any()
                && !writer.HasExited)
            {
                await Task.Delay(5, Stop);
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(50), Stop);
            Assert.False(writer.HasExited, "The writer ended by itself.");
            writer.Kill();
            await writer.WaitForExitAsync(Stop);
            foreach (string file in Directory.EnumerateFiles(_folder, "*.answer", SearchOption.AllDirectories))
            {
                AssertWhole(CacheEntry.Parse(await File.ReadAllBytesAsync(file, Stop)));
                entries++;
            }

            new DiskCache(_folder, long.MaxValue).Clear();
        }

        Assert.True(entries >= kills);
    }

    /// <summary>
    /// Not a test of its own, and run only when asked for: the process that the one above starts and kills.
    /// </summary>
    [Fact(Explicit = true)]
    public void WritesUntilItIsKilled()
    {
        DiskCache cache = new(Environment.GetEnvironmentVariable(WriterFolder)!, long.MaxValue);
        for (int i = 0; ; i = (i + 1) % 50)
        {
            cache.Keep(Key(i), Entry(i.ToString(CultureInfo.InvariantCulture), 200_000));
        }
    }

    private Process Start()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(DiskCacheTests).Assembly.Location);
        }

        start.ArgumentList.Add("-explicit");
        start.ArgumentList.Add("only");
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"*{nameof(DiskCacheTests)}.{nameof(WritesUntilItIsKilled)}");
        start.Environment[WriterFolder] = _folder;
        start.Environment.Remove("TESTINGPLATFORM_DOTNETTEST_EXECUTIONID");
        Process process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string Key(int number) => number.ToString("x64", CultureInfo.InvariantCulture);

    /// <summary>An entry whose body tells whether it is whole.</summary>
    private static CacheEntry Entry(string content, int length)
    {
        byte[] text = new byte[length];
        Encoding.UTF8.GetBytes(content).CopyTo(text, 0);
        return new CacheEntry
        {
            Response = new PipelineResponse
            {
                Status = System.Net.HttpStatusCode.OK,
                Uri = new Uri("https://example.org/a"),
                AskedAt = DateTimeOffset.UnixEpoch,
                Headers = new ResponseHeaders([new("ETag", "\"tag\""), new("Set-Cookie", "secret")]),
                Body = (byte[])[.. text, .. SHA256.HashData(text)],
            },
        };
    }

    private static void AssertWhole(CacheEntry? entry)
    {
        Assert.NotNull(entry);
        ReadOnlySpan<byte> body = entry.Response.Body.Span;
        Assert.True(SHA256.HashData(body[..^32]).AsSpan().SequenceEqual(body[^32..]));
    }
}
