using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.TestServers;

namespace ComfyDeps.Tests.Support;

/// <summary>The engine with the stand-ins in place of all services, the shipped catalog and an empty cache.</summary>
internal sealed class LoopbackEngine : IAsyncDisposable
{
    internal const string GitHubToken = "ghp_secretForGitHubAlone";
    internal const string HuggingFaceToken = "hf_secretForTheHubAlone";
    internal const string CivitaiToken = "secretForCivitaiAlone";

    private readonly Variables _variables = new();

    internal LoopbackEngine()
    {
        foreach ((string name, string value) in Services.Variables.Where(
            static one => !one.Key.StartsWith("GIT_", StringComparison.Ordinal)))
        {
            _variables.Set(name, value);
        }

        _variables.Set("COMFYDEPS_CACHE", Cache);
        _variables.Set("COMFYDEPS_CATALOG", Path.Join(Built.Module, "registry", "catalog"));
        _variables.Set("COMFYDEPS_OFFLINE", null);
        _variables.Set("GITHUB_TOKEN", null);
        _variables.Set("HF_TOKEN", null);
        _variables.Set("CIVITAI_API_TOKEN", null);
        Engine = new Engine();
    }

    internal StandIns Services { get; } = new();

    internal Engine Engine { get; }

    /// <summary>A folder that is deleted with the test.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("comfydeps-find-").FullName;

    internal string Cache => Path.Join(Folder, "cache");

    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        _variables.Dispose();
        await Services.DisposeAsync();
        TempFolder.Delete(Folder);
    }

    internal void Set(string name, string? value) => _variables.Set(name, value);

    internal void SetTokens()
    {
        Set("GITHUB_TOKEN", GitHubToken);
        Set("HF_TOKEN", HuggingFaceToken);
        Set("CIVITAI_API_TOKEN", CivitaiToken);
    }

    /// <summary>Every service fails in this way from now on.</summary>
    internal void FailWith(Fault fault)
    {
        foreach (StandIn service in Services.All)
        {
            service.Faults.Always(fault);
        }
    }

    internal Engine.Result Run(string script) => Engine.Run(script);

    /// <summary>No token is in any stream, nor in what was kept on disk.</summary>
    internal void AssertNoTokenIn(Engine.Result result)
    {
        foreach (string token in (string[])[GitHubToken, HuggingFaceToken, CivitaiToken])
        {
            Assert.DoesNotContain(result.Everything, text => text.Contains(token, StringComparison.Ordinal));
            Assert.DoesNotContain(
                CacheFiles(), file => File.ReadAllText(file).Contains(token, StringComparison.Ordinal));
        }
    }

    internal IReadOnlyList<string> CacheFiles()
        => Directory.Exists(Cache) ? [.. Directory.EnumerateFiles(Cache, "*", SearchOption.AllDirectories)] : [];

    /// <summary>One error with this code, of this category, and nothing given.</summary>
    internal static ErrorRecord AssertOneError(Engine.Result result, string id, ErrorCategory category)
    {
        Assert.Null(result.Failure);
        Assert.Empty(result.Output);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(id, error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails?.RecommendedAction));
        return error;
    }

    internal static string? Property(PSObject item, string name) => item.Properties[name].Value?.ToString();
}
