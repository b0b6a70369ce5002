using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Core.Tests.Catalog;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Core.Tests.Verification;
using ComfyDeps.Operations;
using ComfyDeps.Registry;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.HuggingFace;

namespace ComfyDeps.Core.Tests.Operations;

/// <summary>The rule by which versions are chosen, and what is written of it.</summary>
public sealed class UpdateRegistryTests : IAsyncLifetime
{
    private readonly PinWorld _world = new();
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string RegistryPath => Path.Join(_world.Folder, "comfy-registry.json");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task WhatTheWorkflowRecordedIsTakenWhereItExists()
    {
        Publish("pack", "1.0.0", "1.1.0", "2.0.0");

        NodeEntry entry = (await UpdateAsync(Class("A", "pack", "1.1.0"))).Nodes["pack"];

        Assert.Equal(
            ("1.1.0", "latest", VerificationStatus.Verified),
            (entry.Source.Version, entry.Requested, entry.Verification!.Status));
        Assert.Equal(["A"], entry.Classes);
        Assert.StartsWith(
            _world.Services.ComfyRegistry.Cdn.Address, entry.Source.DownloadUrl, StringComparison.Ordinal);
        Assert.Empty(_reporter.Warnings);
        Assert.Equal(0, _world.Services.ComfyRegistry.InstallsCounted);
    }

    [Fact]
    public async Task OfSeveralRecordedTheNewestThatExistsIsTakenWithAWarning()
    {
        Publish("pack", "9.0.0", "10.0.0", "11.0.0");

        NodeEntry entry = (await UpdateAsync(
            Class("A", "pack", "9.0.0"), Class("B", "pack", "10.0.0"), Class("C", "pack", "10.5.0"))).Nodes["pack"];

        Assert.Equal("10.0.0", entry.Source.Version);
        Assert.Equal(["A", "B", "C"], entry.Classes);
        Assert.Contains(_reporter.Warnings, static one => one.Contains("10.0.0 was taken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatWasRecordedAndDoesNotExistGivesWayToTheNewestGoodOne()
    {
        RegistryPack pack = Publish("pack", "1.0.0", "2.0.0");
        pack.Versions.Add(new RegistryVersion { Version = "3.0.0", Deprecated = true });
        pack.Versions.Add(new RegistryVersion { Version = "4.0.0", Status = "NodeVersionStatusFlagged" });
        pack.Versions.Add(new RegistryVersion { Version = "5.0.0-rc1" });

        NodeEntry entry = (await UpdateAsync(Class("A", "pack", "0.1.0"))).Nodes["pack"];

        Assert.Equal("2.0.0", entry.Source.Version);
        Assert.Contains(_reporter.Warnings, static one => one.Contains("0.1.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheEnvironmentDecidesWhatFits()
    {
        RegistryPack pack = Publish("pack", "1.0.0");
        pack.Versions.Add(new RegistryVersion { Version = "2.0.0", SupportedComfyUi = ">=0.4.0" });
        pack.Versions.Add(new RegistryVersion { Version = "1.5.0", SupportedOs = ["Windows"] });
        Write(new RegistryDocument
        {
            Environment = new RegistryEnvironment
            {
                ComfyUi = new ComfyUiPin(HubRepository.CommitOf("comfy"), "0.3.76"),
            },
        });

        NodeEntry entry = (await UpdateAsync(Class("A", "pack"))).Nodes["pack"];

        Assert.Equal("1.0.0", entry.Source.Version);
        Assert.Contains(_reporter.Warnings, static one => one.Contains("0.4.0", StringComparison.Ordinal));
        Assert.Contains(_reporter.Warnings, static one => one.Contains("Windows", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("3.12", ">=3.10,<3.13", false)]
    [InlineData("3.12", ">=3.12.4", false)]
    [InlineData("3.12.3", ">=3.12.4", true)]
    [InlineData("3.12", ">=3.13", true)]
    public async Task APackThatDoesNotWorkWithTheEnvironmentsPythonIsWarnedOf(
        string python,
        string requires,
        bool isWarned)
    {
        _world.Services.Git.Add("artist/pack").CommitFiles(
            new Dictionary<string, string>
            {
                ["pyproject.toml"] = $"[project]\nname = \"pack\"\nrequires-python = \"{requires}\"\n",
            });
        Write(new RegistryDocument { Environment = new RegistryEnvironment { Python = python } });

        await UpdateAsync(Class("A", "artist/pack"));

        Assert.Equal(
            isWarned, _reporter.Warnings.Any(one => one.Contains($"Python {requires}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ARecordedCommitIsPinnedWithTheTagThatStandsForIt()
    {
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        string old = repository.Commit();
        repository.Tag("v1.0", old);
        repository.Commit();

        NodeEntry entry = (await UpdateAsync(Class("A", "artist/pack", old))).Nodes["artist/pack"];

        Assert.Equal((old, "v1.0", "main"), (entry.Source.Commit, entry.Source.Ref, entry.Requested));
        Assert.Equal(VerificationStatus.Verified, entry.Verification!.Status);
        Assert.Equal("pack", entry.Directory);
    }

    [Fact]
    public async Task WithoutTheComfyRegistryTheNewestStableTagIsTakenElseTheDefaultBranch()
    {
        GitRepository tagged = _world.Services.Git.Add("artist/pack");
        string ten = tagged.Commit();
        tagged.Tag("v9.0", ten);
        tagged.Tag("v10.0", ten);
        tagged.Tag("v11.0-rc1", tagged.Commit());
        string head = _world.Services.Git.Add("artist/plain").Commit();

        RegistryDocument document = await UpdateAsync(Class("A", "artist/pack"), Class("B", "artist/plain"));

        Assert.Equal((ten, "v10.0", "latest"), Pin(document.Nodes["artist/pack"]));
        Assert.Equal((head, "main", "main"), Pin(document.Nodes["artist/plain"]));

        static (string?, string?, string?) Pin(NodeEntry entry)
            => (entry.Source.Commit, entry.Source.Ref, entry.Requested);
    }

    [Fact]
    public async Task ATagBeforeAClassCameIsNotTaken()
    {
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        string before = repository.Commit();
        repository.Tag("v1.0", before);
        string came = repository.Commit();
        string head = repository.Commit();
        _world.WritesCatalog = true;
        _world.Catalog = TestCatalog.Facts() with
        {
            SourceClasses =
            [
                new SourceClassFact("https://github.com/artist/pack", "New", SourceClassKind.Python, came, null, null),
            ],
            Sources = [new SourceFact("https://github.com/artist/pack", head, "2026-01-01", null)],
        };

        NodeEntry entry = (await UpdateAsync(Class("New", "artist/pack"))).Nodes["artist/pack"];
        Assert.Equal(head, entry.Source.Commit);

        repository.Tag("v1.1", came);
        File.Delete(RegistryPath);
        NodeEntry tagged = (await UpdateAsync(Class("New", "artist/pack"))).Nodes["artist/pack"];
        Assert.Equal((came, "v1.1"), (tagged.Source.Commit, tagged.Source.Ref));
    }

    [Fact]
    public async Task ARunThatFindsNothingNewChangesNoByte()
    {
        Publish("pack", "1.0.0");
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", HubFile.Large("a.safetensors")));
        object[] items =
        [
            Class("A", "pack"),
            Model("vae", "a.safetensors", "https://huggingface.co/org/model/resolve/main/a.safetensors"),
        ];
        await UpdateAsync(items);
        byte[] first = File.ReadAllBytes(RegistryPath);
        DateTime written = File.GetLastWriteTimeUtc(RegistryPath);

        await UpdateAsync(items);
        RegistryPlan whole = await PlanAsync();

        Assert.Equal(first, File.ReadAllBytes(RegistryPath));
        Assert.Equal(written, File.GetLastWriteTimeUtc(RegistryPath));
        Assert.Empty(whole.Changes);
    }

    [Fact]
    public async Task WhatCannotBeAskedStaysAsItIs()
    {
        Publish("pack", "1.0.0");
        await UpdateAsync(Class("A", "pack"));
        byte[] before = File.ReadAllBytes(RegistryPath);
        _world.IsImpatient = true;
        foreach (StandIn service in _world.Services.All)
        {
            service.Faults.Always(Fault.Status(503));
        }

        RegistryPlan plan = await PlanAsync(
            new UpdateRegistryOptions { CurrentFolder = _world.Folder, Repairs = true, Upgrades = true });
        RegistryDocument added = await UpdateAsync(
            Class("B", "new-pack"),
            Model("vae", "b.safetensors", "https://huggingface.co/org/model/resolve/main/b.safetensors"));

        Assert.Empty(plan.Changes);
        NodeEntry open = added.Nodes["new-pack"];
        Assert.Null(open.Source.Version);
        Assert.Null(open.Verification);
        Assert.Empty(added.Models);
        Assert.NotEqual(before, File.ReadAllBytes(RegistryPath));
        Assert.Contains(
            _reporter.Warnings,
            static one => one.Contains("'new-pack' is not pinned: could not be asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RepairMovesWhatIsGoneAndNothingElse()
    {
        RegistryPack pack = Publish("pack", "1.0.0", "1.1.0");
        Publish("other", "1.0.0", "2.0.0");
        await UpdateAsync(Class("A", "pack", "1.0.0"), Class("B", "other", "1.0.0"));
        pack.Versions.RemoveAt(0);

        RegistryDocument told = await SaveAsync(await PlanAsync());
        Assert.Equal(
            ("1.0.0", VerificationStatus.Missing),
            (told.Nodes["pack"].Source.Version, told.Nodes["pack"].Verification!.Status));
        Assert.Equal(["1.1.0"], told.Nodes["pack"].Verification!.AvailableVersions);

        RegistryPlan plan = await PlanAsync(
            new UpdateRegistryOptions { CurrentFolder = _world.Folder, Repairs = true });
        RegistryDocument repaired = await SaveAsync(plan);
        Assert.StartsWith("Pin 1.0.0 -> 1.1.0", Assert.Single(plan.Changes).Action, StringComparison.Ordinal);
        Assert.Equal(
            ("1.1.0", VerificationStatus.Verified),
            (repaired.Nodes["pack"].Source.Version, repaired.Nodes["pack"].Verification!.Status));
        Assert.Equal("1.0.0", repaired.Nodes["other"].Source.Version);
    }

    [Fact]
    public async Task UpgradeMovesGoodPinsWithinWhatTheyFollow()
    {
        Publish("free", "1.0.0");
        Publish("ranged", "1.0.0", "1.9.0", "2.0.0");
        Publish("still", "1.0.0", "2.0.0");
        GitRepository repository = _world.Services.Git.Add("artist/branch");
        string old = repository.Commit();
        await UpdateAsync(
            Class("A", "free", "1.0.0"),
            Class("B", "ranged", "1.0.0"),
            Class("C", "still", "1.0.0"),
            Class("D", "artist/branch", old));
        RegistryDocument now = RegistryFormat.Read(RegistryPath);
        Write(now with
        {
            Nodes = now.Nodes
                .SetItem("ranged", now.Nodes["ranged"] with { Requested = ">=1 <2" })
                .SetItem("still", now.Nodes["still"] with { Requested = null }),
        });
        string head = repository.Commit();
        _world.Services.ComfyRegistry.Packs[0].Versions.Add(new RegistryVersion { Version = "3.0.0" });

        RegistryDocument upgraded = await SaveAsync(
            await PlanAsync(new UpdateRegistryOptions { CurrentFolder = _world.Folder, Upgrades = true }));

        Assert.Equal("3.0.0", upgraded.Nodes["free"].Source.Version);
        Assert.Equal("1.9.0", upgraded.Nodes["ranged"].Source.Version);
        Assert.Equal("1.0.0", upgraded.Nodes["still"].Source.Version);
        Assert.Equal(head, upgraded.Nodes["artist/branch"].Source.Commit);
    }

    [Fact]
    public async Task AmbiguousPacksNeedADecision()
    {
        _world.Services.Git.Add("bob/ComfyUI-Small").Commit();
        WorkflowDependency close = Class(
            "Close",
            null,
            status: DependencyStatus.Ambiguous,
            alternatives: ["bob/comfyui-small", "carol/comfyui-bundle"]);

        RegistryPlan without = await PlanAsync(new UpdateRegistryOptions { CurrentFolder = _world.Folder, Items =
            [close], HasItems = true });
        RegistryDocument with = await SaveAsync(await PlanAsync(
            new UpdateRegistryOptions { CurrentFolder = _world.Folder, Items =
                [close], HasItems = true, AcceptsAmbiguous = true }));

        Assert.Empty(without.Changes);
        Assert.Contains(
            _reporter.Warnings,
            static one => one.Contains("bob/comfyui-small, carol/comfyui-bundle", StringComparison.Ordinal));
        Assert.Equal(["Close"], with.Nodes["bob/comfyui-small"].Classes);
    }

    [Fact]
    public async Task ModelsGetCommitSizeAndHashAndSecondNames()
    {
        HubFile file = HubFile.Large("a.safetensors");
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", file));
        const string Url = "https://huggingface.co/org/model/resolve/main/a.safetensors";

        ModelEntry entry = Assert.Single((await UpdateAsync(
            Model("diffusion_models", "a.safetensors", Url),
            Model("diffusion_models", "flux/a.safetensors", Url))).Models).Value;

        Assert.Equal(
            (HubRepository.CommitOf("org/model"), file.Size, file.Sha256, "main"),
            (entry.Source.Commit, entry.Size, entry.Sha256, entry.Requested));
        Assert.Equal(["diffusion_models/flux/a.safetensors"], entry.Aliases);
        Assert.Equal(VerificationStatus.Verified, entry.Verification!.Status);
    }

    [Fact]
    public async Task GatedModelsAreMarkedAndNotCalledVerified()
    {
        HubFile file = HubFile.Large("a.safetensors");
        _world.Services.HuggingFace.Repositories.Add(new HubRepository
        {
            Id = "org/model",
            Gated = "auto",
            Revisions = { new HubRevision { Commit = HubRepository.CommitOf("org/model"), Files = [file] } },
        });

        ModelEntry entry = (await UpdateAsync(
            Model(
                "vae",
                "a.safetensors",
                "https://huggingface.co/org/model/resolve/main/a.safetensors"))).Models["vae/a.safetensors"];

        Assert.True(entry.Gated);
        Assert.Equal(file.Sha256, entry.Sha256);
        Assert.Equal(VerificationStatus.Inaccessible, entry.Verification!.Status);
    }

    [Fact]
    public async Task WhatNoSourcePublishesAHashForIsHashedByDownload()
    {
        HubFile config = HubFile.Small("config.json");
        HubFile weights = HubFile.Large("model.safetensors");
        _world.Services.HuggingFace.Repositories.Add(
            HubRepository.Of("org/florence", config, weights, HubFile.Small("README.md")));
        Uri plain = _world.Services.Files.Add("/c.safetensors", ServedFile.Weights("c"));
        object[] items =
        [
            Model("LLM", "Florence-2", "https://huggingface.co/org/florence"),
            Model("vae", "c.safetensors", plain.AbsoluteUri),
        ];

        RegistryDocument open = await UpdateAsync(items);
        Assert.Equal(VerificationStatus.Unpinned, open.Models["vae/c.safetensors"].Verification!.Status);
        Assert.Equal(VerificationStatus.Unpinned, open.Models["LLM/Florence-2"].Verification!.Status);

        RegistryDocument hashed = await SaveAsync(
            await PlanAsync(new UpdateRegistryOptions { CurrentFolder = _world.Folder, Downloads = true }));
        ModelEntry folder = hashed.Models["LLM/Florence-2"];
        Assert.Equal(["config.json", "model.safetensors"], folder.Files.Keys);
        Assert.Equal(config.Sha256, folder.Files["config.json"].Sha256);
        Assert.Equal(VerificationStatus.Verified, folder.Verification!.Status);
        Assert.Equal(
            (new ServedFile { Content = ServedFile.Weights("c") }.Sha256, 4096L, VerificationStatus.Verified),
            (hashed.Models["vae/c.safetensors"].Sha256, hashed.Models["vae/c.safetensors"].Size, hashed.Models["vae/c.safetensors"].Verification!.Status));
    }

    [Fact]
    public async Task ArchivesAreHashedOnceAndALaterDifferenceIsAMismatch()
    {
        Publish("pack", "1.0.0");
        await UpdateAsync(Class("A", "pack"));
        UpdateRegistryOptions download = new() { CurrentFolder = _world.Folder, Downloads = true };

        RegistryPlan trial = await PlanAsync(
            new UpdateRegistryOptions { CurrentFolder = _world.Folder, Downloads = true, IsTrial = true });
        Assert.Contains("hash the archive", Assert.Single(trial.Changes).Action, StringComparison.Ordinal);
        Assert.Equal(0, _world.Services.ComfyRegistry.Cdn.Requests.Count);

        NodeEntry hashed = (await SaveAsync(await PlanAsync(download))).Nodes["pack"];
        Assert.Matches("^[0-9a-f]{64}$", hashed.Source.Sha256!);
        Assert.Empty((await PlanAsync(download)).Changes);

        _world.Services.ComfyRegistry.Cdn.Faults.Always(Fault.Status(200, "something else", "application/zip"));
        NodeEntry changed = (await SaveAsync(await PlanAsync(download))).Nodes["pack"];
        Assert.Equal(VerificationStatus.Mismatch, changed.Verification!.Status);
        Assert.Equal(hashed.Source.Sha256, changed.Source.Sha256);
    }

    [Fact]
    public async Task UnsafePacksAreNeverVerified()
    {
        GitRepository repository = _world.Services.Git.Add("AppleBotzz/ComfyUI_LLMVISION");
        repository.Commit();

        NodeEntry entry = (await UpdateAsync(
            Class("A", "applebotzz/comfyui_llmvision"))).Nodes["applebotzz/comfyui_llmvision"];

        Assert.Equal(VerificationStatus.Unsafe, entry.Verification!.Status);
        Assert.Contains(_reporter.Warnings, static one => one.Contains("Unsafe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APodIsAdopted()
    {
        Publish("pack", "1.0.0", "2.0.0");
        GitRepository repository = _world.Services.Git.Add("artist/own");
        string commit = repository.Commit();
        repository.Commit();

        string comfy = _world.Services.Git.Add("comfyanonymous/ComfyUI").Commit();

        RegistryDocument document = await UpdateAsync(
            new InstalledItem
            {
                Kind = DependencyKind.ComfyUI,
                Name = "ComfyUI",
                Environment = "pod",
                Commit = comfy,
                Version = "0.3.76",
            },
            new InstalledItem
            {
                Kind = DependencyKind.Python,
                Name = "torch",
                Environment = "pod",
                Location = "/venv",
                Version = "2.7.1+cu128",
            },
            new InstalledItem
            {
                Kind = DependencyKind.Python,
                Name = "Pillow",
                Environment = "pod",
                Location = "/venv",
                Version = "11.1.0",
            },
            new InstalledItem
            {
                Kind = DependencyKind.Python,
                Name = "evil\nname",
                Environment = "pod",
                Location = "/venv",
                Version = "1.0",
            },
            new InstalledItem
            {
                Kind = DependencyKind.Node,
                Name = "pack",
                Environment = "pod",
                Source = SourceKind.ComfyRegistry,
                Version = "1.0.0",
            },
            new InstalledItem
            {
                Kind = DependencyKind.Node,
                Name = "artist/own",
                Environment = "pod",
                Source = SourceKind.Git,
                Url = new Uri("https://github.com/artist/own"),
                Commit = commit,
            },
            new InstalledItem { Kind = DependencyKind.Node, Name = "off", Environment = "pod", Enabled = false });

        Assert.Equal("1.0.0", document.Nodes["pack"].Source.Version);
        Assert.Equal(commit, document.Nodes["artist/own"].Source.Commit);
        Assert.Equal(2, document.Nodes.Count);
        Assert.Equal(new ComfyUiPin(comfy, "0.3.76"), document.Environment.ComfyUi);
        Assert.Equal(
            "Pillow==11.1.0\ntorch==2.7.1+cu128\n", File.ReadAllText(Path.Join(_world.Folder, "constraints.txt")));
        VerificationResult constraints = await _world.CheckAsync(ComfyDeps.Verification.RegistryPin.All(
            document).Single(
            static pin => pin.Kind == DependencyKind.Python));
        Assert.True(constraints.IsOk, constraints.Message);
    }

    private static WorkflowDependency Class(
        string name,
        string? pack,
        string? version = null,
        DependencyStatus status = DependencyStatus.Resolved,
        IReadOnlyList<string>? alternatives = null)
            => new()
            {
                Workflow = "flow",
                WorkflowPath = "/flow.json",
                Format = WorkflowFormat.Prompt,
                Kind = DependencyKind.Node,
                Name = name,
                Status = status,
                Pack = pack,
                PackUrl = pack?.Contains('/', StringComparison.Ordinal) == true
                    ? new Uri($"https://github.com/{pack}")
                    : null,
                Version = version,
                RecordedVersions = version is null ? [] : [version],
                Alternatives = alternatives ?? [],
            };

    private static WorkflowDependency Model(string folder, string name, string url) => new()
    {
        Workflow = "flow",
        WorkflowPath = "/flow.json",
        Format = WorkflowFormat.Prompt,
        Kind = DependencyKind.Model,
        Name = name,
        Status = DependencyStatus.Resolved,
        Folder = folder,
        FileName = name.Split('/')[^1],
        SourceUrl = new Uri(url),
    };

    private RegistryPack Publish(string id, params string[] versions)
    {
        RegistryPack pack = new() { Id = id, Versions =
            [.. versions.Select(static one => new RegistryVersion { Version = one })] };
        _world.Services.ComfyRegistry.Packs.Add(pack);
        return pack;
    }

    private void Write(RegistryDocument document) => File.WriteAllBytes(RegistryPath, RegistryFormat.Render(document));

    private Task<RegistryPlan> PlanAsync(UpdateRegistryOptions? options = null)
        => UpdateRegistry.PlanAsync(
            options ?? new UpdateRegistryOptions { CurrentFolder = _world.Folder },
            RegistryFile.LoadOrNew(RegistryPath),
            _world.Session(),
            _reporter,
            Stop);

    private async Task<RegistryDocument> UpdateAsync(params object[] items)
        => await SaveAsync(
            await PlanAsync(
                new UpdateRegistryOptions { CurrentFolder = _world.Folder, Items = items, HasItems = true }));

    private async Task<RegistryDocument> SaveAsync(RegistryPlan plan)
    {
        if (plan.Changes.Count > 0)
        {
            await foreach (RegistryEntry _ in UpdateRegistry.SaveAsync(plan, plan.Changes, _reporter, Stop))
            {
            }
        }

        return RegistryFormat.Read(RegistryPath);
    }
}
