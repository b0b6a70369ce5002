using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>What tsconfig.json, package.json and pnpm-workspace.yaml say about where modules are.</summary>
internal sealed partial class ProjectFiles(RealPaths paths)
{
    private const int MaxExtends = 16;
    private const int MaxPackages = 2_000;
    private const long MaxBytes = 4 * 1024 * 1024;

    private static readonly JsonDocumentOptions s_options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private readonly ConcurrentDictionary<string, List<PathMap>> _maps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _workspaces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonElement?> _packages = new(StringComparer.Ordinal);

    /// <summary>The path maps that hold in a folder, the nearest first.</summary>
    public List<PathMap> MapsOf(string folder, string root) => _maps.GetOrAdd(folder, _ => FindMaps(folder, root));

    /// <summary>The packages of a repository: name to folder.</summary>
    public Dictionary<string, string> PackagesOf(string root) => _workspaces.GetOrAdd(root, FindPackages);

    /// <summary>The package.json of a folder, or null.</summary>
    public JsonElement? PackageOf(string folder)
        => _packages.GetOrAdd(folder, static path => ReadJson(Path.Join(path, "package.json")));

    private static JsonElement? ReadJson(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || file.Length > MaxBytes)
            {
                return null;
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // A configuration that cannot be read maps nothing; the import that needed it is reported as unknown.
            return null;
        }
    }

    private List<PathMap> FindMaps(string folder, string root)
    {
        List<PathMap> maps = [];
        foreach (string name in (string[])["tsconfig.json", "jsconfig.json", "tsconfig.base.json"])
        {
            string path = Path.Join(folder, name);
            if (File.Exists(path))
            {
                HashSet<string> seen = new(StringComparer.Ordinal);
                ReadMaps(path, root, maps, seen, 0);
            }
        }

        string? parent = Path.GetDirectoryName(folder);
        if (parent is not null && RealPaths.IsInside(parent, root))
        {
            maps.AddRange(MapsOf(parent, root));
        }

        return maps;
    }

    private void ReadMaps(string path, string root, List<PathMap> maps, HashSet<string> seen, int depth)
    {
        string? real = paths.ResolveInside(path, root);
        if (real is null || depth > MaxExtends || !seen.Add(real) || ReadJson(real) is not { } config)
        {
            return;
        }

        string folder = Path.GetDirectoryName(real)!;
        if (config.TryGetProperty("compilerOptions", out JsonElement options)
            && options.ValueKind == JsonValueKind.Object)
        {
            AddPaths(options, folder, maps);
        }

        foreach (string parent in config.TryGetProperty("extends", out JsonElement extends) ? Texts(extends) : [])
        {
            if (parent.StartsWith('.') || Path.IsPathRooted(parent))
            {
                string target = Path.GetFullPath(parent, folder);
                ReadMaps(File.Exists(target) ? target : target + ".json", root, maps, seen, depth + 1);
            }
        }

        if (config.TryGetProperty("references", out JsonElement references)
            && references.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement reference in references.EnumerateArray())
            {
                if (ReferenceBeside(folder, reference) is { } target)
                {
                    ReadMaps(target, root, maps, seen, depth + 1);
                }
            }
        }
    }

    /// <summary>
    /// Adds what <c>paths</c> says, and behind it <c>baseUrl</c>, under which every other name is looked for.
    /// </summary>
    private static void AddPaths(JsonElement options, string folder, List<PathMap> maps)
    {
        string? baseUrl = Text(options, "baseUrl");
        string from = baseUrl is null ? folder : Path.GetFullPath(baseUrl, folder);
        if (options.TryGetProperty("paths", out JsonElement entries) && entries.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty entry in entries.EnumerateObject())
            {
                maps.Add(new PathMap(entry.Name, [.. Texts(entry.Value).Select(target => Path.Join(from, target))]));
            }
        }

        if (baseUrl is not null)
        {
            maps.Add(new PathMap("*", [Path.Join(from, "*")]));
        }
    }

    /// <summary>
    /// The file that a reference names, when it exists in the same folder; another folder has maps of its own.
    /// </summary>
    private static string? ReferenceBeside(string folder, JsonElement reference)
    {
        if (reference.ValueKind != JsonValueKind.Object || Text(reference, "path") is not { } path)
        {
            return null;
        }

        string target = Path.GetFullPath(path, folder);
        return File.Exists(target) && Path.GetDirectoryName(target) == folder ? target : null;
    }

    private Dictionary<string, string> FindPackages(string root)
    {
        Dictionary<string, string> packages = new(StringComparer.Ordinal);
        List<string> patterns = [];
        if (PackageOf(root) is { } package)
        {
            AddPackage(root, packages);
            if (package.TryGetProperty("workspaces", out JsonElement workspaces))
            {
                patterns.AddRange(workspaces.ValueKind == JsonValueKind.Object
                    && workspaces.TryGetProperty("packages", out JsonElement inner)
                    ? Texts(inner)
                    : Texts(workspaces));
            }
        }

        patterns.AddRange(PnpmPatterns(Path.Join(root, "pnpm-workspace.yaml")));
        foreach (string pattern in patterns.Where(pattern => !pattern.StartsWith('!')))
        {
            List<string> folders = [root];
            foreach (string part in pattern.TrimStart('.').Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                folders = [.. folders.SelectMany(folder => Expand(folder, part, root)).Take(MaxPackages)];
            }

            foreach (string folder in folders)
            {
                AddPackage(folder, packages);
            }
        }

        return packages;
    }

    private void AddPackage(string folder, Dictionary<string, string> packages)
    {
        if (packages.Count < MaxPackages && PackageOf(folder) is { } package && Text(package, "name") is { } name)
        {
            packages.TryAdd(name, folder);
        }
    }

    private IEnumerable<string> Expand(string folder, string part, string root)
    {
        if (!part.Contains('*', StringComparison.Ordinal))
        {
            string? real = paths.ResolveInside(Path.Join(folder, part), root);
            return real is not null && Directory.Exists(real) ? [real] : [];
        }

        SearchOption depth = part == "**" ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        EnumerationOptions options = new()
        {
            IgnoreInaccessible = true,
            RecurseSubdirectories = depth == SearchOption.AllDirectories,
            MaxRecursionDepth = 4,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
        };
        IEnumerable<string> found = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder, part == "**" ? "*" : part, options)
                .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
            : [];
        return part == "**" ? found.Prepend(folder) : found;
    }

    private static IEnumerable<string> PnpmPatterns(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes)
        {
            yield break;
        }

        bool inside = false;
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith("packages:", StringComparison.Ordinal))
            {
                inside = true;
            }
            else if (inside && PnpmItem().Match(line) is { Success: true } item)
            {
                yield return item.Groups[1].Value;
            }
            else if (inside && line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '#')
            {
                yield break;
            }
        }
    }

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray()
            .Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => item.GetString()!),
        _ => [],
    };

    [GeneratedRegex(@"^\s*-\s*['""]?([^'""#\s]+)")]
    private static partial Regex PnpmItem();
}

/// <summary>One line of <c>paths</c>: a pattern with at most one <c>*</c>, and the full paths it stands for.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Targets">The paths, with <c>*</c> where the pattern has it.</param>
internal sealed record PathMap(string Pattern, IReadOnlyList<string> Targets)
{
    /// <summary>The paths that a module name stands for; none when the pattern does not fit.</summary>
    public IEnumerable<string> Apply(string name)
    {
        int star = Pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return name == Pattern ? Targets : [];
        }

        ReadOnlySpan<char> head = Pattern.AsSpan(0, star);
        ReadOnlySpan<char> tail = Pattern.AsSpan(star + 1);
        if (name.Length < head.Length + tail.Length
            || !name.AsSpan().StartsWith(head, StringComparison.Ordinal)
            || !name.AsSpan().EndsWith(tail, StringComparison.Ordinal))
        {
            return [];
        }

        string middle = name[star..^tail.Length];
        return Targets.Select(target => target.Replace("*", middle, StringComparison.Ordinal));
    }
}
