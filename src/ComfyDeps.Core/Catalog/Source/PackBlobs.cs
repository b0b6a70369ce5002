using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ComfyDeps.Catalog.Python;

namespace ComfyDeps.Catalog.Source;

/// <summary>What is kept of each blob of a pack's history: never its text.</summary>
internal sealed class PackBlobs
{
    private readonly Dictionary<string, IReadOnlyList<PythonStatement>> _python = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _scripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackProject> _projects = new(StringComparer.Ordinal);

    /// <summary>Keeps what matters of a blob.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="path">A path that has it.</param>
    /// <param name="text">Its text.</param>
    internal void Add(string blob, string path, string text)
    {
        if (path.EndsWith(".py", StringComparison.Ordinal))
        {
            _python[blob] = PythonParser.Parse(text);
        }
        else if (path.EndsWith("node_list.json", StringComparison.Ordinal))
        {
            _lists[blob] = ReadList(text);
        }
        else if (path.EndsWith("pyproject.toml", StringComparison.Ordinal))
        {
            _projects[blob] = PackProject.Parse(text);
        }
        else
        {
            _scripts[blob] = ScriptNodeTypes.Find(text);
        }
    }

    /// <summary>A Python module's statements, or null.</summary>
    /// <param name="blob">Its blob.</param>
    internal IReadOnlyList<PythonStatement>? Python(string blob) => _python.GetValueOrDefault(blob);

    /// <summary>A script's node types.</summary>
    /// <param name="blob">Its blob.</param>
    internal IReadOnlyList<string> Script(string blob) => _scripts.GetValueOrDefault(blob, []);

    /// <summary>The classes of a node_list.json.</summary>
    /// <param name="blob">Its blob.</param>
    internal IReadOnlyList<string> NodeList(string blob) => _lists.GetValueOrDefault(blob, []);

    /// <summary>What a pyproject.toml says, or null.</summary>
    /// <param name="blob">Its blob.</param>
    internal PackProject? Project(string blob) => _projects.GetValueOrDefault(blob);

    private static IReadOnlyList<string> ReadList(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => [.. document.RootElement.EnumerateObject().Select(static p => p.Name)],
                JsonValueKind.Array =>
                [
                    .. document.RootElement.EnumerateArray()
                        .Where(static e => e.ValueKind == JsonValueKind.String)
                        .Select(static e => e.GetString()!),
                ],
                _ => [],
            };
        }
        catch (JsonException)
        {
            // One of many versions of a file that only adds to what the code says.
            return [];
        }
    }
}

/// <summary>What a pack's pyproject.toml says about it.</summary>
/// <param name="Name">The Comfy Registry id, or null.</param>
/// <param name="Repository">The repository, or null.</param>
internal sealed record PackProject(string? Name, string? Repository)
{
    /// <summary>Reads the two lines that matter.</summary>
    /// <param name="text">The file.</param>
    internal static PackProject Parse(string text)
    {
        string section = string.Empty;
        string? name = null;
        string? repository = null;
        bool published = false;
        foreach (string line in text.Split('\n').Select(static l => l.Trim()))
        {
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']', ' ');
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                continue;
            }

            string key = line[..equals].Trim().Trim('"');
            string value = line[(equals + 1)..].Split('#')[0].Trim().Trim('"', '\'');
            name ??= section == "project" && key == "name" ? value : null;
            repository ??= section == "project.urls" && key is "Repository" or "repository" ? value : null;
            published |= section == "tool.comfy" && key == "PublisherId" && value.Length > 0;
        }

        // Without a publisher the file is for pip alone, and its name is no registry id.
        return new PackProject(published ? name?.ToLowerInvariant() : null, RepositoryAddress.Normalize(repository));
    }
}
