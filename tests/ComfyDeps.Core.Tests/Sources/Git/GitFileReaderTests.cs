using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Operations;
using ComfyDeps.Sources.Git;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Git;

namespace ComfyDeps.Core.Tests.Sources.Git;

/// <summary>Reads single files from a real git server.</summary>
public sealed class GitFileReaderTests : IAsyncLifetime
{
    private const string Address = "https://github.com/artist/pack";

    private readonly GitStandIn _git = new();
    private GitRepository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _repository = _git.Add("artist/pack");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _git.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadsAFileOfTheRootFolderAtACommit(bool filters)
    {
        _repository.Set("uploadpack.allowFilter", filters ? "true" : "false");
        string first = _repository.CommitFiles(new Dictionary<string, string>
        {
            ["requirements.txt"] = "numpy>=1.26\n",
            ["nodes/requirements.txt"] = "not this one",
            ["weights.bin"] = new string('x', 100_000),
        });
        _repository.CommitFiles(new Dictionary<string, string> { ["requirements.txt"] = "numpy>=2\n" });

        Answer<GitRootFile> answer = await Reader().FindAsync(Address, first, "requirements.txt", Stop);

        Assert.True(answer.Exists, answer.Reason);
        Assert.Equal("numpy>=1.26\n", Encoding.UTF8.GetString(answer.Value!.Content!));
    }

    [Fact]
    public async Task AFileThatIsNotThereHasNoContent()
    {
        _repository.Set("uploadpack.allowFilter", "true");
        string commit = _repository.CommitFiles(new Dictionary<string, string> { ["a/requirements.txt"] = "x" });

        Answer<GitRootFile> answer = await Reader().FindAsync(Address, commit, "requirements.txt", Stop);

        Assert.True(answer.Exists, answer.Reason);
        Assert.Null(answer.Value!.Content);
    }

    [Fact]
    public async Task ACommitThatIsNotThereDoesNotExist()
    {
        _repository.CommitFiles(new Dictionary<string, string> { ["requirements.txt"] = "x" });

        Answer<GitRootFile> answer = await Reader().FindAsync(Address, new string('a', 40), "requirements.txt", Stop);

        Assert.Equal(AnswerKind.DoesNotExist, answer.Kind);
    }

    [Fact]
    public async Task AServerThatFailsIsNoAnswer()
    {
        string commit = _repository.CommitFiles(new Dictionary<string, string> { ["requirements.txt"] = "x" });
        _git.Faults.Always(Fault.Reset);

        Answer<GitRootFile> answer = await Reader().FindAsync(Address, commit, "requirements.txt", Stop);

        Assert.Equal(AnswerKind.Undetermined, answer.Kind);
    }

    private GitFileReader Reader()
    {
        ServiceAddresses addresses = new() { GitHub = new Uri(_git.Address) };
        return new NodeSources(TestPipeline.Create(), addresses).Files;
    }
}
