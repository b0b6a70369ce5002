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
/// The examples of the pages under docs/commands, run in the shell at 80 columns with the stand-ins in place of all services:
/// what a block marked `text` shows is what comes. COMFYDEPS_UPDATE_GOLDEN=1 rewrites those blocks. A block marked `output`
/// shows what this cannot be held to: times, places, machines.
/// </summary>
public sealed partial class ExampleTests
{
    private const string Mark = "=====example ";
    private static readonly bool s_isUpdating = Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1";

    [Fact]
    public async Task ShowWhatComes()
    {
        string root = Directory.CreateTempSubdirectory("comfydeps-examples-").FullName;
        try
        {
            await using StandIns services = new();
            services.Fill(TestServers.Seeding.CatalogSeed.Extend(
                Path.Join(Repository.Root, "registry", "catalog"),
                TestServers.Seeding.SeedFile.Read(Path.Join(AppContext.BaseDirectory, "seed", "services.json"))));
            foreach (StandIn service in services.All)
            {
                service.IsStrict = false;
            }

            string manifest = await File.ReadAllTextAsync(Built.Manifest, TestContext.Current.CancellationToken);
            string[] pages =
            [
                .. Directory.EnumerateFiles(Path.Join(Repository.Root, "docs", "commands"), "*-*.md").Order(StringComparer.Ordinal)
                    .Where(page => manifest.Contains($"'{Path.GetFileNameWithoutExtension(page)}'", StringComparison.Ordinal)),
            ];
            Dictionary<string, string> shown = await RunAsync(root, services, pages);
            List<string> wrong = [];
            foreach (string page in pages)
            {
                string before = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
                int index = 0;
                string after = Example().Replace(before, match => match.Groups["kind"].Value == "text"
                    ? $"{match.Groups["code"].Value}\n```text\n{shown[Key(page, index++)]}```"
                    : Skipped(match, ref index));
                if (after != before)
                {
                    wrong.Add(page);
                    if (s_isUpdating)
                    {
                        await File.WriteAllTextAsync(page, after, TestContext.Current.CancellationToken);
                    }
                    else
                    {
                        Assert.Equal(before, after);
                    }
                }
            }

            Assert.True(wrong.Count == 0 || s_isUpdating);
        }
        finally
        {
            TempFolder.Delete(root);
        }
    }

    private static string Skipped(Match match, ref int index)
    {
        index++;
        return match.Value;
    }

    /// <summary>Runs the examples of all pages in one shell, those of a page in a folder of its own.</summary>
    private static async Task<Dictionary<string, string>> RunAsync(string root, StandIns services, IEnumerable<string> pages)
    {
        StringBuilder script = new();
        foreach (string page in pages)
        {
            string folder = Path.Join(root, Path.GetFileNameWithoutExtension(page));
            Scenario.Create(folder);
            script.AppendLine($"Set-Location -LiteralPath '{folder}'");
            foreach ((Match match, int index) in Example().Matches(await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken)).Select(static (m, i) => (m, i)))
            {
                script.AppendLine($"Write-Output '{Mark}{Key(page, index)}'");
                if (match.Groups["kind"].Value == "text")
                {
                    script.AppendLine($"& {{\n{match.Groups["typed"].Value}\n}} 2>&1 | Out-String -Width 80");
                }
            }
        }

        string file = Path.Join(root, "examples.ps1");
        await File.WriteAllTextAsync(file, script.ToString(), TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = new(services.Variables)
        {
            ["COLUMNS"] = "80",
            ["COMFYDEPS_CACHE"] = Path.Join(root, "cache"),
            ["COMFYDEPS_CATALOG"] = Path.Join(Built.Module, "registry", "catalog"),
        };
        ShellProcess.Answer answer = await ShellProcess.RunAsync(string.Empty, environment, "-File", file);
        Assert.Empty(answer.Error);
        return answer.Output.ReplaceLineEndings("\n").Replace(root, "/home/me", StringComparison.Ordinal)
            .Split(Mark, StringSplitOptions.RemoveEmptyEntries)
            .Select(static part => part.Split('\n', 2))
            .ToDictionary(static part => part[0], static part => Tidy(part[1]));
    }

    private static string Key(string page, int index) => $"{Path.GetFileNameWithoutExtension(page)}/{index}";

    /// <summary>What comes, without the empty lines around it and the spaces that fill its columns.</summary>
    private static string Tidy(string output)
    {
        string text = string.Join('\n', output.Split('\n').Select(static line => line.TrimEnd())).Trim('\n');
        return text.Length == 0 ? string.Empty : text + "\n";
    }

    [GeneratedRegex(@"(?<code>```powershell\n(?<typed>.*?)\n```\n)(?:\n```(?<kind>text|output)\n(?<shown>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Example();
}
