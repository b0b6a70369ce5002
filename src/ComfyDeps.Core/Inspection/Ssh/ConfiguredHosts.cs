using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>
/// The hosts that an SSH configuration names, files that it includes among them. Only for telling names: what a
/// connection uses is ssh's own business.
/// </summary>
internal sealed class ConfiguredHosts
{
    private const int DeepestInclude = 16;
    private const int MostFiles = 256;
    private const long LargestFile = 1024 * 1024;

    private static readonly char[] s_patternMarks = ['*', '?', '!'];

    private readonly string _folder;
    private readonly Dictionary<string, SshHost> _hosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private List<string> _current = [];

    private ConfiguredHosts(string folder)
    {
        _folder = folder;
    }

    /// <summary>Reads the hosts of a configuration. What cannot be read has none.</summary>
    /// <param name="file">The configuration; what it includes without a full path is beside it.</param>
    /// <returns>The hosts by name, patterns left out.</returns>
    internal static IReadOnlyList<SshHost> Read(string file)
    {
        ConfiguredHosts hosts = new(Path.GetDirectoryName(Path.GetFullPath(file))!);
        hosts.ReadFile(file, depth: 0);
        return [.. hosts._hosts.Values.OrderBy(static host => host.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private void ReadFile(string file, int depth)
    {
        if (depth > DeepestInclude || _read.Count >= MostFiles || !_read.Add(file))
        {
            return;
        }

        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: <= LargestFile })
            {
                return;
            }

            foreach (string line in File.ReadLines(file))
            {
                ReadLine(line, depth);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that ssh may read and we may not has no names to offer.
        }
    }

    private void ReadLine(string line, int depth)
    {
        if (Words(line) is not [string keyword, .. string[] values] || values.Length == 0)
        {
            return;
        }

        switch (keyword.ToLowerInvariant())
        {
            case "host":
                _current = [.. values.Where(static name => name.Length > 0 && name.IndexOfAny(s_patternMarks) < 0)];
                foreach (string name in _current)
                {
                    _hosts.TryAdd(name, new SshHost(name, null, null, null));
                }

                break;
            case "match":
                _current = [];
                break;
            case "include":
                // What is included stands in the block that includes it.
                List<string> current = _current;
                foreach (string file in values.SelectMany(Included))
                {
                    ReadFile(file, depth + 1);
                }

                _current = current;
                break;
            case "hostname":
                Set(host => host with { Address = host.Address ?? values[0] });
                break;
            case "user":
                Set(host => host with { User = host.User ?? values[0] });
                break;
            case "port":
                Set(host => host with { Port = host.Port ?? values[0] });
                break;
        }
    }

    /// <summary>The first value that a configuration gives is the one that counts.</summary>
    private void Set(Func<SshHost, SshHost> change)
    {
        foreach (string name in _current)
        {
            _hosts[name] = change(_hosts[name]);
        }
    }

    private IEnumerable<string> Included(string pattern)
    {
        if (pattern.Contains('\0', StringComparison.Ordinal))
        {
            return [];
        }

        string home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        string path = Path.GetFullPath(
            pattern.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(home, pattern[2..]) : pattern, _folder);
        string folder = Path.GetDirectoryName(path) ?? path;
        string name = Path.GetFileName(path);
        if (name.IndexOfAny(s_patternMarks) < 0)
        {
            return [path];
        }

        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder)
                    .Where(
                        file => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(file), ignoreCase: false))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>
    /// A line's words: separated by spaces, or by one equals sign behind the first; quotes keep spaces together.
    /// </summary>
    private static string[] Words(string line)
    {
        List<string> words = [];
        int i = 0;
        while (i < line.Length)
        {
            if (char.IsWhiteSpace(line[i]) || (line[i] == '=' && words.Count == 1))
            {
                i++;
                continue;
            }

            if (line[i] == '#')
            {
                break;
            }

            bool isQuoted = line[i] == '"';
            int start = isQuoted ? i + 1 : i;
            int end = start;
            while (end < line.Length
                && (isQuoted
                    ? line[end] != '"'
                    : !char.IsWhiteSpace(line[end]) && !(line[end] == '=' && words.Count == 0)))
            {
                end++;
            }

            words.Add(line[start..end]);
            i = isQuoted ? end + 1 : end;
        }

        return [.. words];
    }
}

/// <summary>A host that an SSH configuration names.</summary>
/// <param name="Name">The name by which ssh reaches it.</param>
/// <param name="Address">Its address; null when the name is the address.</param>
/// <param name="User">The user there, or null.</param>
/// <param name="Port">The port there, or null.</param>
internal sealed record SshHost(string Name, string? Address, string? User, string? Port)
{
    /// <summary>Where it is, as ssh writes it: <c>root@10.0.0.5:22</c>.</summary>
    internal string Place
        => $"{(User is null ? string.Empty : $"{User}@")}{Address ?? Name}{(Port is null ? string.Empty : $":{Port}")}";
}
