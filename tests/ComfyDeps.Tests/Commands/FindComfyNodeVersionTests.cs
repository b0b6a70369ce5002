using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.Seeding;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>Finding versions of node packs, as its users run it, with stand-ins for the services.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class FindComfyNodeVersionTests : IAsyncDisposable
{
    private const string Command = "ComfyDeps.Commands.FindComfyNodeVersionCommand";

    private readonly LoopbackEngine _engine = new();

    public FindComfyNodeVersionTests()
    {
        _engine.Services.GitHub.IsStrict = false;
        _engine.Services.ComfyRegistry.Packs.Add(new RegistryPack
        {
            Id = "example-pack",
            Repository = "https://github.com/artist/example-pack",
            Versions =
            [
                new RegistryVersion { Version = "1.9.0" },
                new RegistryVersion { Version = "1.10.0" },
                new RegistryVersion { Version = "2.0.0-rc1" },
            ],
        });
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void GivesVersionsNewestFirstAndPreviewsOnlyWhenAsked()
    {
        Assert.Equal("1.10.0 1.9.0", Versions("Find-ComfyNodeVersion example-pack"));
        Assert.Equal("1.10.0", Versions("Find-ComfyNodeVersion example-pack -Latest"));
        Assert.Equal("2.0.0-rc1 1.10.0 1.9.0", Versions("Find-ComfyNodeVersion example-pack -IncludePrerelease"));
        Assert.Equal(0, _engine.Services.ComfyRegistry.Requests.CountOf("/install"));
    }

    [Fact]
    public void ARepositoryIsAskedByGit()
    {
        GitRepository repository = _engine.Services.Git.Add("artist/tool");
        string commit = repository.Commit();
        repository.Tag("v1.0", commit);
        Engine.Result result = _engine.Run(
            "Find-ComfyNodeVersion artist/tool, https://github.com/Artist/Tool.git -Source Git");
        Assert.Empty(result.Errors);
        Assert.Equal(["v1.0 Tag Git", "main Branch Git"], result.Output.Select(static o
            =>
                $"{LoopbackEngine.Property(o, "Version")} {LoopbackEngine.Property(o, "RefType")} "
                    + $"{LoopbackEngine.Property(o, "Source")}"));
        Assert.All(result.Output, o => Assert.Equal(commit, LoopbackEngine.Property(o, "Commit")));
    }

    [Theory]
    [InlineData("example-missing")]
    [InlineData("No Such Class!")]
    [InlineData("artist/missing")]
    public void AnExactNameThatDoesNotExistIsOneError(string name)
    {
        Engine.Result result = _engine.Run($"Find-ComfyNodeVersion '{name}'");
        ErrorRecord error = LoopbackEngine.AssertOneError(result, $"NotFound,{Command}", ErrorCategory.ObjectNotFound);
        Assert.Equal(name, error.TargetObject);
    }

    [Fact]
    public void AWildcardThatMatchesNothingIsNothing()
    {
        Engine.Result result = _engine.Run("Find-ComfyNodeVersion 'zzz-no-such-*'");
        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        Assert.All(_engine.Services.All, static service => Assert.Equal(0, service.Requests.Count));
    }

    [Fact]
    public void AnOutageIsNoVerdict()
    {
        _engine.FailWith(Fault.TooManyRequests(0));
        Engine.Result result = _engine.Run("Find-ComfyNodeVersion example-pack");
        LoopbackEngine.AssertOneError(result, $"SourceUnavailable,{Command}", ErrorCategory.ResourceUnavailable);
    }

    [Fact]
    public void OneThatFailsDoesNotStopTheOthers()
    {
        Engine.Result result = _engine.Run("'example-missing', 'example-pack' | Find-ComfyNodeVersion -Latest");
        Assert.Equal("1.10.0", LoopbackEngine.Property(Assert.Single(result.Output), "Version"));
        Assert.StartsWith("NotFound,", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void TakesWhatAWorkflowNeedsAndPassesOverModels()
    {
        _engine.Services.Fill(CatalogSeed.Extend(Path.Join(Repository.Root, "registry", "catalog"), new SeedFile()));
        _engine.Services.Git.IsStrict = false;
        _engine.Services.ComfyRegistry.IsStrict = false;
        string samples = Path.Join(Repository.Root, "samples");
        Engine.Result result = _engine.Run($$"""
            $all = Get-ComfyWorkflowDependency '{{samples}}' -Recurse
            $all | Find-ComfyNodeVersion -Latest
            """);
        Engine.Result needed = _engine.Run(
            $"Get-ComfyWorkflowDependency '{samples}' -Recurse | Where-Object {{ $_.Kind -eq 'Node' -and $_.Pack }} "
                + $"| ForEach-Object Pack");
        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, static o => Assert.Equal("ComfyDeps.NodeVersion", o.TypeNames[0]));
        Assert.All(result.Errors, static e => Assert.Equal($"NotFound,{Command}", e.FullyQualifiedErrorId));

        // Every pack is answered: with a version, or with an error that names it.
        string[] answered =
        [
            .. result.Output.Select(static o => LoopbackEngine.Property(o, "Pack")!),
            .. result.Errors.Select(static e => $"{e.TargetObject}"),
        ];
        string[] asked =
            [.. needed.Output.Select(static o => $"{o}").Distinct().Where(static pack => pack != "comfy-core")];
        Assert.Empty(asked.Except(answered));
    }

    [Fact]
    public void StopsWhenThePipelineHasEnough()
    {
        _engine.Services.ComfyRegistry.Faults.Always(Fault.Stall, "example-slow");
        long start = Stopwatch.GetTimestamp();
        Engine.Result result = _engine.Run(
            "'example-pack', 'example-slow' | Find-ComfyNodeVersion | Select-Object -First 1");
        Assert.Equal("1.10.0", LoopbackEngine.Property(Assert.Single(result.Output), "Version"));
        Assert.Empty(result.Errors);

        // The second pack would hold the pipeline for the 20 s of one attempt, and longer with the next ones.
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void TokensAreInNoStream()
    {
        _engine.SetTokens();
        _engine.Services.Git.Add("artist/tool").Commit();
        _engine.Services.Git.Tokens["artist/private"] = "another";
        _engine.Services.GitHub.Tokens.Add(LoopbackEngine.GitHubToken);
        Engine.Result result = _engine.Run(
            "Find-ComfyNodeVersion artist/tool, artist/private, artist/missing, example-pack, example-missing "
                + "-Verbose -Debug");
        Assert.NotEmpty(result.Output);
        Assert.NotEmpty(result.Errors);
        _engine.AssertNoTokenIn(result);

        _engine.FailWith(Fault.Status(401, $"Bad credentials: {LoopbackEngine.GitHubToken}", "text/plain"));
        _engine.AssertNoTokenIn(_engine.Run("Find-ComfyNodeVersion artist/other, example-other -Verbose -Debug"));
        Assert.True(_engine.Services.GitHub.Requests.Saw(LoopbackEngine.GitHubToken));
        Assert.False(_engine.Services.ComfyRegistry.Requests.Saw(LoopbackEngine.GitHubToken));
    }

    private string Versions(string script)
    {
        Engine.Result result = _engine.Run(script);
        Assert.Empty(result.Errors);
        return string.Join(' ', result.Output.Select(static o => LoopbackEngine.Property(o, "Version")));
    }
}
