using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;
using Tomlyn;
using Tomlyn.Model;

namespace ComfyDeps.Inspection.Packs;

/// <summary>What a pack's <c>pyproject.toml</c> says of it.</summary>
internal sealed record ProjectFile
{
    /// <summary>What the file is called.</summary>
    internal const string FileName = "pyproject.toml";

    private const int DeepestNesting = 32;

    private static readonly TomlSerializerOptions s_options = new() { MaxDepth = DeepestNesting };

    /// <summary>The project's name as it stands there.</summary>
    internal string? Name { get; private init; }

    /// <summary>Its version.</summary>
    internal string? Version { get; private init; }

    /// <summary>Its repository.</summary>
    internal string? Repository { get; private init; }

    /// <summary>Whether it says under whose name it is in the Comfy Registry.</summary>
    internal bool IsForRegistry { get; private init; }

    /// <summary>What it requires of Python.</summary>
    internal IReadOnlyList<string> Dependencies { get; private init; } = [];

    /// <summary>Which versions of Python it works with, as it stands there.</summary>
    internal string? RequiresPython { get; private init; }

    /// <summary>Reads the file of a folder; null when there is none that can be read.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="folder">The folder.</param>
    internal static ProjectFile? Read(IEnvironmentFiles files, string folder)
        => files.ReadText(EnvironmentPath.Join(folder, FileName)) is string text ? Parse(text) : null;

    /// <summary>Reads the text of such a file; null when it cannot be read.</summary>
    /// <param name="text">The text.</param>
    internal static ProjectFile? Parse(string text)
    {
        try
        {
            return TomlSerializer.TryDeserialize(text, out TomlTable? root, s_options) && root is not null
                ? Of(root)
                : null;
        }
        catch (TomlException)
        {
            return null;
        }
    }

    private static ProjectFile Of(TomlTable root)
    {
        TomlTable? project = Table(root, "project");
        TomlTable? comfy = Table(Table(root, "tool"), "comfy");
        return new ProjectFile
        {
            Name = Text(project, "name"),
            Version = Text(project, "version"),
            RequiresPython = Text(project, "requires-python"),
            Repository = Text(Table(project, "urls"), "Repository") ?? Text(Table(project, "urls"), "repository"),
            IsForRegistry = Text(comfy, "PublisherId") is { Length: > 0 },
            Dependencies = project is not null
                && project.TryGetValue("dependencies", out object? list)
                && list is TomlArray array
                ? [.. array.OfType<string>()]
                : [],
        };
    }

    private static TomlTable? Table(TomlTable? table, string name)
        => table is not null && table.TryGetValue(name, out object? value) ? value as TomlTable : null;

    private static string? Text(TomlTable? table, string name)
        => table is not null
            && table.TryGetValue(name, out object? value)
            && value is string text
            && text.Trim().Length > 0
            ? text.Trim()
            : null;
}
