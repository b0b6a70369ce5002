using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Python;

/// <summary>The Python that runs ComfyUI, as its files describe it: it is never started.</summary>
internal sealed class Interpreter
{
    private readonly Dictionary<string, Distribution> _byName = new(StringComparer.Ordinal);
    private readonly List<(Distribution Second, Distribution First)> _doubles = [];

    private Interpreter(string root, PythonPlatform platform, bool seesMore)
    {
        Root = root;
        Platform = platform;
        SeesMore = seesMore;
    }

    /// <summary>Its folder.</summary>
    internal string Root { get; }

    /// <summary>What conditions ask about it.</summary>
    internal PythonPlatform Platform { get; }

    /// <summary>Whether it also uses distributions of another Python that was not found.</summary>
    internal bool SeesMore { get; }

    /// <summary>What it has, by name.</summary>
    internal IReadOnlyCollection<Distribution> Distributions => _byName.Values;

    /// <summary>Distributions that lie there twice in one folder, as a broken update leaves them.</summary>
    internal IReadOnlyList<(Distribution Second, Distribution First)> Doubles => _doubles;

    /// <summary>A distribution by its normal name, or null.</summary>
    /// <param name="name">The name.</param>
    internal Distribution? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads the Python in a folder; null when there is none.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="root">A virtual environment, a portable Python, or a prefix such as <c>/usr/local</c>.</param>
    /// <param name="system">The prefixes of the machine's own Python; empty where they are not known.</param>
    /// <param name="machine">The processor in Python's words, or null.</param>
    internal static Interpreter? Read(
        IEnvironmentFiles files,
        string root,
        IReadOnlyList<string> system,
        string? machine)
    {
        (List<string> folders, string? version, bool isWindows) = SitePackages(files, root);
        if (folders.Count == 0)
        {
            return null;
        }

        string settings = files.ReadText(EnvironmentPath.Join(root, "pyvenv.cfg")) ?? string.Empty;

        // Debian's own Python looks in two prefixes, and calls its folders by another name.
        bool seesSystem = Setting(settings, "include-system-site-packages") is "true"
            || (system.Contains(root)
                && folders.Exists(static f => f.EndsWith("/dist-packages", StringComparison.Ordinal)));
        List<string> others = [];
        foreach (string prefix in seesSystem ? system.Where(prefix => prefix != root) : [])
        {
            others.AddRange(SitePackages(files, prefix).Folders);
        }

        string? exact = Setting(settings, "version") ?? Setting(settings, "version_info");
        PythonPlatform platform = new(exact is null ? version : ReleaseOf(exact), isWindows, machine);
        Interpreter interpreter = new(root, platform, seesSystem && others.Count == 0 && !system.Contains(root));
        foreach (string folder in (IEnumerable<string>)[.. folders, .. others])
        {
            interpreter.ReadFolder(files, folder);
        }

        return interpreter;
    }

    /// <summary>The folders in which a Python keeps what is installed.</summary>
    private static (List<string> Folders, string? Version, bool IsWindows) SitePackages(
        IEnvironmentFiles files,
        string root)
    {
        string windows = EnvironmentPath.Join(root, "Lib/site-packages");
        if (files.Look(windows).IsFolder
            && files.Look(EnvironmentPath.Join(root, "lib")) is not { IsFolder: true, IsLink: true })
        {
            return ([windows], null, true);
        }

        List<string> folders = [];
        string? version = null;
        string library = EnvironmentPath.Join(root, "lib");
        foreach (string name in files.List(library) ?? [])
        {
            if (!name.StartsWith("python3", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (string kind in (string[])["site-packages", "dist-packages"])
            {
                string folder = $"{library}/{name}/{kind}";
                if (files.Look(folder).IsFolder)
                {
                    folders.Add(folder);
                    version = name.Length > "python3".Length ? name["python".Length..] : version;
                }
            }
        }

        return (folders, version, false);
    }

    private static string? Setting(string text, string name)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int equals = line.IndexOf('=');
            if (equals > 0 && line[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(equals + 1)..].Trim().ToString().ToLowerInvariant();
            }
        }

        return null;
    }

    /// <summary>Of <c>3.12.3.final.0</c> the numbers.</summary>
    private static string ReleaseOf(string version)
    {
        string[] parts = version.Split('.');
        return string.Join('.', parts[..Math.Min(3, parts.Length)]);
    }

    private void ReadFolder(IEnvironmentFiles files, string folder)
    {
        Dictionary<string, Distribution> here = new(StringComparer.Ordinal);
        foreach (string name in files.List(folder) ?? [])
        {
            // pip renames what it is about to delete to '~name'.
            bool isDistribution = name.EndsWith(".dist-info", StringComparison.Ordinal)
                || name.EndsWith(".egg-info", StringComparison.Ordinal);
            if (!isDistribution
                || name[0] == '~'
                || Distribution.Read(files, EnvironmentPath.Join(folder, name)) is not Distribution found)
            {
                continue;
            }

            if (here.TryGetValue(found.Name, out Distribution? first))
            {
                _doubles.Add((found, first));
            }
            else
            {
                here[found.Name] = found;
                _byName.TryAdd(found.Name, found);
            }
        }
    }
}
