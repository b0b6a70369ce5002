using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests;

/// <summary>What users get: all of it needed, nothing else, each part with its licence.</summary>
public sealed partial class StagedTreeTests
{
    private static readonly string[] s_files =
        [.. Directory.EnumerateFiles(Built.Module, "*", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(Built.Module, file).Replace('\\', '/'))];

    [Fact]
    public void HoldsWhatItsPlanSaysAndNothingElse()
        => Assert.All(s_files, static file => Assert.Matches(Planned(), file));

    [Fact]
    public void EveryAssemblyIsInTheNoticesAndEveryPackageInTheBillOfMaterials()
    {
        string notices = File.ReadAllText(Path.Join(Built.Module, "THIRD-PARTY-NOTICES.txt"));
        using JsonDocument bill = Bill();
        string[] components = [.. bill.RootElement.GetProperty("components").EnumerateArray().Select(static c => c.GetProperty("name").GetString()!)];
        string[] assemblies =
        [
            .. s_files.Where(static file => file.StartsWith("bin/dependencies/", StringComparison.Ordinal))
                .Select(static file => Path.GetFileName(file))
                .Where(static file => file != "ComfyDeps.Core.dll"),
        ];
        Assert.NotEmpty(assemblies);
        Assert.All(assemblies, assembly => Assert.Contains(assembly, notices, StringComparison.Ordinal));
        Assert.All(components, component => Assert.Matches($@"(?m)^{Regex.Escape(component)} \d", notices));
        string[] files = [.. FilesLine().Matches(notices).SelectMany(static line => line.Groups[1].Value.Split(", "))];
        Assert.Equal(assemblies.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheBillOfMaterialsNamesTheModuleAndWhatNeedsWhat()
    {
        using JsonDocument bill = Bill();
        JsonElement root = bill.RootElement;
        Assert.Equal("CycloneDX", root.GetProperty("bomFormat").GetString());
        string own = root.GetProperty("metadata").GetProperty("component").GetProperty("purl").GetString()!;
        Assert.Equal($"pkg:nuget/ComfyDeps@{Built.Version}", own);
        HashSet<string> known = [own, .. root.GetProperty("components").EnumerateArray().Select(static c => c.GetProperty("bom-ref").GetString()!)];
        JsonElement.ArrayEnumerator dependencies = root.GetProperty("dependencies").EnumerateArray();
        Assert.Equal(known.Order(StringComparer.Ordinal), dependencies.Select(static d => d.GetProperty("ref").GetString()!).Order(StringComparer.Ordinal));

        // All that is shipped is reached from the module.
        Dictionary<string, string[]> needs = dependencies.ToDictionary(
            static d => d.GetProperty("ref").GetString()!,
            static d => d.GetProperty("dependsOn").EnumerateArray().Select(static one => one.GetString()!).ToArray());
        HashSet<string> reached = [];
        Reach(own);
        Assert.Equal(known.Count, reached.Count);

        void Reach(string one)
        {
            if (reached.Add(one))
            {
                Array.ForEach(needs[one], Reach);
            }
        }
    }

    [Fact]
    public void TheManifestNamesFilesInTheirExactCase()
    {
        string manifest = File.ReadAllText(Built.Manifest);
        Assert.All(
            QuotedFile().Matches(manifest).Select(static match => match.Groups[1].Value),
            static file => Assert.Contains(file, s_files));
    }

    private static JsonDocument Bill() => JsonDocument.Parse(File.ReadAllText(Path.Join(Built.Module, "ComfyDeps.cdx.json")));

    [GeneratedRegex(@"^(ComfyDeps\.(psd1|format\.ps1xml|cdx\.json)|LICENSE|THIRD-PARTY-NOTICES\.txt|bin/ComfyDeps\.dll|bin/dependencies/[\w.]+\.dll|en-US/(ComfyDeps\.dll-Help\.xml|about_ComfyDeps\w*\.help\.txt)|registry/comfy-registry(\.schema)?\.json|registry/catalog/([\w-]+\.tsv|[\w-]+\.json|catalog\.idx))$")]
    private static partial Regex Planned();

    [GeneratedRegex(@"(?m)^Files: (.+)$")]
    private static partial Regex FilesLine();

    [GeneratedRegex(@"'([\w/.]+\.(?:dll|ps1xml))'")]
    private static partial Regex QuotedFile();
}
