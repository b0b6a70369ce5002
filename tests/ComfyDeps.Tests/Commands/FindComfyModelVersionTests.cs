using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.TestServers.Seeding;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>Finding model files, as its users run it, with stand-ins for the services.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class FindComfyModelVersionTests : IAsyncDisposable
{
    private const string Command = "ComfyDeps.Commands.FindComfyModelVersionCommand";
    private const string Hub = "https://huggingface.co";

    private readonly LoopbackEngine _engine = new();

    public FindComfyModelVersionTests()
        => _engine.Services.HuggingFace.Repositories.Add(
            HubRepository.Of(
                "artist/models", HubFile.Large("deep/down/a.safetensors"), HubFile.Large("b.safetensors", 5000)));

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void SaysCommitSizeAndHashOfAFile()
    {
        HubFile file = HubFile.Large("deep/down/a.safetensors");
        PSObject found = Assert.Single(
            Found($"Find-ComfyModelVersion -Uri {Hub}/artist/models/resolve/main/{file.Path}"));
        Assert.Equal("a.safetensors", LoopbackEngine.Property(found, "Name"));
        Assert.Equal(HubRepository.CommitOf("artist/models"), LoopbackEngine.Property(found, "Commit"));
        Assert.Equal(file.Sha256, LoopbackEngine.Property(found, "Sha256"));
        Assert.Equal(file.Size, found.Properties["Size"].Value);
    }

    [Fact]
    public void ARepositoryIsAllItsFiles()
        => Assert.Equal(["a.safetensors", "b.safetensors"], Found("Find-ComfyModelVersion artist/models")
            .Select(static o => Path.GetFileName(LoopbackEngine.Property(o, "File")!)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Find-ComfyModelVersion no-such-model-anywhere.safetensors")]
    [InlineData("Find-ComfyModelVersion -Uri " + Hub + "/artist/models/resolve/main/none.safetensors")]
    [InlineData("Find-ComfyModelVersion artist/none")]
    public void WhatDoesNotExistIsOneError(string script)
    {
        ErrorRecord error = _engine.Run(script).Errors.Single();
        Assert.True(
            error.CategoryInfo.Category is ErrorCategory.ObjectNotFound
                or ErrorCategory.AuthenticationError
                or ErrorCategory.PermissionDenied,
            $"{error.CategoryInfo.Category}: {error}");
        Assert.EndsWith(Command, error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotInItsRepositoryIsNotFound()
        => LoopbackEngine.AssertOneError(
            _engine.Run($"Find-ComfyModelVersion -Uri {Hub}/artist/models/resolve/main/none.safetensors"),
            $"NotFound,{Command}",
            ErrorCategory.ObjectNotFound);

    [Fact]
    public void AWildcardThatMatchesNothingIsNothing()
    {
        Assert.Empty(Found("Find-ComfyModelVersion 'zzz-no-such-*'"));
        Assert.All(_engine.Services.All, static service => Assert.Equal(0, service.Requests.Count));
    }

    [Fact]
    public void AnOutageIsNoVerdict()
    {
        _engine.FailWith(Fault.TooManyRequests(0));
        Engine.Result result = _engine.Run(
            $"Find-ComfyModelVersion -Uri {Hub}/artist/models/resolve/main/b.safetensors");
        LoopbackEngine.AssertOneError(result, $"SourceUnavailable,{Command}", ErrorCategory.ResourceUnavailable);
    }

    [Fact]
    public void TakesWhatAWorkflowNeedsAndPassesOverNodes()
    {
        _engine.Services.Fill(CatalogSeed.Extend(Path.Join(Repository.Root, "registry", "catalog"), new SeedFile()));
        _engine.Services.HuggingFace.IsStrict = false;
        Engine.Result result = _engine.Run($$"""
            Get-ComfyWorkflowDependency '{{Path.Join(Repository.Root, "samples")}}' -Recurse |
                Where-Object { $_.Kind -eq 'Node' -or $_.SourceUrl -like '{{Hub}}/*' -and -not ($_.Alternatives -notlike '{{Hub}}/*') } |
                Find-ComfyModelVersion -Verbose
            """);
        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, static o => Assert.Equal("ComfyDeps.ModelVersion", o.TypeNames[0]));
        Assert.All(
            result.Errors,
            static e => Assert.DoesNotContain("SourceUnavailable", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains(
            result.Verbose, static text => text.EndsWith("it is not about a model file.", StringComparison.Ordinal));
    }

    [Fact]
    public void StopsWhenThePipelineHasEnough()
    {
        _engine.Services.HuggingFace.Faults.Always(Fault.Stall, "artist/slow");
        long start = Stopwatch.GetTimestamp();
        Engine.Result result = _engine.Run(
            $"'{Hub}/artist/models/resolve/main/b.safetensors', '{Hub}/artist/slow/resolve/main/c.safetensors' | "
                + "Find-ComfyModelVersion | Select-Object -First 1");
        Assert.Equal("b.safetensors", LoopbackEngine.Property(Assert.Single(result.Output), "Name"));
        Assert.Empty(result.Errors);

        // The second file would hold the pipeline for the 20 s of one attempt, and longer with the next ones.
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void WorksWhileInputStillComes()
    {
        Engine.Result result = _engine.Run(
            $"1..100000 | ForEach-Object {{ $global:given = $_; [Threading.Thread]::Sleep(10); "
                + $"'{Hub}/artist/models/resolve/main/b.safetensors' }} | Find-ComfyModelVersion | Select-Object "
                + $"-First 1; $given");
        Assert.Equal(2, result.Output.Count);
        Assert.Equal("b.safetensors", LoopbackEngine.Property(result.Output[0], "Name"));
        Assert.InRange((int)result.Output[1].BaseObject, 1, 99999);
        Assert.Empty(result.Errors);
        Assert.Equal(1, _engine.Services.HuggingFace.Requests.Count);
    }

    [Fact]
    public void TokensAreInNoStream()
    {
        _engine.SetTokens();
        string script =
            $"Find-ComfyModelVersion -Uri {Hub}/artist/models/resolve/main/b.safetensors, "
                + $"{Hub}/artist/none/resolve/main/c.safetensors -Verbose -Debug";
        _engine.AssertNoTokenIn(_engine.Run(script));
        _engine.FailWith(Fault.Status(401, $"Bad credentials: {LoopbackEngine.HuggingFaceToken}", "text/plain"));
        _engine.AssertNoTokenIn(
            _engine.Run($"Find-ComfyModelVersion -Uri {Hub}/artist/other/resolve/main/d.safetensors -Verbose -Debug"));
        Assert.True(_engine.Services.HuggingFace.Requests.Saw(LoopbackEngine.HuggingFaceToken));
        Assert.False(_engine.Services.HuggingFace.Requests.Saw(LoopbackEngine.GitHubToken));
    }

    private IReadOnlyList<PSObject> Found(string script)
    {
        Engine.Result result = _engine.Run(script);
        Assert.Empty(result.Errors);
        return result.Output;
    }
}
