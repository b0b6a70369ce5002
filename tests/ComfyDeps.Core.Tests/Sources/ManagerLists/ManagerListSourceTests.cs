using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Sources.ManagerLists;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Files;

namespace ComfyDeps.Core.Tests.Sources.ManagerLists;

/// <summary>ComfyUI-Manager's lists over real sockets.</summary>
public sealed class ManagerListSourceTests : IAsyncDisposable
{
    private readonly FileStandIn _server = new("Lists");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("comfydeps-lists");

    public ManagerListSourceTests()
        => TestServers.Manager.ManagerLists.AddTo(
            _server,
            [new RegistryPack { Id =
                "a", Repository =
                    "https://github.com/o/a", Versions = { new RegistryVersion { Version = "1.0.0", Classes =
                ["A"] } } }],
            [("loras", "a.safetensors", "https://huggingface.co/o/a/resolve/main/a.safetensors")],
            "KSampler");

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task FetchesEveryList()
    {
        Answer<DirectoryInfo> answer = await FetchAsync();

        Assert.True(answer.Exists);
        Assert.Equal(
            ["custom-node-list.json", "extension-node-map.json", "github-stats.json", "model-list.json"],
            _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("model-list.json")]
    [InlineData("extension-node-map.json")]
    public async Task OneListThatCannotBeHadIsEnoughToUseNone(string list)
    {
        _server.Faults.Always(Fault.Html, list);

        Assert.Equal(AnswerKind.Undetermined, (await FetchAsync()).Kind);
    }

    [Fact]
    public async Task AnotherListInItsPlaceIsNotTaken()
    {
        _server.Faults.Always(Fault.Status(200, "{}"), "custom-node-list.json");

        Assert.Equal(AnswerKind.Undetermined, (await FetchAsync()).Kind);
    }

    private Task<Answer<DirectoryInfo>> FetchAsync()
        => new ManagerListSource(TestPipeline.Impatient(), TestPipeline.At(_server.Address))
            .FetchAsync(_folder, TestContext.Current.CancellationToken);
}
