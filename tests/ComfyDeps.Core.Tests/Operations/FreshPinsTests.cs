using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Core.Tests.Verification;
using ComfyDeps.Operations;
using ComfyDeps.Registry;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.Verification;

namespace ComfyDeps.Core.Tests.Operations;

public sealed class FreshPinsTests : IAsyncLifetime
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly PinWorld _world = new();
    private readonly FakeClock _clock = new();

    public ValueTask InitializeAsync()
    {
        _world.Clock = _clock;
        _world.Services.ComfyRegistry.Packs.Add(new RegistryPack { Id = "good", Versions =
            [new RegistryVersion { Version = "1.0.0" }] });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task WhatWasGoodALittleWhileAgoIsNotAskedAgain()
    {
        Assert.True((await EnsureAsync(Document("good"), s_day)).Single().IsOk);
        int asked = _world.Services.ComfyRegistry.Requests.Count;

        VerificationResult kept = (await EnsureAsync(Document("good"), s_day)).Single();
        Assert.True(kept.IsOk);
        Assert.Equal(asked, _world.Services.ComfyRegistry.Requests.Count);

        _clock.Advance(2 * s_day);
        Assert.True((await EnsureAsync(Document("good"), s_day)).Single().IsOk);
        Assert.True(_world.Services.ComfyRegistry.Requests.Count > asked);
    }

    [Fact]
    public async Task TheLaterOfRegistryAndCacheCounts()
    {
        PinVerification verified = new()
        {
            Status = VerificationStatus.Verified,
            CheckedAt = _clock.GetUtcNow() - TimeSpan.FromHours(3),
        };

        VerificationResult known = (await EnsureAsync(Document("good", verified), s_day)).Single();
        Assert.Equal(verified.CheckedAt, known.CheckedAt);
        Assert.Equal(0, _world.Services.ComfyRegistry.Requests.Count);

        await EnsureAsync(Document("good", verified), TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromMinutes(30));
        VerificationResult later = (await EnsureAsync(Document("good", verified), TimeSpan.FromHours(1))).Single();
        Assert.True(later.CheckedAt > verified.CheckedAt);
    }

    [Fact]
    public async Task AnotherPinIsAnotherQuestion()
    {
        await EnsureAsync(Document("good"), s_day);

        VerificationResult result = (await EnsureAsync(Document("good", version: "2.0.0"), s_day)).Single();

        Assert.Equal(VerificationStatus.Missing, result.Status);
    }

    [Fact]
    public async Task OfflineOnlyTheAgeDecides()
    {
        await EnsureAsync(Document("good"), s_day);
        _clock.Advance(TimeSpan.FromHours(2));

        VerificationResult young = (await EnsureAsync(Document("good"), s_day, isOffline: true)).Single();
        VerificationResult old = (await EnsureAsync(Document("good"), TimeSpan.FromHours(1), isOffline: true)).Single();
        VerificationResult never = (await EnsureAsync(Document("other"), s_day, isOffline: true)).Single();

        Assert.True(young.IsOk);
        Assert.Equal((VerificationStatus.Undetermined, PinCode.Offline), (old.Status, old.Code));
        Assert.Equal((VerificationStatus.Undetermined, PinCode.Offline), (never.Status, never.Code));
    }

    [Fact]
    public async Task WhatTurnedBadOrCannotBeAskedIsNotGood()
    {
        await EnsureAsync(Document("good"), s_day);
        _clock.Advance(2 * s_day);
        _world.Services.ComfyRegistry.Faults.NextOf("/versions/", Enumerable.Repeat(Fault.Status(503), 3).ToArray());

        VerificationResult unasked = (await EnsureAsync(Document("good"), s_day)).Single();
        _world.Services.ComfyRegistry.Packs[0].Versions[0].Status = "NodeVersionStatusBanned";
        VerificationResult banned = (await EnsureAsync(Document("good"), TimeSpan.Zero)).Single();
        VerificationResult offline = (await EnsureAsync(Document("good"), 30 * s_day, isOffline: true)).Single();

        Assert.Equal(VerificationStatus.Undetermined, unasked.Status);
        Assert.Equal(VerificationStatus.Unsafe, banned.Status);
        Assert.Equal((VerificationStatus.Undetermined, PinCode.Offline), (offline.Status, offline.Code));
    }

    [Fact]
    public async Task ManyProcessesMayRememberAtOnce()
    {
        RegistryPin pin = PinWorld.Listed("good", "1.0.0");
        DateTimeOffset now = _clock.GetUtcNow();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
        {
            GoodPins store = new(_world.Folder);
            for (int n = 0; n < 50; n++)
            {
                store.Keep(pin, now.AddSeconds(i));
                Assert.NotNull(store.Find(pin));
            }
        })));

        Assert.Single(
            System.IO.Directory.GetFiles(
                System.IO.Path.Join(_world.Folder, "pins"), "*", System.IO.SearchOption.AllDirectories));
    }

    private static RegistryDocument Document(string id, PinVerification? verification = null, string version = "1.0.0")
    {
        RegistryDocument empty = new();
        return empty with { Nodes = empty.Nodes.Add(id, PinWorld.Listed(id, version, verification).Node!) };
    }

    private Task<IReadOnlyList<VerificationResult>> EnsureAsync(
        RegistryDocument document,
        TimeSpan maximumAge,
        bool isOffline = false)
        => FreshPins.EnsureAsync(
            _world.Session(isOffline),
            document,
            _world.Folder,
            null,
            maximumAge,
            NullReporter.Instance,
            TestContext.Current.CancellationToken);
}
