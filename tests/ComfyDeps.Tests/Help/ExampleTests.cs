using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;
using ComfyDeps.TestServers;

namespace ComfyDeps.Tests.Help;

/// <summary>
/// The examples of the pages under docs/commands, run in the shell at 80 columns with the stand-ins in place of all
/// services: what a block marked `text` shows is what comes, and what one marked `output` shows comes but for its
/// numbers, which are those of the hour or of the machine. COMFYDEPS_UPDATE_GOLDEN=1 rewrites what is wrong.
/// </summary>
public sealed partial class ExampleTests
{
    private const string Mark = "=====example ";
    private static readonly bool s_isUpdating = Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1";
    private static readonly string s_scenes = Path.Join(Repository.Root, "tests", "ComfyDeps.Tests", "Help", "Scenes");
    private static readonly string[] s_pages =
    [
        .. Directory.EnumerateFiles(Path.Join(Repository.Root, "docs", "commands"), "*-*.md")
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public Task ShowWhatComes() => CompareAsync([.. s_pages.Where(static page => !NamesHosts(page))]);

    [Fact]
    public Task ShowWhatComesFromHosts() => CompareAsync([.. s_pages.Where(NamesHosts)]);

    /// <summary>An example without what it prints tells half; one that prints nothing is no example.</summary>
    [Fact]
    public void EachShowsWhatItPrints()
        => Assert.Empty(s_pages.SelectMany(static page => Example().Matches(File.ReadAllText(page))
            .Where(static match => match.Groups["shown"].Value.Trim().Length == 0)
            .Select(match => $"{Path.GetFileName(page)}: {match.Groups["typed"].Value}")));

    private static bool NamesHosts(string page)
        => Example()
            .Matches(File.ReadAllText(page))
            .Any(static match => match.Groups["typed"].Value.Contains("-HostName", StringComparison.Ordinal));

    private static async Task CompareAsync(string[] pages)
    {
        await using StandIns services = new();
        using Scenario scenario = new(services);
        using ScenarioHosts? hosts = pages.Any(NamesHosts) ? new ScenarioHosts(scenario.Root) : null;
        Dictionary<string, string> shown = await RunAsync(scenario, hosts, pages);
        foreach (string page in pages)
        {
            string before = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
            int index = 0;
            string after = Example().Replace(before, match => Shown(match, shown[Key(page, index++)]));
            if (after != before && s_isUpdating)
            {
                await File.WriteAllTextAsync(page, after, TestContext.Current.CancellationToken);
            }
            else
            {
                Assert.Equal(before, after);
            }
        }
    }

    /// <summary>The example with what came, or as it is where the two are alike.</summary>
    private static string Shown(Match example, string came)
    {
        string kind = example.Groups["kind"].Value;
        bool isAlike = kind == "output" && WithoutNumbers(example.Groups["shown"].Value) == WithoutNumbers(came);
        return isAlike
            ? example.Value
            : $"{example.Groups["code"].Value}\n```{(kind.Length == 0 ? "text" : kind)}\n{came}```";
    }

    private static string WithoutNumbers(string text) => Spaces().Replace(Number().Replace(text, "0"), " ").Trim();

    /// <summary>Runs the examples of all pages in one shell, those of a page in a folder of its own.</summary>
    private static async Task<Dictionary<string, string>> RunAsync(
        Scenario scenario,
        ScenarioHosts? hosts,
        string[] pages)
    {
        StringBuilder script = new();
        foreach ((string page, int number) in pages.Select(static (page, i) => (page, i + 10)))
        {
            string text = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
            string folder = scenario.CreateFolder(
                $"{number}",
                text.Contains(" ./ComfyUI ", StringComparison.Ordinal)
                    || text.Contains(" ./ComfyUI\n", StringComparison.Ordinal));
            script.AppendLine(
                $"Set-Location -LiteralPath '{folder}'; $env:COMFYDEPS_CACHE = '{folder}/.cache/ComfyDeps'; "
                    + $"$env:XDG_DATA_HOME = '{folder}/.local/share'");
            string scene = Path.Join(s_scenes, $"{Path.GetFileNameWithoutExtension(page)}.ps1");
            foreach ((Match match, int index) in Example().Matches(text).Select(static (m, i) => (m, i)))
            {
                if (File.Exists(scene))
                {
                    script.AppendLine(
                        $"& {{ $ErrorActionPreference = 'Stop'; $WarningPreference = 'SilentlyContinue'; & "
                            + $"'{scene}' {index + 1} | Out-Null }}");
                }

                script.AppendLine($"Write-Output '{Mark}{Key(page, index)}'");

                // As typed: an error names no file and no line.
                script.AppendLine(
                    $"$typed = [scriptblock]::Create(@'\n{scenario.ToThisMachine(match.Groups["typed"].Value)}\n'@)");
                script.AppendLine("try { & $typed 2>&1 | Out-String -Width 80 } catch { $_ | Out-String -Width 80 }");
                script.AppendLine($"Write-Output '{Mark}'");
            }
        }

        string file = Path.Join(scenario.Root, "examples.ps1");
        await File.WriteAllTextAsync(file, script.ToString(), TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = scenario.Variables();
        if (hosts is not null)
        {
            environment["PATH"] = hosts.SearchPath;
        }

        ShellProcess.Answer answer = await ShellProcess.RunAsync(string.Empty, environment, "-File", file);
        Assert.True(answer.Error.Length == 0, answer.Error);
        return answer.Output.ReplaceLineEndings("\n")
            .Split(Mark)
            .Select(static part => part.Split('\n', 2))
            .Where(static part => part[0].Length > 0)
            .ToDictionary(static part => part[0], part => Tidy(scenario.ToThePage(part[1])));
    }

    private static string Key(string page, int index) => $"{Path.GetFileNameWithoutExtension(page)}/{index}";

    /// <summary>What comes, without the empty lines around it and the spaces that fill its columns.</summary>
    private static string Tidy(string output)
    {
        string text = string.Join('\n', output.Split('\n').Select(static line => line.TrimEnd())).Trim('\n');
        return text.Length == 0 ? string.Empty : text + "\n";
    }

    [GeneratedRegex(
        @"(?<code>```powershell\n(?<typed>.*?)\n```\n)(?:\n```(?<kind>text|output)\n(?<shown>.*?)```)?",
        RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\b[0-9a-f]*[0-9][0-9a-f]*\b|[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\s-]+")]
    private static partial Regex Spaces();
}
