using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;

namespace ComfyDeps.StagingTool.Packages;

/// <summary>A package of which files are shipped, as its own folder describes it.</summary>
internal sealed class Package
{
    private static readonly string[] s_licenceFiles = ["LICENSE", "LICENSE.txt", "LICENSE.TXT", "LICENSE.md"];

    private Package(string folder, XElement metadata)
    {
        XElement? find(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);
        Folder = folder;
        Id = find("id")!.Value;
        Version = find("version")!.Value;
        Authors = find("authors")?.Value ?? string.Empty;
        Copyright = find("copyright")?.Value ?? $"Copyright (c) {Authors}";
        Project = find("projectUrl")?.Value;
        Repository = find("repository")?.Attribute("url")?.Value;
        License = find("license") is { } license && license.Attribute("type")?.Value == "expression"
            ? license.Value
            : null;
        LicenseFile = find("license") is { } file && file.Attribute("type")?.Value == "file"
            ? file.Value.Replace('\\', '/')
            : null;
        Dependencies =
        [
            .. metadata.Descendants().Where(static element => element.Name.LocalName == "dependency")
                .Select(static element => element.Attribute("id")!.Value).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    internal string Id { get; }

    internal string Version { get; }

    internal string Authors { get; }

    internal string Copyright { get; }

    internal string? Project { get; }

    internal string? Repository { get; }

    /// <summary>The SPDX expression; null when the package names a file instead.</summary>
    internal string? License { get; }

    /// <summary>Ids of what it needs for any framework.</summary>
    internal IReadOnlyList<string> Dependencies { get; }

    /// <summary>Names of its files that are shipped.</summary>
    internal required IReadOnlyList<string> Files { get; init; }

    /// <summary>What the package says of parts that it took over from others; null when it says nothing.</summary>
    internal string? Notices
        => Directory.EnumerateFiles(Folder).FirstOrDefault(static file
            => Path.GetFileName(file)
                .StartsWith("THIRD-PARTY-NOTICES", StringComparison.OrdinalIgnoreCase)) is string file
            ? Text(file)
            : null;

    /// <summary>SHA-512 of the package, in hexadecimal digits.</summary>
    internal string Sha512
        => Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(
            Directory.EnumerateFiles(Folder, "*.nupkg.sha512").Single())));

    /// <summary>The licence's text: the package's own file, else what the expression stands for.</summary>
    internal string LicenseText
    {
        get
        {
            string? own = LicenseFile is not null
                ? Path.Join(Folder, LicenseFile)
                : s_licenceFiles.Select(name => Path.Join(Folder, name)).FirstOrDefault(File.Exists);
            if (own is not null)
            {
                return Text(own);
            }

            using Stream? known = License is null
                ? null
                : Assembly.GetExecutingAssembly().GetManifestResourceStream(License);
            if (known is null)
            {
                throw new InvalidDataException(
                    $"{Id} {Version} is shipped, and the text of its licence '{License}' is not known: add it to "
                        + "tools/ComfyDeps.StagingTool/Packages/Licenses.");
            }

            using StreamReader reader = new(known);
            return $"{Copyright}\n\n{reader.ReadToEnd().ReplaceLineEndings("\n").Trim('\n')}";
        }
    }

    private string Folder { get; }

    private string? LicenseFile { get; }

    /// <summary>The packages that files come from, by id.</summary>
    /// <param name="lines">A line for each file: path, id, version and path in the package, with bars between.</param>
    internal static IReadOnlyList<Package> Read(IEnumerable<string> lines)
        =>
        [
            .. lines.Select(static line => line.Split('|'))
                .Where(static line => line is [_, { Length: > 0 }, ..])
                .GroupBy(static line => line[1], StringComparer.OrdinalIgnoreCase)
                .Select(
                    static files => Read(
                        files.First(),
                        [
                            .. files
                                .Select(static line => Path.GetFileName(line[0]))
                                .Distinct()
                                .Order(StringComparer.Ordinal),
                        ]))
                .OrderBy(static package => package.Id, StringComparer.OrdinalIgnoreCase),
        ];

    private static Package Read(string[] file, IReadOnlyList<string> files)
    {
        string folder = file[0][..^file[3].Length];
        XDocument description = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single());
        return new Package(folder, description.Root!.Elements().First()) { Files = files };
    }

    private static string Text(string file) => File.ReadAllText(file).ReplaceLineEndings("\n").Trim('\n', '\uFEFF');
}
