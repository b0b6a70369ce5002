using System;
using System.Collections.Generic;
using System.Text.Json;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Python;

/// <summary>A Python distribution that is installed.</summary>
internal sealed record Distribution
{
    private const int SmallFile = 64 * 1024;

    /// <summary>Its normal name.</summary>
    internal required string Name { get; init; }

    /// <summary>Its version as it says it; null when it does not.</summary>
    internal string? Version { get; init; }

    /// <summary>The folder or file that describes it.</summary>
    internal required string Location { get; init; }

    /// <summary>What it requires, each as it says it.</summary>
    internal IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Where it was had from, when that was an address.</summary>
    internal string? Url { get; init; }

    /// <summary>The commit, when it was had from a repository.</summary>
    internal string? Commit { get; init; }

    /// <summary>Reads what describes a distribution; null when it describes none.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="path">A <c>.dist-info</c> or <c>.egg-info</c>.</param>
    internal static Distribution? Read(IEnvironmentFiles files, string path)
    {
        bool isWheel = path.EndsWith(".dist-info", StringComparison.Ordinal);
        string? text = isWheel ? files.ReadText(EnvironmentPath.Join(path, "METADATA"), 4 * FileLimits.Text)
            : files.ReadText(EnvironmentPath.Join(path, "PKG-INFO"), 4 * FileLimits.Text)
                ?? files.ReadText(path, 4 * FileLimits.Text);
        (string? name, string? version, List<string> requires) = ReadFields(text ?? string.Empty);
        (string? fromName, string? fromVersion) = FromFileName(EnvironmentPath.Name(path));
        return PythonName.Normalize(name ?? fromName) is string normal
            ? WithOrigin(
                files,
                path,
                new Distribution
                {
                    Name = normal,
                    Version = version ?? fromVersion,
                    Location = path,
                    Requires = requires,
                })
            : null;
    }

    private static (string? Name, string? Version, List<string> Requires) ReadFields(string text)
    {
        string? name = null;
        string? version = null;
        List<string> requires = [];
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            // An empty line ends what is for programs; the description follows.
            if (line.IsEmpty)
            {
                break;
            }

            int colon = line.IndexOf(':');
            switch (colon < 0 ? default : line[..colon])
            {
                case "Name":
                    name ??= line[(colon + 1)..].Trim().ToString();
                    break;
                case "Version":
                    version ??= line[(colon + 1)..].Trim().ToString();
                    break;
                case "Requires-Dist":
                    requires.Add(line[(colon + 1)..].Trim().ToString());
                    break;
            }
        }

        return (name, version, requires);
    }

    /// <summary><c>name-1.0.dist-info</c> says enough where the file in it cannot be read.</summary>
    private static (string? Name, string? Version) FromFileName(string fileName)
    {
        string[] parts = fileName[..fileName.LastIndexOf('.')].Split('-');
        return parts.Length >= 2 ? (parts[0], parts[1]) : (parts[0], null);
    }

    private static Distribution WithOrigin(IEnvironmentFiles files, string path, Distribution distribution)
    {
        if (files.ReadText(EnvironmentPath.Join(path, "direct_url.json"), SmallFile) is not string text)
        {
            return distribution;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            JsonElement root = document.RootElement;
            string? url = Text(root, "url");
            string? commit = root.TryGetProperty("vcs_info", out JsonElement vcs) ? Text(vcs, "commit_id") : null;
            return distribution with { Url = url, Commit = Git.GitReader.IsCommit(commit) ? commit : null };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return distribution;
        }
    }

    private static string? Text(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
