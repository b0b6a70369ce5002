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
                wrong.Add($"{Path.GetRelativePath(Repository.Root, file)} declares {declared.Groups[1].Value}, not {expected}");
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
            where !file.Contains(Path.DirectorySeparatorChar + "Configuration" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
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
            where text.Contains("CliWrap", StringComparison.Ordinal) || text.Contains("Process.Start", StringComparison.Ordinal)
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

    private static IEnumerable<string> SourceFiles(string folder)
        => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"\bComfyDeps\.([A-Z]\w+)\b")]
    private static partial Regex RoomName();

    [GeneratedRegex(@"(?m)^namespace ([\w.]+);")]
    private static partial Regex NamespaceName();
}
