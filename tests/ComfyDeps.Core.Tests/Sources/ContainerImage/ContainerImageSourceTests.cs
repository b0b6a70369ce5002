using System;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Sources.ContainerImage;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Images;

namespace ComfyDeps.Core.Tests.Sources.ContainerImage;

/// <summary>An image registry over real sockets.</summary>
public sealed class ContainerImageSourceTests : IAsyncDisposable
{
    private readonly ImageRegistryStandIn _registry = new();
    private readonly ContainerImageSource _source;
    private readonly ImageTag _image = new() { Name = "runpod/worker-comfyui", Tag = "5.8.5-base" };

    public ContainerImageSourceTests()
    {
        _registry.Images.Add(_image);
        _registry.Images.Add(new ImageTag { Name = "library/ubuntu", Tag = "24.04", IsIndex = false });
        _source = new ContainerImageSource(TestPipeline.Create(), TestPipeline.At(_registry.Address));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task TellsTheDigestOfATag(bool wantsToken, bool sendsDigest)
    {
        _registry.WantsToken = wantsToken;
        _registry.SendsDigest = sendsDigest;

        Answer<ImageFact> index = await FindAsync("runpod/worker-comfyui:5.8.5-base");
        Answer<ImageFact> single = await FindAsync("ubuntu:24.04");

        Assert.Equal(ImageRegistryStandIn.DigestOf(_image), index.Value!.Digest);
        Assert.Equal(ImageRegistryStandIn.DigestOf(_registry.Images[1]), single.Value!.Digest);
    }

    [Fact]
    public async Task ADigestThatTheBytesDoNotHaveIsNotBelieved()
    {
        _registry.FalseDigest = "sha256:" + new string('0', 64);

        Assert.NotEqual(AnswerKind.Exists, (await FindAsync("runpod/worker-comfyui:5.8.5-base")).Kind);
    }

    [Fact]
    public async Task ADigestCanBeAskedForItself()
    {
        string digest = ImageRegistryStandIn.DigestOf(_image);

        Assert.Equal(digest, (await FindAsync($"runpod/worker-comfyui:5.8.5-base@{digest}")).Value!.Digest);
        Assert.Equal(
            AnswerKind.DoesNotExist, (await FindAsync($"runpod/worker-comfyui@sha256:{new string('1', 64)}")).Kind);
    }

    [Fact]
    public async Task TheTokenGoesToTheRegistryAloneAndIsAskedForOnce()
    {
        await using ImageRegistryStandIn realm = new();
        _registry.Realm = realm.Address + "/token";
        await FindAsync("runpod/worker-comfyui:5.8.5-base");
        await FindAsync("runpod/worker-comfyui:latest");

        Assert.Equal(1, realm.Requests.Count);
        Assert.False(realm.Requests.Saw("Bearer"));
        Assert.True(_registry.Requests.Saw("Bearer anonymous-"));
    }

    [Fact]
    public async Task MissingRefusedAndUnreachableAreThreeThings()
    {
        Assert.Equal(AnswerKind.DoesNotExist, (await FindAsync("runpod/worker-comfyui:0.0.0")).Kind);
        _registry.RefusesTokens = true;
        ContainerImageSource other = new(TestPipeline.Impatient(), TestPipeline.At(_registry.Address));
        Assert.Equal(AnswerKind.Inaccessible, (await other.FindAsync(ImageReference.Parse("a/b:c")!, Stop)).Kind);
        _registry.Faults.Always(Fault.TooManyRequests());
        Assert.Equal(AnswerKind.Undetermined, (await other.FindAsync(ImageReference.Parse("a/b:c")!, Stop)).Kind);
    }

    [Theory]
    [InlineData("ubuntu", null, "ubuntu", "latest")]
    [InlineData("docker.io/library/ubuntu:24.04", null, "library/ubuntu", "24.04")]
    [InlineData("ghcr.io/owner/image:v1", "ghcr.io", "owner/image", "v1")]
    [InlineData("localhost:5000/a/b", "localhost:5000", "a/b", "latest")]
    public void ReadsReferences(string text, string? host, string name, string tag)
    {
        ImageReference image = ImageReference.Parse(text)!;

        Assert.Equal((host, name, tag), (image.Host, image.Name, image.Tag!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/../b")]
    [InlineData("A/B:c d")]
    [InlineData("a:b:c")]
    [InlineData("a@sha256:12")]
    [InlineData("a/b?x=1")]
    public void RefusesWhatIsNoReference(string text) => Assert.Null(ImageReference.Parse(text));

    private Task<Answer<ImageFact>> FindAsync(string image) => _source.FindAsync(ImageReference.Parse(image)!, Stop);
}
