using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>Finding node packs in the catalog: no service is asked.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class FindComfyNodePackTests : IAsyncDisposable
{
    private const string Command = "ComfyDeps.Commands.FindComfyNodePackCommand";

    private readonly LoopbackEngine _engine = new();

    public async ValueTask DisposeAsync()
    {
        Assert.All(_engine.Services.All, static service => Assert.Equal(0, service.Requests.Count));
        await _engine.DisposeAsync();
    }

    [Theory]
    [InlineData("Find-ComfyNodePack VHS_VideoCombine", "Class")]
    [InlineData("Find-ComfyNodePack comfyui-videohelpersuite", "Id")]
    [InlineData("Find-ComfyNodePack https://github.com/kosinkadink/ComfyUI-VideoHelperSuite.git", "Url")]
    [InlineData("Find-ComfyNodePack Kosinkadink/ComfyUI-VideoHelperSuite", "Url")]
    [InlineData("'VHS_VideoCombine' | Find-ComfyNodePack", "Class")]
    [InlineData("Find-ComfyNodePack VHS_VideoCombine | Find-ComfyNodePack", "Url")]
    public void APackIsFoundByWhateverNamesIt(string script, string matchedBy)
    {
        Engine.Result result = _engine.Run($"{script} | Select-Object -First 1");
        Assert.Empty(result.Errors);
        PSObject pack = Assert.Single(result.Output);
        Assert.Equal("https://github.com/Kosinkadink/ComfyUI-VideoHelperSuite", LoopbackEngine.Property(pack, "Url"));
        Assert.Equal(matchedBy, LoopbackEngine.Property(pack, "MatchedBy"));
    }

    [Fact]
    public void AnExactNameThatNobodyKnowsIsOneErrorAndTheOthersAreFound()
    {
        Engine.Result result = _engine.Run("Find-ComfyNodePack no-such-pack-anywhere, VHS_VideoCombine");
        Assert.NotEmpty(result.Output);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal($"NotFound,{Command}", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }

    [Fact]
    public void AClassInAnotherCaseIsPointedOut()
        => Assert.Contains(
            "'VHS_VideoCombine'",
            Assert.Single(_engine.Run("Find-ComfyNodePack vhs_videocombine").Errors).ErrorDetails.RecommendedAction,
            StringComparison.Ordinal);

    [Fact]
    public void AWildcardThatMatchesNothingIsNothing()
    {
        Engine.Result result = _engine.Run("Find-ComfyNodePack 'zzz-no-such-*'");
        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void TakesWhatAWorkflowNeedsAndPassesOverModels()
    {
        Engine.Result result = _engine.Run(
            $"Get-ComfyWorkflowDependency '{Path.Join(Repository.Root, "samples")}' -Recurse | Find-ComfyNodePack "
                + "-Verbose");
        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, static o => Assert.Equal("ComfyDeps.NodePack", o.TypeNames[0]));
        Assert.Contains(result.Verbose, static text => text.StartsWith("Passed over", StringComparison.Ordinal));
        Assert.Equal(result.Errors.Count, result.Errors.Select(static e => e.TargetObject).Distinct().Count());
    }

    [Fact]
    public void AMissingCatalogIsOneErrorThatSaysWhere()
    {
        _engine.Set("COMFYDEPS_CATALOG", Path.Join(_engine.Folder, "none"));
        ErrorRecord error = LoopbackEngine.AssertOneError(
            _engine.Run("Find-ComfyNodePack x"), $"CatalogUnavailable,{Command}", ErrorCategory.ResourceUnavailable);
        Assert.Contains(_engine.Folder, $"{error}", StringComparison.Ordinal);
    }
}
