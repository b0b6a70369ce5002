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
    /// <summary>
    /// The identifiers of SPDX under which what is carried is licensed; another one is looked up in its list first.
    /// </summary>
    private static readonly string[] s_spdx = ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT"];

    private static readonly string[] s_files =
        [
            .. Directory.EnumerateFiles(Built.Module, "*", SearchOption.AllDirectories)
                .Select(static file => Path.GetRelativePath(Built.Module, file).Replace('\\', '/')),
        ];

    [Fact]
    public void HoldsWhatItsPlanSaysAndNothingElse()
        => Assert.All(s_files, static file => Assert.Matches(Planned(), file));

    [Fact]
    public void EveryAssemblyIsInTheNoticesAndEveryPackageInTheBillOfMaterials()
    {
        string notices = File.ReadAllText(Path.Join(Built.Module, "THIRD-PARTY-NOTICES.txt"));
        using JsonDocument bill = Bill();
        string[] components =
        [
            .. bill.RootElement.GetProperty("components")
                .EnumerateArray()
                .Select(static c => c.GetProperty("name").GetString()!),
        ];
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
        HashSet<string> known =
        [
            own,
            .. root
                .GetProperty("components")
                .EnumerateArray()
                .Select(static c => c.GetProperty("bom-ref").GetString()!),
        ];
        JsonElement.ArrayEnumerator dependencies = root.GetProperty("dependencies").EnumerateArray();
        Assert.Equal(
            known.Order(StringComparer.Ordinal),
            dependencies.Select(static d => d.GetProperty("ref").GetString()!).Order(StringComparer.Ordinal));

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

    /// <summary>What CycloneDX 1.6 and the package URLs ask for, as far as this document uses them.</summary>
    [Fact]
    public void TheBillOfMaterialsIsWellFormed()
    {
        using JsonDocument bill = Bill();
        JsonElement root = bill.RootElement;
        AssertOnly(root, "bomFormat", "specVersion", "version", "metadata", "components", "dependencies");
        Assert.Equal("1.6", root.GetProperty("specVersion").GetString());
        Assert.True(root.GetProperty("version").GetInt32() >= 1);
        JsonElement[] components =
        [
            .. root.GetProperty("components").EnumerateArray(),
            root.GetProperty("metadata").GetProperty("component"),
        ];
        Assert.Equal(
            components.Length,
            components.Select(static one => Text(one, "bom-ref")).Distinct(StringComparer.Ordinal).Count());
        foreach (JsonElement component in components)
        {
            AssertOnly(
                component,
                "type",
                "bom-ref",
                "authors",
                "name",
                "version",
                "hashes",
                "licenses",
                "copyright",
                "purl",
                "externalReferences");
            Assert.Contains(Text(component, "type"), (string[])["application", "library"]);
            Assert.Equal($"pkg:nuget/{Text(component, "name")}@{Text(component, "version")}", Text(component, "purl"));
            Assert.Equal(Text(component, "purl"), Text(component, "bom-ref"));
            Assert.All(
                component.GetProperty("licenses").EnumerateArray(),
                static one => AssertLicense(one.GetProperty("license")));
            Assert.All(
                Items(component, "hashes"),
                static one => Assert.Matches("^SHA-512 [0-9a-f]{128}$", $"{Text(one, "alg")} {Text(one, "content")}"));
            Assert.All(
                Items(component, "externalReferences"),
                static one => Assert.Matches("^(website|vcs) https://", $"{Text(one, "type")} {Text(one, "url")}"));
        }

        HashSet<string> known = [.. components.Select(static one => Text(one, "bom-ref"))];
        Assert.All(
            Items(root, "dependencies"),
            one => Assert.Subset(
                known,
                Items(one, "dependsOn").Select(static d => d.GetString()!).Append(Text(one, "ref")).ToHashSet()));
    }

    [Fact]
    public void TheManifestNamesFilesInTheirExactCase()
    {
        string manifest = File.ReadAllText(Built.Manifest);
        Assert.All(
            QuotedFile().Matches(manifest).Select(static match => match.Groups[1].Value),
            static file => Assert.Contains(file, s_files));
    }

    /// <summary>An identifier of SPDX, or a name with the whole text.</summary>
    private static void AssertLicense(JsonElement license)
    {
        AssertOnly(license, "id", "name", "text");
        if (license.TryGetProperty("id", out JsonElement id))
        {
            Assert.Contains(id.GetString(), s_spdx);
            Assert.False(license.TryGetProperty("name", out _));
        }
        else
        {
            Assert.NotEmpty(Text(license, "name"));
            Assert.NotEmpty(Text(license.GetProperty("text"), "content"));
        }
    }

    private static void AssertOnly(JsonElement element, params string[] names)
        => Assert.Subset(names.ToHashSet(), element.EnumerateObject().Select(static one => one.Name).ToHashSet());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static JsonElement[] Items(JsonElement element, string name)
        => element.TryGetProperty(name, out JsonElement items) ? [.. items.EnumerateArray()] : [];

    private static JsonDocument Bill()
        => JsonDocument.Parse(File.ReadAllText(Path.Join(Built.Module, "ComfyDeps.cdx.json")));

    [GeneratedRegex(
        @"^(ComfyDeps\.(psd1|format\.ps1xml|cdx\.json)|LICENSE|THIRD-PARTY-NOTICES\.txt|bin/ComfyDeps\.dll|bin/dependencies/[\w.]+\.dll|en-US/(ComfyDeps\.dll-Help\.xml|about_ComfyDeps\w*\.help\.txt)|registry/comfy-registry(\.schema)?\.json|registry/catalog/([\w-]+\.tsv|[\w-]+\.json|catalog\.idx))$")]
    private static partial Regex Planned();

    [GeneratedRegex(@"(?m)^Files: (.+)$")]
    private static partial Regex FilesLine();

    [GeneratedRegex(@"'([\w/.]+\.(?:dll|ps1xml))'")]
    private static partial Regex QuotedFile();
}
