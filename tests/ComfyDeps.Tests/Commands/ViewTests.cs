using System;
using System.IO;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>The tables as people see them, kept under tests/fixtures/golden; COMFYDEPS_UPDATE_GOLDEN=1 rewrites them.</summary>
public sealed class ViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void DependenciesOfTheSamples(int width)
        => Compare($"samples-{width}.txt", $"Get-ComfyWorkflowDependency samples/api, samples/ui -Recurse | Out-String -Width {width}", width);

    [Theory]
    [InlineData(80)]
    public void PacksThatProvideAClass(int width)
        => Compare($"packs-{width}.txt", $"Find-ComfyNodePack UltimateSDUpscale | Out-String -Width {width}", width);

    private static void Compare(string name, string script, int width)
    {
        using Engine engine = new();
        string text = engine.Run($"Set-Location -LiteralPath '{Repository.Root}'; $env:NO_COLOR = '1'; {script}").Text
            .ReplaceLineEndings("\n");
        Assert.DoesNotContain('\u001b', text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
        string path = Repository.Fixture("golden", name);
        if (Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
