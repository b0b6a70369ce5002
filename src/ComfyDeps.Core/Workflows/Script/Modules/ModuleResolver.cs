using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>Finds the file that an import means, never outside the repository and never in node_modules.</summary>
internal sealed class ModuleResolver
{
    private static readonly string[] s_extensions =
        [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];

    private static readonly Dictionary<string, string[]> s_written = new(StringComparer.Ordinal)
    {
        [".js"] = [".ts", ".tsx", ".js", ".jsx"],
        [".jsx"] = [".tsx", ".jsx"],
        [".mjs"] = [".mts", ".mjs"],
        [".cjs"] = [".cts", ".cjs"],
    };

    /// <summary>Aliases that frameworks set up by themselves, tried when no configuration maps the name.</summary>
    private static readonly (string Prefix, string[] Folders)[] s_customs =
    [
        ("$lib", ["src/lib"]),
        ("@/", ["src", ""]),
        ("~/", ["src", "app", ""]),
        ("src/", ["src"]),
    ];

    private readonly RealPaths _paths;
    private readonly ProjectFiles _projects;
    private readonly ConcurrentDictionary<(string, string), string?> _answers = new();

    /// <summary>Uses shared knowledge of paths.</summary>
    public ModuleResolver(RealPaths paths)
    {
        _paths = paths;
        _projects = new ProjectFiles(paths);
    }

    /// <summary>The real path of the file that an import means, or null.</summary>
    /// <param name="specifier">What is written.</param>
    /// <param name="from">The real path of the file in which it is written.</param>
    /// <param name="root">The real path of the repository.</param>
    public string? Resolve(string specifier, string from, string root)
    {
        string folder = Path.GetDirectoryName(from)!;
        return _answers.GetOrAdd((specifier, folder), _ => Find(specifier, folder, root));
    }

    private string? Find(string specifier, string folder, string root)
    {
        if (specifier.Length is 0 or > 1024 || specifier.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        int query = specifier.IndexOf('?', StringComparison.Ordinal);
        string name = query > 0 ? specifier[..query] : specifier;
        if (name is "." or ".."
            || name.StartsWith("./", StringComparison.Ordinal)
            || name.StartsWith("../", StringComparison.Ordinal))
        {
            return File(Path.Join(folder, name), root, 0);
        }

        if (name.StartsWith('/'))
        {
            return File(Path.Join(root, name), root, 0);
        }

        IEnumerable<string> mapped = _projects.MapsOf(folder, root).SelectMany(map => map.Apply(name));
        return FirstFile(mapped, root)
            ?? (name.StartsWith('#') ? PackageImport(name, folder, root) : null)
            ?? Workspace(name, root)
            ?? Custom(name, folder, root);
    }

    private string? FirstFile(IEnumerable<string> candidates, string root)
    {
        foreach (string candidate in candidates)
        {
            if (File(candidate, root, 0) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private string? File(string path, string root, int depth)
    {
        string extension = Path.GetExtension(path);
        if (s_written.TryGetValue(extension, out string[]? written))
        {
            string stem = path[..^extension.Length];
            foreach (string other in written)
            {
                if (Exact(stem + other, root) is { } found)
                {
                    return found;
                }
            }
        }
        else if (Array.IndexOf(s_extensions, extension) >= 0 && Exact(path, root) is { } exact)
        {
            return exact;
        }

        foreach (string added in s_extensions)
        {
            if (Exact(path + added, root) is { } found)
            {
                return found;
            }
        }

        return depth < 4 ? Folder(path, root, depth) : null;
    }

    private string? Exact(string path, string root)
        => System.IO.File.Exists(path) && _paths.ResolveInside(path, root) is { } real && System.IO.File.Exists(real)
            ? real
            : null;

    private string? Folder(string path, string root, int depth)
    {
        string? folder = Directory.Exists(path) ? _paths.ResolveInside(path, root) : null;
        if (folder is null)
        {
            return null;
        }

        return Package(folder, ".", root, depth) ?? FirstExact(folder, ["index"], root);
    }

    private string? FirstExact(string folder, string[] names, string root)
    {
        foreach (string name in names)
        {
            foreach (string extension in s_extensions)
            {
                if (Exact(Path.Join(folder, name + extension), root) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// What a package hands out under a name (<c>.</c>, <c>./sub</c>), its sources preferred to what a build would
    /// make.
    /// </summary>
    private string? Package(string folder, string name, string root, int depth)
    {
        if (_projects.PackageOf(folder) is not { } package)
        {
            return null;
        }

        List<string> targets = [];
        if (package.TryGetProperty("exports", out JsonElement exports))
        {
            Targets(exports, name, targets, 0);
        }

        if (name == ".")
        {
            foreach (string field in (string[])["source", "module", "main", "types"])
            {
                if (package.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String)
                {
                    targets.Add(value.GetString()!);
                }
            }
        }

        foreach (string target in targets)
        {
            string path = Path.Join(folder, target);
            if (path != folder && File(path, root, depth + 1) is { } found)
            {
                return found;
            }
        }

        // What a build would make is not there in a checkout: look where it is made from.
        return name == "."
            ? FirstExact(Path.Join(folder, "src"), ["index", "main"], root)
            : File(Path.Join(folder, "src", name[2..]), root, depth + 1)
                ?? File(Path.Join(folder, name[2..]), root, depth + 1);
    }

    private static void Targets(JsonElement exports, string name, List<string> targets, int depth)
    {
        if (depth > 8)
        {
            return;
        }

        switch (exports.ValueKind)
        {
            case JsonValueKind.String when name == ".":
                targets.Add(exports.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in exports.EnumerateArray())
                {
                    Targets(item, name, targets, depth + 1);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty entry in exports.EnumerateObject())
                {
                    if (!entry.Name.StartsWith('.') && !entry.Name.StartsWith('#'))
                    {
                        Targets(entry.Value, name, targets, depth + 1);
                        continue;
                    }

                    foreach (string middle in new PathMap(entry.Name, ["*"]).Apply(name))
                    {
                        List<string> found = [];
                        Targets(entry.Value, ".", found, depth + 1);
                        targets.AddRange(found.Select(target => target.Replace("*", middle, StringComparison.Ordinal)));
                    }
                }

                break;
            default:
                break;
        }
    }

    private string? PackageImport(string name, string folder, string root)
    {
        for (string? at = folder; at is not null && RealPaths.IsInside(at, root); at = Path.GetDirectoryName(at))
        {
            if (_projects.PackageOf(at) is { } package && package.TryGetProperty("imports", out JsonElement imports))
            {
                List<string> targets = [];
                Targets(imports, name, targets, 0);
                return FirstFile(targets.Select(target => Path.Join(at, target)), root);
            }
        }

        return null;
    }

    private string? Workspace(string name, string root)
    {
        Dictionary<string, string> packages = _projects.PackagesOf(root);
        int slash = name.StartsWith('@')
            ? name.IndexOf('/', name.IndexOf('/', StringComparison.Ordinal) + 1)
            : name.IndexOf('/', StringComparison.Ordinal);
        string package = slash > 0 ? name[..slash] : name;
        if (!packages.TryGetValue(package, out string? folder))
        {
            return null;
        }

        return Package(folder, slash > 0 ? "." + name[slash..] : ".", root, 0)
            ?? (slash > 0 ? null : FirstExact(folder, ["index"], root));
    }

    private string? Custom(string name, string folder, string root)
    {
        foreach ((string prefix, string[] folders) in s_customs)
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            string rest = name[prefix.Length..];
            for (string? at = folder; at is not null && RealPaths.IsInside(at, root); at = Path.GetDirectoryName(at))
            {
                if (_projects.PackageOf(at) is not null
                    && FirstFile(folders.Select(inner => Path.Join(at, inner, rest)), root) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
