using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ComfyDeps.Core.Tests;

/// <summary>Keeps the rooms apart: who may use whom, by folder, as docs/architecture.md draws it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string s_core = Path.Join(Repository.Root, "src", "ComfyDeps.Core");

    /// <summary>What each room may use besides Model, Diagnostics, Configuration and Json.</summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new(StringComparer.Ordinal)
    {
        ["Model"] = [],
        ["Diagnostics"] = [],
        ["Configuration"] = [],
        ["Json"] = [],
        ["Versioning"] = [],
        ["Http"] = [],
        ["Workflows"] = [],
        ["Analysis"] = ["Workflows"],
        ["Sources"] = ["Http", "Versioning"],
        ["Catalog"] = ["Workflows", "Analysis", "Sources", "Versioning"],
        ["Registry"] = ["Catalog", "Sources", "Versioning"],
        ["Inspection"] = ["Http", "Versioning"],
        ["Verification"] = ["Registry", "Sources", "Inspection", "Versioning"],
        ["Planning"] = ["Registry", "Inspection", "Versioning"],
        ["Rendering"] = ["Planning", "Registry", "Verification"],
    };

    [Fact]
    public void EveryRoomUsesOnlyTheRoomsBelowIt()
    {
        List<string> wrong = [];
        foreach (string file in SourceFiles(s_core))
        {
            string room = Path.GetRelativePath(s_core, file).Split(Path.DirectorySeparatorChar)[0];
            if (room == "Operations")
            {
                continue;
            }

            Assert.True(s_mayUse.TryGetValue(room, out string[]? allowed), $"'{room}' is not in the layer table.");
            string text = File.ReadAllText(file);
            foreach (Match match in RoomName().Matches(text))
            {
                string used = match.Groups[1].Value;
                bool free = used == room || used is "Configuration" or "Json";
                if (!free && (s_mayUse.ContainsKey(used) || used == "Operations") && !allowed.Contains(used))
                {
                    wrong.Add($"{Path.GetRelativePath(Repository.Root, file)} uses ComfyDeps.{used}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void NamespacesFollowFolders()
    {
        List<string> wrong = [];
        foreach (string file in SourceFiles(s_core))
        {
            string[] folders = Path.GetDirectoryName(Path.GetRelativePath(s_core, file))!
                .Split(Path.DirectorySeparatorChar);
            string expected = folders[0] is "Model" or "Diagnostics"
                ? "ComfyDeps"
                : "ComfyDeps." + string.Join('.', folders);
            Match declared = NamespaceName().Match(File.ReadAllText(file));
            if (declared.Success && declared.Groups[1].Value != expected)
            {
                wrong.Add(
                    $"{Path.GetRelativePath(Repository.Root, file)} declares "
                        + $"{declared.Groups[1].Value}, not {expected}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void CoreKnowsNeitherPowerShellNorTheConsole()
    {
        Assert.DoesNotContain(
            Assembly.Load("ComfyDeps.Core").GetReferencedAssemblies(),
            name => name.Name is "System.Management.Automation" or "System.Console");
    }

    [Fact]
    public void CmdletsUseOnlyOperations()
    {
        string module = Path.Join(Repository.Root, "src", "ComfyDeps");
        IEnumerable<string> wrong =
            from file in SourceFiles(module)
            from match in RoomName().Matches(File.ReadAllText(file))
            let used = match.Groups[1].Value
            where s_mayUse.ContainsKey(used)
            select $"{Path.GetRelativePath(Repository.Root, file)} uses ComfyDeps.{used}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void EnvironmentVariablesAreReadInConfigurationOnly()
    {
        IEnumerable<string> wrong =
            from file in SourceFiles(s_core)
            where !file.Contains(
                Path.DirectorySeparatorChar + "Configuration" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            where File.ReadAllText(file).Contains("GetEnvironmentVariable", StringComparison.Ordinal)
            select Path.GetRelativePath(Repository.Root, file);
        Assert.Empty(wrong);
    }

    [Fact]
    public void DiscoveryNeedsNoProgram()
    {
        IEnumerable<string> wrong =
            from room in (string[])["Http", "Sources", "Versioning"]
            from file in SourceFiles(Path.Join(s_core, room))
            let text = File.ReadAllText(file)
            where text.Contains("CliWrap", StringComparison.Ordinal)
                || text.Contains("Process.Start", StringComparison.Ordinal)
            select Path.GetRelativePath(Repository.Root, file);
        Assert.Empty(wrong);
    }

    [Fact]
    public void NoSourceFileIsLongerThanFourHundredLines()
    {
        IEnumerable<string> wrong =
            from file in SourceFiles(Path.Join(Repository.Root, "src"))
            let lines = File.ReadLines(file).Count()
            where lines > 400
            select $"{Path.GetRelativePath(Repository.Root, file)}: {lines} lines";
        Assert.Empty(wrong);
    }

    [Fact]
    public void NoLineIsWiderThanEditorsAreTold()
    {
        IEnumerable<string> wrong =
            from file in SourceFiles(Path.Join(Repository.Root, "src"))
            from line in File.ReadLines(file).Select(static (text, i) => (Text: text, Number: i + 1))
            where line.Text.Length > 120
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}: {line.Text.Length} characters";
        Assert.Empty(wrong);
    }

    [Fact]
    public void NoMethodIsLongerThanFortyLines()
    {
        IEnumerable<string> wrong =
            from file in SourceFiles(Path.Join(Repository.Root, "src"))
            from body in Bodies(File.ReadAllLines(file))
            where body.Lines > 40
            select $"{Path.GetRelativePath(Repository.Root, file)}:{body.Start}: {body.Lines} lines";
        Assert.Empty(wrong);
    }

    /// <summary>
    /// The bodies of members, by their indent, which the build keeps right: a block from its brace to the brace below
    /// it, an expression from its arrow to the line that ends it.
    /// </summary>
    private static IEnumerable<(int Start, int Lines)> Bodies(string[] lines)
    {
        for (int i = 1; i < lines.Length; i++)
        {
            string indent = lines[i][..^lines[i].TrimStart().Length];
            if (lines[i].TrimStart() == "{" && IsMember(lines, i, indent))
            {
                int end = Array.FindIndex(lines, i, line => line.StartsWith($"{indent}}}", StringComparison.Ordinal));
                yield return (i + 1, end - i - 1);
            }
            else if (lines[i].TrimStart().StartsWith("=>", StringComparison.Ordinal)
                && IsMember(lines, i, indent[..^4]))
            {
                int end = i;
                while (IsBelow(lines[end + 1]) || (lines[end + 1].Length == 0 && IsBelow(lines[end + 2])))
                {
                    end++;
                }

                bool IsBelow(string line) => line.StartsWith(indent, StringComparison.Ordinal);

                yield return (i + 1, end - i + 1);
            }
        }
    }

    /// <summary>
    /// Whether what stands above a line begins a member: neither a type nor a value, and no statement.
    /// </summary>
    private static bool IsMember(string[] lines, int i, string indent)
    {
        int start = i - 1;
        while (start > 0
            && (lines[start].Length == 0 || lines[start].StartsWith($"{indent} ", StringComparison.Ordinal)))
        {
            start--;
        }

        return indent.Length is 4 or 8 && MemberHead().IsMatch(lines[start][indent.Length..]);
    }

    private static IEnumerable<string> SourceFiles(string folder)
        => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"\bComfyDeps\.([A-Z]\w+)\b")]
    private static partial Regex RoomName();

    [GeneratedRegex(
        @"^(?:public|internal|protected|private|static|async)\b"
            + @"(?!.*\b(?:class|struct|record|interface|enum) [A-Z])(?![^(]* = )")]
    private static partial Regex MemberHead();

    [GeneratedRegex(@"(?m)^namespace ([\w.]+);")]
    private static partial Regex NamespaceName();
}
