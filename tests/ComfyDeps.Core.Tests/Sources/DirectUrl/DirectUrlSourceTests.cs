using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Sources;
using ComfyDeps.Sources.DirectUrl;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Files;

namespace ComfyDeps.Core.Tests.Sources.DirectUrl;

/// <summary>Plain addresses over real sockets.</summary>
public sealed class DirectUrlSourceTests : IAsyncDisposable
{
    private readonly FileStandIn _server = new();
    private readonly FileStandIn _other = new("Another host");
    private readonly DirectUrlSource _source;
    private readonly byte[] _content = ServedFile.Weights("a", 5000);

    public DirectUrlSourceTests()
        => _source = new DirectUrlSource(TestPipeline.Create((_server.Address, "secret-token")));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task TellsSizeValidatorAndRanges()
    {
        Answer<DirectUrlFact> answer = await AskAsync(new ServedFile
        {
            Content = _content,
            ETag = "\"abc\"",
            LastModified = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero),
        });

        Assert.Equal(5000, answer.Value!.Size);
        Assert.Equal("\"abc\"", answer.Value.ETag);
        Assert.True(answer.Value.AnswersRanges);
        Assert.Equal(2025, answer.Value.LastModified!.Value.Year);
        Assert.Equal("a.safetensors", answer.Value.FileName);
        Assert.Null(answer.Value.Sha256);
    }

    [Theory]
    [InlineData(405, true)]
    [InlineData(403, true)]
    [InlineData(404, false)]
    [InlineData(501, false)]
    public async Task AServerThatDoesNotKnowHeadIsAskedForTheFirstByte(int status, bool ranges)
    {
        Answer<DirectUrlFact> answer = await AskAsync(
            new ServedFile { Content = _content, HeadStatus = status, AnswersRanges = ranges });

        Assert.Equal(5000, answer.Value!.Size);
        Assert.Equal(ranges ? true : null, answer.Value.AnswersRanges);
    }

    [Fact]
    public async Task TheLengthOfACompressedAnswerIsNotTheSize()
        => Assert.Null((await AskAsync(new ServedFile { Content = new byte[5000], Compresses = true })).Value!.Size);

    [Fact]
    public async Task ASizeThatIsNotToldIsNotKnown()
        => Assert.Null(
            (await AskAsync(
                new ServedFile { Content = _content, SendsLength = false, AnswersRanges = false })).Value!.Size);

    [Fact]
    public async Task APageIsNotAFile()
    {
        ServedFile page = new()
        {
            Content = Encoding.UTF8.GetBytes("<html>Sign in</html>"),
            ContentType = "text/html; charset=utf-8",
        };

        Assert.Equal(AnswerKind.Undetermined, (await AskAsync(page)).Kind);
    }

    [Fact]
    public async Task APointerTellsTheFileBehindItAndIsNotTheFile()
    {
        string hash = new('a', 64);
        ServedFile pointer = new()
        {
            Content = Encoding.ASCII.GetBytes(
                $"version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize 123456\n"),
            ContentType = "text/plain; charset=utf-8",
        };
        Answer<DirectUrlFact> answer = await AskAsync(pointer);

        Assert.Equal((hash, 123456L), (answer.Value!.Sha256!, answer.Value.Size!.Value));
        ModelReference model = new() { Name = "x", Url = new Uri(_server.Address + "/a.safetensors") };
        Assert.Equal(AnswerKind.Undetermined, (await _source.FindAsync([model], Stop))[0].Kind);
    }

    [Theory]
    [InlineData(
        "https://raw.githubusercontent.com/o/r/main/a.pth",
        true,
        "https://media.githubusercontent.com/media/o/r/main/a.pth")]
    [InlineData(
        "https://raw.githubusercontent.com/o/r/main/a.pth", false, "https://raw.githubusercontent.com/o/r/main/a.pth")]
    [InlineData("https://github.com/o/r/blob/main/d/a.pth", false, "https://github.com/o/r/raw/main/d/a.pth")]
    [InlineData(
        "https://github.com/o/r/releases/download/v1/a.pth",
        false,
        "https://github.com/o/r/releases/download/v1/a.pth")]
    public void KnowsWhereGitHubHasTheBytes(string address, bool isPointer, string bytes)
        => Assert.Equal(bytes, GitHubFile.Bytes(new Uri(address), isPointer).AbsoluteUri);

    [Fact]
    public async Task ATokenStaysWithItsHostWhenARedirectLeavesIt()
    {
        Uri target = _other.Add("/b.safetensors", new ServedFile
        {
            Content = _content,
            ContentDisposition = "attachment; filename=\"../../named.safetensors\"",
        });
        Answer<DirectUrlFact> answer = await AskAsync(new ServedFile { Content = [], MovedTo = target.AbsoluteUri });

        Assert.Equal(target, answer.Value!.Uri);
        Assert.Equal("named.safetensors", answer.Value.FileName);
        Assert.True(_server.Requests.Saw("secret-token"));
        Assert.False(_other.Requests.Saw("secret-token"));
    }

    [Fact]
    public async Task AStorageHostThatAnswersGetOnlyIsAskedForTheFirstByte()
    {
        Uri target = _other.Add("/signed.safetensors", new ServedFile { Content = _content, HeadStatus = 403 });
        Answer<DirectUrlFact> answer = await AskAsync(
            new ServedFile { Content = [], MovedTo = target.AbsoluteUri + "?signature=00" });

        Assert.Equal(5000, answer.Value!.Size);
        Assert.Equal(1, _other.Requests.CountOf("GET "));
        Assert.False(_other.Requests.Saw("secret-token"));
    }

    [Fact]
    public async Task MissingRefusedAndUnreachableAreThreeThings()
    {
        Assert.Equal(
            AnswerKind.DoesNotExist, (await _source.AskAsync(new Uri(_server.Address + "/nothing"), Stop)).Kind);
        Assert.Equal(
            AnswerKind.Inaccessible, (await AskAsync(new ServedFile { Content = _content, Token = "another" })).Kind);
        _server.Faults.Always(Fault.Reset);
        Assert.Equal(AnswerKind.Undetermined, (await AskAsync(new ServedFile { Content = _content })).Kind);
    }

    [Fact]
    public async Task AnEmptyFileIsAFile()
        => Assert.Equal(0, (await AskAsync(new ServedFile { Content = [], HeadStatus = 405 })).Value!.Size);

    private Task<Answer<DirectUrlFact>> AskAsync(ServedFile file)
        => _source.AskAsync(_server.Add("/a.safetensors", file), Stop);
}
