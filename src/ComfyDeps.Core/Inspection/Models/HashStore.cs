using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.Inspection.Models;

/// <summary>
/// The hashes that this machine computed of one environment's files, kept in the caller's cache: an environment is
/// looked at without being changed.
/// </summary>
internal sealed class HashStore
{
    private const int LargestFile = 64 << 20;

    private readonly string? _path;
    private readonly string _environment;
    private readonly ConcurrentDictionary<string, KnownHash> _known;
    private int _added;

    private HashStore(string? path, string environment, Dictionary<string, KnownHash> known)
    {
        _path = path;
        _environment = environment;
        _known = new ConcurrentDictionary<string, KnownHash>(known, StringComparer.Ordinal);
    }

    /// <summary>Opens what is kept of an environment.</summary>
    /// <param name="cacheFolder">The cache; null keeps nothing.</param>
    /// <param name="environment">The environment, by what tells it from every other.</param>
    internal static HashStore Open(string? cacheFolder, string environment)
    {
        if (cacheFolder is null)
        {
            return new HashStore(null, environment, []);
        }

        string name = Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(environment)))[..32].ToLowerInvariant();
        string path = Path.Join(cacheFolder, "hashes", name + ".tsv");
        return new HashStore(path, environment, Load(path));
    }

    /// <summary>The hash of a file that is still what it was; else null.</summary>
    /// <param name="file">The file.</param>
    internal string? Find(ModelFile file)
        => _known.TryGetValue(file.Path, out KnownHash? hash) && hash.Holds(file.Facts) ? hash.Sha256 : null;

    /// <summary>Keeps a hash.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sha256">Its hash.</param>
    internal void Add(ModelFile file, string sha256)
    {
        if (!file.Path.AsSpan().ContainsAny('\t', '\n', '\r'))
        {
            _known[file.Path] = KnownHash.Of(file.Facts, sha256);
            System.Threading.Interlocked.Increment(ref _added);
        }
    }

    /// <summary>
    /// Writes what was added, beside what others wrote meanwhile. A cache that cannot be written is no failure.
    /// </summary>
    internal void Save()
    {
        if (_path is null || _added == 0)
        {
            return;
        }

        string temporary = $"{_path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            foreach ((string path, KnownHash hash) in Load(_path))
            {
                _known.TryAdd(path, hash);
            }

            using (StreamWriter writer = new(temporary, append: false, new UTF8Encoding(false)))
            {
                writer.Write("# " + _environment.ReplaceLineEndings(" ") + "\n");
                foreach ((string path, KnownHash hash) in _known.OrderBy(static k => k.Key, StringComparer.Ordinal))
                {
                    writer.Write(hash.Line(path));
                }
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private static Dictionary<string, KnownHash> Load(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists && file.Length <= LargestFile ? KnownHash.ParseAll(File.ReadAllText(path)) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
