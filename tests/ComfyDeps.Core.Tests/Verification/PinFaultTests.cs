using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.GitHub;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.TestServers.Images;
using ComfyDeps.Registry;
using ComfyDeps.Verification;

namespace ComfyDeps.Core.Tests.Verification;

/// <summary>A service that is down, slow, throttling or lying gives no verdict, on good pins and on bad ones.</summary>
public sealed class PinFaultTests : IAsyncLifetime
{
    private const string Nowhere = "1111111111111111111111111111111111111111";

    private static readonly HubFile s_file = HubFile.Large("a.safetensors");

    private readonly PinWorld _world = new();

    public static TheoryData<string> Faults => [.. s_faults.Keys];

    private static readonly Dictionary<string, Fault> s_faults = new()
    {
        ["reset"] = Fault.Reset,
        ["stall"] = Fault.Stall,
        ["half"] = Fault.HalfBody,
        ["length"] = Fault.WrongLength,
        ["html"] = Fault.Html,
        ["html 404"] = Fault.Status(404, "<html><body>Not here</body></html>", "text/html"),
        ["error in 200"] = Fault.ErrorIn200,
        ["empty 200"] = Fault.EmptyIn200,
        ["500"] = Fault.Status(500),
        ["503"] = Fault.Status(503),
        ["429"] = Fault.TooManyRequests(3600),
        ["407"] = Fault.Status(407, "<html>Log in</html>", "text/html"),
    };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task AServiceThatFailsGivesNoVerdict(string fault)
    {
        // Where the true answer has no body, a cut or a wrong length does not spoil it.
        bool spoilsAll = fault is not ("half" or "length");
        RegistryPin[] pins = [.. Good().Concat(spoilsAll ? Bad() : []).Where(pin => CanTell(pin, fault))];
        _world.IsImpatient = true;
        foreach (StandIn service in _world.Services.All.Append(_world.Services.HuggingFace.Cdn))
        {
            service.Faults.Always(s_faults[fault]);
        }

        VerificationResult[] results = await _world.CheckAllAsync(pins);

        Assert.Equal(pins.Select(static pin => pin.Name), results.Select(static one => one.Name));
        Assert.All(results, static one => Assert.True(
            one is { Status: VerificationStatus.Undetermined, Code: PinCode.Unreachable, Message: not null },
            $"{one.Name}: {one.Status} {one.Code} {one.Message}"));
    }

    [Fact]
    public async Task AThirdOfAllRequestsFailingGivesNoWrongVerdict()
    {
        RegistryPin[] good = [.. Enumerable.Range(0, 40).Select(Published), .. Good()];
        RegistryPin[] bad = [.. Enumerable.Range(0, 40).Select(static i => PinWorld.Listed(Id(i), "6.6.6")), .. Bad()];
        Fault[] faults =
        [
            .. s_faults
                .Where(static one => one.Key is not ("stall" or "429" or "html 404"))
                .Select(static one => one.Value),
            Fault.TooManyRequests(0),
        ];
        int seed = 0;
        foreach (StandIn service in _world.Services.All)
        {
            service.Faults.Randomly(++seed, 1.0 / 3, faults);
        }

        VerificationResult[] ofGood = await _world.CheckAllAsync(good);
        VerificationResult[] ofBad = await _world.CheckAllAsync(bad);

        Assert.All(ofGood, static one => Assert.True(
            one.Status is VerificationStatus.Verified or VerificationStatus.Undetermined,
            $"{one.Name}: {one.Status} {one.Message}"));
        Assert.All(ofBad, static one => Assert.True(
            one.Status is VerificationStatus.Missing or VerificationStatus.Undetermined,
            $"{one.Name}: {one.Status} {one.Message}"));
        Assert.True(ofGood.Count(static one => one.IsOk) > good.Length / 2);
        Assert.True(ofBad.Count(static one => one.Status == VerificationStatus.Missing) > bad.Length / 2);
    }

    [Fact]
    public async Task AnOlderAnswerIsNoVerdictAndIsToldWithItsDate()
    {
        RegistryPin[] good = [.. Good()];
        _world.KeepsAnswers = true;
        Support.FakeClock clock = new();
        _world.Clock = clock;
        await _world.CheckAllAsync(good);
        clock.Advance(TimeSpan.FromHours(1));
        foreach (StandIn service in _world.Services.All)
        {
            service.Faults.Always(Fault.Status(503));
        }

        VerificationResult[] results = await _world.CheckAllAsync(good);

        Assert.All(results, static one => Assert.Equal(VerificationStatus.Undetermined, one.Status));
        Assert.Contains(
            results, static one => one.Message!.Contains("It was there on 2026-11-23", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StopsEarlyAndLeavesNothingRunning()
    {
        RegistryPin first = Published(0);
        GitRepository repository = _world.Services.Git.Add("artist/many");
        string commit = repository.Commit();
        RegistryPin[] pins =
        [
            first,
            .. Enumerable.Range(0, 300)
                .Select(
                    i => PinWorld.Commit(
                        commit, $"https://github.com/artist/pack{i.ToString(CultureInfo.InvariantCulture)}")),
        ];
        _world.Services.Git.Latency = TimeSpan.FromMilliseconds(20);
        PinChecker checker = _world.Session().Checker(null, TestContext.Current.CancellationToken);

        await foreach (VerificationResult result in checker.CheckAsync(
            Each(pins), TestContext.Current.CancellationToken))
        {
            Assert.True(result.IsOk);
            break;
        }

        checker.Dispose();
        int asked = _world.Services.Git.Requests.Count;
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(asked, _world.Services.Git.Requests.Count);
        Assert.True(asked < 150, $"{asked} requests were made.");
    }

    private static async IAsyncEnumerable<PinQuestion> Each(IEnumerable<RegistryPin> pins)
    {
        foreach (RegistryPin pin in pins)
        {
            await Task.Yield();
            yield return new PinQuestion(pin);
        }
    }

    private static string Id(int i) => $"pack{i.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>On a plain server an empty answer, one of another length and any 404 are answers like others.</summary>
    private static bool CanTell(RegistryPin pin, string fault)
        => pin.Source?.Kind != SourceKind.Url
            || fault is not ("empty 200" or "error in 200" or "html 404" or "length" or "half");

    private RegistryPin Published(int i)
    {
        if (_world.Services.ComfyRegistry.Packs.All(pack => pack.Id != Id(i)))
        {
            _world.Services.ComfyRegistry.Packs.Add(new RegistryPack { Id = Id(i), Versions =
                [new RegistryVersion { Version = "1.0.0" }] });
        }

        return PinWorld.Listed(Id(i), "1.0.0");
    }

    private List<RegistryPin> Good()
    {
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        string old = repository.Commit();
        string commit = repository.Commit();
        _world.Services.GitHub.Repositories.Add(new GitHubRepositoryData
        {
            Id = 1,
            FullName = "artist/pack",
            Branches = { ("main", commit) },
            Commits = { [old] = "behind", [commit] = "identical" },
        });
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", s_file));
        _world.Services.Civitai.Versions.Add(new CivitaiVersion
        {
            Id = 100,
            ModelId = 1,
            Files = [new CivitaiFile { Id = 200, Name = "a.safetensors", Content = ServedFile.Weights("civitai") }],
        });
        ImageTag image = new() { Name = "runpod/worker-comfyui", Tag = "base" };
        _world.Services.Images.Images.Add(image);
        string sha256 = _world.Services.Civitai.Versions[0].Files[0].Sha256!;
        return
        [
            Published(0),
            Published(1),
            PinWorld.Commit(commit),
            PinWorld.Commit(old),
            PinWorld.Hub("org/model", "a.safetensors", HubRepository.CommitOf("org/model"), s_file.Size, s_file.Sha256),
            PinWorld.Civitai(100, 200, 4096, sha256),
            PinWorld.Plain(
                _world.Services.Files.Add("/c.safetensors", ServedFile.Weights("c")), 4096, new string('a', 64)),
            new()
            {
                Kind = DependencyKind.Image,
                Name = image.Name,
                Image = new ImagePin(image.Name, image.Tag, ImageRegistryStandIn.DigestOf(image)),
            },
        ];
    }

    private List<RegistryPin> Bad() =>
    [
        PinWorld.Listed("pack0", "6.6.6"),
        PinWorld.Listed("nobody", "1.0.0"),
        PinWorld.Commit(Nowhere),
        PinWorld.Commit(Nowhere, "https://github.com/artist/gone"),
        PinWorld.Hub("org/gone", "a.safetensors", HubRepository.CommitOf("org/gone"), 1, new string('a', 64)),
        PinWorld.Civitai(999, 200, 4096, new string('a', 64)),
        PinWorld.Plain(new Uri(_world.Services.Files.Address + "/gone.safetensors"), 4096, new string('b', 64)),
    ];
}
