using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Channels;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Operations;
using ComfyDeps.Sources;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.HuggingFace;

namespace ComfyDeps.Core.Tests.Operations;

/// <summary>
/// Finding model files by all that a user may have in hand, with the catalog of the checkout and stand-ins for the
/// services.
/// </summary>
public sealed class FindModelVersionTests : IAsyncDisposable
{
    private const string Wan = "Comfy-Org/Wan_2.2_ComfyUI_Repackaged";
    private const string High = "wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors";
    private const string Low = "wan2.2_t2v_low_noise_14B_fp8_scaled.safetensors";

    private static readonly Lazy<NodeCatalog> s_catalog = new(
        () => CatalogStore.Open(Path.Join(Repository.Root, "registry", "catalog"), CatalogOrigin.Shipped));

    private readonly HuggingFaceStandIn _hub = new();
    private readonly CivitaiStandIn _civitai = new();
    private readonly FileStandIn _files = new();
    private readonly RecordingReporter _reporter = new();

    public FindModelVersionTests()
    {
        _hub.Repositories.Add(HubRepository.Of(
            Wan,
            HubFile.Large("split_files/diffusion_models/" + High),
            HubFile.Large("split_files/diffusion_models/" + Low)));
        _hub.Repositories.Add(new HubRepository
        {
            Id = "black-forest-labs/FLUX.1-dev",
            Gated = "auto",
            Revisions = { new HubRevision { Commit = HubRepository.CommitOf("flux"), Files =
                [HubFile.Large("flux1-dev.safetensors")] } },
        });
        _civitai.Versions.Add(new CivitaiVersion
        {
            Id = 2,
            ModelId = 1,
            Files = [new CivitaiFile { Id = 3, Name = "style.safetensors", Content = ServedFile.Weights("style") }],
        });
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(0, _civitai.DownloadsCounted);
        await _hub.DisposeAsync();
        await _civitai.DisposeAsync();
        await _files.DisposeAsync();
    }

    [Fact]
    public async Task NamesOfOneRepositoryCostOneRequest()
    {
        List<ModelVersion> found = await FindAsync("wan/" + High, Low, "wan/" + High);

        Assert.Equal(["wan/" + High, Low], found.Select(version => version.Name));
        Assert.All(found, version => Assert.Equal("diffusion_models", version.Folder));
        Assert.Equal(1, _hub.Requests.Count);
        Assert.Empty(_reporter.Errors);
    }

    [Fact]
    public async Task AWildcardMeansEveryFileThatTheCatalogHas()
    {
        Assert.Equal(
            [High, Low],
            (await FindAsync("wan2.2_t2v_*_noise_14B_fp8_scaled*"))
                .Select(version => version.Name)
                .Order(StringComparer.Ordinal));
        Assert.Empty(await FindAsync("nothing-*-like-this"));
        Assert.Empty(_reporter.Errors);
    }

    [Fact]
    public async Task AnExactNameThatNobodyKnowsIsAnError()
    {
        Assert.Empty(await FindAsync("nothing_like_this.safetensors"));

        Assert.Equal(ErrorCode.NotFound, Assert.Single(_reporter.Errors).Code);
        Assert.Contains("-Uri", _reporter.Errors[0].Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGatedRepositoryIsToldOnceWithThePageOfItsLicence()
    {
        Uri address = new("https://huggingface.co/black-forest-labs/FLUX.1-dev/resolve/main/flux1-dev.safetensors");
        List<ModelVersion> found = await FindAsync(address, "flux1-dev.safetensors", address.AbsoluteUri);

        Assert.True(found[0].IsGated);
        Assert.Contains(
            "https://huggingface.co/black-forest-labs/FLUX.1-dev",
            Assert.Single(_reporter.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARepositoryMeansAllItsFiles()
        => Assert.Equal(2, (await FindAsync(Wan)).Count);

    [Fact]
    public async Task TakesDependenciesUrnsHashesAndPlainAddresses()
    {
        Uri plain = _files.Add("/x/a.pth", ServedFile.Weights("plain", 900));
        List<ModelVersion> found = await FindAsync(
            new WorkflowDependency
            {
                Workflow = "w",
                WorkflowPath = "/w.json",
                Format = WorkflowFormat.Graph,
                Kind = DependencyKind.Model,
                Name = "my\\" + High,
                FileName = High,
                Folder = "diffusion_models",
                Status = DependencyStatus.Resolved,
            },
            "urn:air:flux1:lora:civitai:1@2",
            _civitai.Versions[0].Files[0].Sha256!,
            plain,
            new NodePack { Name = "not a model" });

        Assert.Equal(
            [SourceKind.HuggingFace, SourceKind.Civitai, SourceKind.Civitai, SourceKind.Url],
            found.Select(version => version.Source));
        Assert.Equal("diffusion_models", found[0].Folder);
        Assert.Equal(900, found[3].Size);
        Assert.Contains("not a model", Assert.Single(_reporter.Details), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVersionThatIsPipedBackIsAskedForAnew()
    {
        ModelVersion first = Assert.Single(await FindAsync(High));
        string newer = HubRepository.CommitOf("newer");
        _hub.Repositories[0].Revisions.Insert(
            0, new HubRevision { Commit = newer, Files = _hub.Repositories[0].Revisions[0].Files });

        Assert.Equal(newer, Assert.Single(await FindAsync(first)).Commit);
    }

    [Fact]
    public async Task WhatCouldNotBeAskedIsNotSaidToBeMissing()
    {
        _hub.Faults.Always(Fault.Status(500));
        Assert.Empty(
            await FindAsync(High, new Uri("https://huggingface.co/nobody/nothing/resolve/main/a.safetensors")));

        Assert.All(_reporter.Errors, error => Assert.Equal(ErrorCode.SourceUnavailable, error.Code));
        Assert.Equal(2, _reporter.Errors.Count);
    }

    [Fact]
    public async Task GivesWhatIsFoundWhileOthersStillCome()
    {
        Channel<object> items = Channel.CreateUnbounded<object>();
        await using IAsyncEnumerator<ModelVersion> found = Run(
            items.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        foreach (string name in (string[])[High, Low, "wan/" + High])
        {
            // The next one is given only after the one before was found: they still share one request.
            Assert.True(items.Writer.TryWrite(name));
            Assert.True(await found.MoveNextAsync());
            Assert.Equal(name, found.Current.Name);
        }

        items.Writer.Complete();
        Assert.False(await found.MoveNextAsync());
        Assert.Equal(1, _hub.Requests.Count);
    }

    [Fact]
    public async Task WhatEndsEarlyLeavesNothingRunning()
    {
        _hub.Faults.Always(Fault.Stall, "org/slow");
        object[] items =
        [
            High,
            .. Enumerable.Range(0, 300).Select(static i => $"https://huggingface.co/org/slow-{i}/resolve/main/a.pth"),
        ];
        await foreach (ModelVersion version in Run(items.ToAsyncEnumerable()))
        {
            Assert.Equal(High, version.Name);
            break;
        }

        int asked = _hub.Requests.Count;
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(asked, _hub.Requests.Count);
        Assert.InRange(asked, 1, 40);
    }

    [Fact]
    public async Task AThirdOfAllRequestsFailingGivesNoWrongAnswer()
    {
        // Every second repository, and in it every second file, exists.
        for (int i = 0; i < Repositories; i += 2)
        {
            _hub.Repositories.Add(
                HubRepository.Of(RepositoryName(i), HubFile.Large("0.safetensors"), HubFile.Large("2.safetensors")));
        }

        object[] items =
        [
            .. from repository in Enumerable.Range(0, Repositories)
               from file in Enumerable.Range(0, 4)
               select new Uri(
                   $"https://huggingface.co/{RepositoryName(repository)}/resolve/main/"
                       + $"{file.ToString(CultureInfo.InvariantCulture)}.safetensors"),
        ];
        _hub.Faults.Randomly(
            3,
            1.0 / 3,
            Fault.Reset,
            Fault.HalfBody,
            Fault.WrongLength,
            Fault.Html,
            Fault.EmptyIn200,
            Fault.ErrorIn200,
            Fault.Status(500),
            Fault.Status(503),
            Fault.TooManyRequests(0),
            Fault.Status(404, "<html>not here</html>", "text/html"));

        List<ModelVersion> found = await FindAsync(items);

        string[] missing =
        [
            .. _reporter.Errors.Where(static one => one.Code == ErrorCode.NotFound)
                .Select(static one => (string)one.Target!),
        ];
        Assert.All(
            found,
            static one => Assert.True(Exists(one.DownloadUrl!.AbsolutePath), $"{one.DownloadUrl} does not exist."));
        Assert.All(
            missing, static address => Assert.False(Exists(new Uri(address).AbsolutePath), $"{address} exists."));
        Assert.All(
            _reporter.Errors, static one => Assert.True(one.Code is ErrorCode.NotFound or ErrorCode.SourceUnavailable));
        Assert.Equal(items.Length, found.Count + _reporter.Errors.Count);
        Assert.True(found.Count > Repositories / 2, $"Only {found.Count} files were found.");
        Assert.True(missing.Length > Repositories, $"Only {missing.Length} files were said to be missing.");

        static bool Exists(string path) => Array.TrueForAll(
            [path.Split('/')[2][^3..], path.Split('/')[^1][..1]],
            static number => int.Parse(number, CultureInfo.InvariantCulture) % 2 == 0);
    }

    private const int Repositories = 250;

    private static string RepositoryName(int number)
        => string.Create(CultureInfo.InvariantCulture, $"org/models-{number:000}");

    private async Task<List<ModelVersion>> FindAsync(params object[] items)
    {
        List<ModelVersion> found = [];
        await foreach (ModelVersion version in Run(items.ToAsyncEnumerable()))
        {
            found.Add(version);
        }

        return found;
    }

    private IAsyncEnumerable<ModelVersion> Run(IAsyncEnumerable<object> items)
    {
        ServiceAddresses addresses = new() { HuggingFace = new Uri(_hub.Address), Civitai = new Uri(_civitai.Address) };
        ModelSources sources = new(TestPipeline.Create(), addresses);
        return FindModelVersion.RunAsync(
            items, new ModelQuestions(s_catalog.Value), sources, _reporter, TestContext.Current.CancellationToken);
    }
}
