using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CliWrap.Buffered;
using ComfyDeps.Registry;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Files;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>Servers that are slow, break off, lie, or want a login.</summary>
public sealed class NetworkTests
{
    private const string One = "loras/one.safetensors";

    [Fact]
    public async Task ABrokenConnectionIsTakenUpWhereItEnded()
    {
        await using Pod pod = new();
        pod.AddModel(One, 300_000);
        pod.Files.Faults.Next(Fault.HalfBody, Fault.Reset, Fault.Status(503), Fault.TooManyRequests(1));
        (await pod.InstallAsync()).Succeeded();
        Installed.AssertModels(pod);
        Assert.Contains(
            pod.Files.Requests.All,
            static request => request.Header("Range") is string range
                && range != "bytes=0-"
                && request.Header("If-Range") == "\"v1\"");
    }

    [Fact]
    public async Task AStalledConnectionIsGivenUpAndTakenUpAgain()
    {
        await using Pod pod = new();
        pod.AddModel(One, 300_000);
        pod.Files.Faults.Next(Fault.StallInBody, Fault.Stall);
        (await pod.InstallAsync("--timeout", "1")).Succeeded();
        Installed.AssertModels(pod);
    }

    [Fact]
    public async Task AServerWithoutRangesSendsTheFileFromTheStart()
    {
        await using Pod pod = new();
        byte[] content = ServedFile.Weights(One, 300_000);
        pod.AddModel(One, served: new ServedFile { Content = content, AnswersRanges = false, SendsLength = false });
        pod.Files.Faults.Next(Fault.HalfBody);
        (await pod.InstallAsync()).Succeeded();
        Installed.AssertModels(pod);
    }

    [Fact]
    public async Task AFileThatChangedMeanwhileIsNotPutTogetherFromTwo()
    {
        await using Pod pod = new();
        ModelEntry entry = pod.AddModel(One, 300_000);
        string place = Path.Join(pod.Models, One);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place + ".part", ServedFile.Weights("something else", 100_000));
        File.WriteAllText(
            place + ".part.info",
            $$"""{"url": "{{entry.Source.Url}}", "size": 300000, "tag": "\"v0\"", "done": {"0": 100000} }""");
        (await pod.InstallAsync()).Succeeded();
        Installed.AssertModels(pod);
    }

    [Fact]
    public async Task APartThatIsNotOfTheFileIsFoundOutByTheHash()
    {
        await using Pod pod = new();
        pod.AddModel(One, 300_000);
        string place = Path.Join(pod.Models, One);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place + ".part", ServedFile.Weights("something else", 100_000));
        (await pod.InstallAsync()).Succeeded();
        Installed.AssertModels(pod);
    }

    [Fact]
    public async Task ALargeFileComesOverSeveralConnectionsAndWholeAfterAKill()
    {
        await using Pod pod = new();
        pod.AddModel(One, 200_000_000);
        pod.Files.BytesPerSecond = 500_000;
        pod.Write();
        using (CancellationTokenSource stop = new(TimeSpan.FromSeconds(3)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await pod.Prepare().ExecuteBufferedAsync(stop.Token));
        }

        Assert.True(File.Exists(Path.Join(pod.Models, One + ".part.info")));
        Assert.False(File.Exists(Path.Join(pod.Models, One)));
        pod.Files.BytesPerSecond = 0;
        int before = pod.Files.Requests.Count;

        // With another number of connections the pieces would have another length: what is there counts all the same.
        (await pod.RunAsync("--jobs", "16")).Succeeded();
        Installed.AssertModels(pod);
        Assert.True(pod.Files.Requests.MostAtOnce >= 3);
        Assert.Contains(
            pod.Files.Requests.All.Skip(before),
            static request => long.Parse(
                request.Header("Range")!["bytes=".Length..].Split('-')[0],
                CultureInfo.InvariantCulture) % 12_500_000 != 0);
    }

    [Fact]
    public async Task WhatIsNoModelIsNeverTakenForOne()
    {
        await using Pod pod = new();
        byte[] page = System.Text.Encoding.ASCII.GetBytes("<!DOCTYPE html><html>Sign in</html>");
        byte[] pointer = System.Text.Encoding.ASCII.GetBytes(
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n");
        pod.AddModel("loras/page.safetensors", served: new ServedFile { Content = page });
        pod.AddModel(
            "loras/typed.safetensors",
            served: new ServedFile { Content = ServedFile.Weights("x"), ContentType = "text/html; charset=utf-8" });
        pod.AddModel("loras/pointer.safetensors", served: new ServedFile { Content = pointer });
        pod.AddModel("loras/empty.safetensors", served: new ServedFile { Content = [] });
        ModelEntry other = pod.AddModel("loras/other.safetensors");
        pod.AddModel("loras/other.safetensors", other with { Sha256 = new string('1', 64) });
        ModelEntry longer = pod.AddModel("loras/longer.safetensors");
        pod.AddModel("loras/longer.safetensors", longer with { Size = 30_000 });
        pod.AddModel(
            "loras/gone.safetensors",
            longer with { Source = longer.Source with { Url = pod.Files.Address + "/gone" } });
        pod.AddModel("loras/right.safetensors");
        (await pod.InstallAsync()).Failed(
            ("loras/page.safetensors", "a web page came"),
            ("loras/typed.safetensors", "a web page came"),
            ("loras/pointer.safetensors", "a Git LFS pointer came"),
            ("loras/empty.safetensors", "empty"),
            ("loras/other.safetensors", "the pin says 1111"),
            ("loras/longer.safetensors", "the server has a file of 20000 bytes, the pin says 30000"),
            ("loras/gone.safetensors", "answered 404"));
        Assert.Equal(
            ["right.safetensors"],
            Directory.GetFiles(Path.Join(pod.Models, "loras"), "*.safetensors").Select(Path.GetFileName));
    }

    [Fact]
    public async Task ATokenGoesToItsHostAloneAndStandsOnNoCommandLine()
    {
        await using Pod pod = new();
        const string Token = "hf_SecretTokenThatNobodySees";
        pod.Hub.Tokens[Token] = ["org/gated"];
        pod.AddHubModel("checkpoints/gated.safetensors", "org/gated", "gated.safetensors", "auto");
        pod.AddModel(One);
        ScriptResult without = (await pod.InstallAsync()).Failed(("checkpoints/gated.safetensors", "set HF_TOKEN"));
        Assert.Equal("installed", without[One].Status);

        pod.Variables["HF_TOKEN"] = Token;
        pod.Hub.Cdn.BytesPerSecond = 10_000;
        Task<ScriptResult> running = pod.RunAsync();
        string seen = "";
        while (!running.IsCompleted)
        {
            seen += CommandLines.All();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        (await running).Succeeded();
        Installed.AssertModels(pod);
        Assert.True(pod.Hub.Requests.Saw(Token));
        Assert.False(pod.Hub.Cdn.Requests.Saw(Token));
        Assert.False(pod.Files.Requests.Saw(Token));
        Assert.Contains("curl", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Token,
            (await running).Output + await File.ReadAllTextAsync(pod.Report, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        // A licence that was not accepted is another cause than no token.
        pod.Hub.Tokens[Token] = [];
        File.Delete(Path.Join(pod.Models, "checkpoints/gated.safetensors"));
        (await pod.RunAsync()).Failed(("checkpoints/gated.safetensors", "accept the licence"));
    }

    [Fact]
    public async Task AMirrorIsAskedInsteadAndWhatComesIsCheckedByTheSameHash()
    {
        await using Pod pod = new();
        ModelEntry entry = pod.AddModel(One);
        pod.AddModel(
            One,
            entry with
            {
                Source = new PinSource
                {
                    Kind = SourceKind.Url,
                    Url = "https://nowhere.invalid/one",
                    Mirror = entry.Source.Url,
                },
            });
        pod.AddGitPack("owner/Pack");
        NodeEntry pack = pod.Document.Nodes["owner/pack"];
        pod.Pin(
            "owner/pack",
            pack with
            {
                Source = pack.Source with
                {
                    Url = "https://nowhere.invalid/owner/Pack",
                    Mirror = pod.Git.Address + "/owner/Pack",
                },
            });
        (await pod.InstallAsync()).Succeeded();
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task ARepositoryThatGivesNoSingleCommitsIsFetchedWhole()
    {
        await using Pod pod = new();
        TestServers.Git.GitRepository repository = pod.AddGitPack("owner/Pack");
        pod.Move("owner/pack", (await Installed.GitAsync(repository.Folder, "rev-parse", "main~1")).Trim());
        pod.Git.IsOld = true;
        (await pod.InstallAsync()).Succeeded();
        await Installed.AssertCompleteAsync(pod);
    }
}
