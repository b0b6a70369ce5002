using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Server;
using ComfyDeps.TestServers.ComfyUi;

namespace ComfyDeps.Core.Tests.Inspection.Server;

/// <summary>A running ComfyUI as an environment, over real sockets.</summary>
public sealed class ServerInspectorTests : IAsyncDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly ComfyUiStandIn _server = new();

    public ServerInspectorTests()
    {
        _server.Classes.Add(new ServedClass { Name = "Some", PythonModule = "custom_nodes.Released-Pack" });
        _server.Packs.Add(new ServedPack { Folder = "Released-Pack", RegistryId = "released-pack", Version = "1.2.3" });
        _server.Packs.Add(new ServedPack
        {
            Folder = "Git-Pack",
            Version = Commit,
            Repository = "someone/Git-Pack",
            ImportFailure = "No module named \u001b[31m'cv2'",
        });
        _server.Packs.Add(new ServedPack { Folder = "Loose", Version = "unknown", IsEnabled = false });
        _server.Models.Clear();
        _server.Models["checkpoints"] = ["sd/one.safetensors"];
        _server.Models["diffusion_models"] = ["flux.safetensors"];
        _server.Models["unet_gguf"] = ["q8.gguf"];
        _server.Models["custom_nodes"] = ["x.py"];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(ManagerKind.Legacy)]
    [InlineData(ManagerKind.V4)]
    public async Task PacksVersionsAndModelsAreTold(ManagerKind manager)
    {
        _server.Manager = manager;
        RecordingReporter reporter = new();

        IReadOnlyList<InspectedItem> items = await InspectAsync(reporter);

        Assert.Equal("0.3.76", items.Named("ComfyUI").Item.Version);
        InstalledItem released = items.Named("released-pack").Item;
        Assert.Equal(
            (SourceKind.ComfyRegistry, "1.2.3", null, true),
            (released.Source, released.Version, released.Commit, released.Enabled));
        InspectedItem git = items.Named("someone/git-pack");
        Assert.Equal(
            (SourceKind.Git, Commit, "https://github.com/someone/Git-Pack"),
            (git.Item.Source, git.Item.Commit, git.Item.Url!.AbsoluteUri));
        Assert.Equal("ImportFailed", git.Codes());
        Assert.DoesNotContain(git.Findings[0].Message, char.IsControl);
        Assert.Equal("Disabled", items.Named("Loose").Codes());
        Assert.Equal(
            ["checkpoints/sd/one.safetensors", "diffusion_models/flux.safetensors", "diffusion_models/q8.gguf"],
            items.Where(static i => i.Item.Kind == DependencyKind.Model).Select(static i => i.Item.Name));
        Assert.All(items, static i => Assert.Null(i.Item.Sha256));
        Assert.Empty(reporter.Warnings);
    }

    [Fact]
    public async Task WithoutAManagerThePacksVersionsAreUndetermined()
    {
        _server.Manager = ManagerKind.None;
        RecordingReporter reporter = new();

        InspectedItem pack = (await InspectAsync(reporter)).Named("Released-Pack");

        Assert.Null(pack.Item.Version);
        InspectionFinding finding = Assert.Single(pack.Findings);
        Assert.Equal((VerificationStatus.Undetermined, "NotTold"), (finding.Status, finding.Code));
        Assert.Contains("ComfyUI-Manager", Assert.Single(reporter.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatDoesNotAnswerIsAnError()
    {
        Uri address = new(_server.Address);
        await _server.DisposeAsync();

        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(
            () => InspectAsync(new RecordingReporter(), ServerAddress.Create(address)));

        Assert.Equal(ErrorCode.EnvironmentUnavailable, error.Code);
    }

    [Fact]
    public async Task ALockedServerIsNotAnAbsentOne()
    {
        _server.BasicAuthentication = "user:secret";

        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(
            () => InspectAsync(new RecordingReporter()));

        Assert.Equal(ErrorCode.SourceAccessDenied, error.Code);
        Uri named = new UriBuilder(_server.Address) { UserName = "user", Password = "secret" }.Uri;
        IReadOnlyList<InspectedItem> items = await InspectAsync(new RecordingReporter(), ServerAddress.Create(named));
        Assert.NotEmpty(items);
        Assert.All(items, static i => Assert.DoesNotContain("secret", i.Item.Environment, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<InspectedItem>> InspectAsync(
        RecordingReporter reporter,
        ServerAddress? address = null)
    {
        List<InspectedItem> items = [];
        ServerInspector inspector = new(
            TestPipeline.Create(), address ?? ServerAddress.Create(new Uri(_server.Address)));
        await foreach (InspectedItem item in inspector.InspectAsync(
            new InspectionOptions(), reporter, TestContext.Current.CancellationToken))
        {
            items.Add(item);
        }

        return items;
    }
}
