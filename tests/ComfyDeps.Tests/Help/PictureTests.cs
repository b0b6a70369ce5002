using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Help;

/// <summary>The picture in README is what the command prints; COMFYDEPS_UPDATE_GOLDEN=1 draws it anew.</summary>
public sealed partial class PictureTests
{
    private const string Command = "Get-ComfyWorkflowDependency samples/ui/portrait.json";
    private const int LineHeight = 19;

    private static readonly Dictionary<string, string> s_colors = new()
    {
        ["Resolved"] = "#3fb950",
        ["Ambiguous"] = "#d29922",
        ["Unresolved"] = "#f85149",
    };

    [Fact]
    public async Task ShowsWhatTheCommandPrints()
    {
        Dictionary<string, string> environment = new()
        {
            ["COLUMNS"] = "90",
            ["COMFYDEPS_CATALOG"] = Path.Join(Built.Module, "registry", "catalog"),
        };
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            string.Empty, environment, "-Command", $"Set-Location -LiteralPath '{Repository.Root}'; {Command}");
        Assert.Empty(answer.Error);
        string drawn = Draw([$"PS> {Command}", .. answer.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')]);
        string file = Path.Join(Repository.Root, "docs", "images", "analysis.svg");
        if (Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(file, drawn, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), drawn);
    }

    private static string Draw(string[] lines)
    {
        int height = (lines.Length * LineHeight) + 28;
        StringBuilder svg = new();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"780\" height=\"{height}\" viewBox=\"0 0 780 "
                + $"{height}\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{SecurityElement.Escape(Command)}</title>\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#0d1117\"/>\n");
        svg.Append(
            "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" "
                + "font-size=\"13.5\" fill=\"#c9d1d9\">\n");
        foreach ((string line, int index) in lines
            .Select(static (line, i) => (line.TrimEnd(), i))
            .Where(static one => one.Item1.Length > 0))
        {
            // Viewers take runs of spaces for one.
            string text = StatusWord().Replace(
                SecurityElement.Escape(line.Replace(' ', '\u00a0')),
                static match => $"<tspan fill=\"{s_colors[match.Value]}\">{match.Value}</tspan>");
            svg.Append(
                CultureInfo.InvariantCulture, $"<text x=\"14\" y=\"{(index * LineHeight) + 28}\">{text}</text>\n");
        }

        return svg.Append("</g>\n</svg>\n").ToString();
    }

    /// <summary>The word of the second column.</summary>
    [GeneratedRegex("(?<=^(Node\u00a0|Model)\u00a0)(Resolved|Ambiguous|Unresolved)\\b")]
    private static partial Regex StatusWord();
}
