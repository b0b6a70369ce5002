using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>
/// The tables as people see them, kept under tests/fixtures/golden; COMFYDEPS_UPDATE_GOLDEN=1 rewrites them.
/// </summary>
public sealed class ViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public Task DependenciesOfTheSamples(int width)
        => CompareAsync(
            $"samples-{width}.txt", "Get-ComfyWorkflowDependency samples/api, samples/ui, samples/runpod", width);

    /// <summary>A view of each public type, of objects with something and with nothing in each column.</summary>
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public Task TablesOfEveryType(int width)
        => CompareAsync($"tables-{width}.txt", $"./tests/fixtures/views/tables.ps1 {width}", width);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public Task PacksThatProvideAClass(int width)
        => CompareAsync($"packs-{width}.txt", "Find-ComfyNodePack UltimateSDUpscale", width);

    private static async Task CompareAsync(string name, string command, int width)
    {
        Dictionary<string, string> environment = new() { ["COLUMNS"] = width.ToString(CultureInfo.InvariantCulture) };
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            string.Empty, environment, "-Command", $"Set-Location -LiteralPath '{Repository.Root}'; {command}");
        Assert.Empty(answer.Error);
        string text = answer.Output.ReplaceLineEndings("\n");
        Assert.DoesNotContain('\u001b', text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
        string path = Repository.Fixture("golden", name);
        if (Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
    }
}
