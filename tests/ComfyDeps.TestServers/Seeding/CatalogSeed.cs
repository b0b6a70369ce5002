using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ComfyDeps.TestServers.Seeding;

/// <summary>
/// Makes up what services could hold about the packs and model files of a catalog: the names and addresses are the
/// catalog's, the version numbers and the files' bytes are made up, and always the same for the same name.
/// </summary>
public static partial class CatalogSeed
{
    private const string Hub = "https://huggingface.co/";
    private const string GitHub = "https://github.com/";

    /// <summary>Reads a catalog's text and adds what it leads to.</summary>
    /// <param name="folder">The catalog's folder.</param>
    /// <param name="written">What was written down by hand, which wins.</param>
    public static SeedFile Extend(string folder, SeedFile written)
    {
        Dictionary<string, List<string>> classes = new(StringComparer.OrdinalIgnoreCase);
        foreach (string[] row in Rows(Path.Join(folder, "classes.tsv")))
        {
            if (!classes.TryGetValue(row[0], out List<string>? names))
            {
                classes[row[0]] = names = [];
            }

            names.Add(row[1]);
        }

        return new SeedFile
        {
            Packs = [.. Packs(folder, written, classes)],
            Repositories = Repositories(folder, written),
            Civitai = written.Civitai,
            CoreClasses = [.. Rows(Path.Join(folder, "core.tsv")).Select(row => row[0])],
            GitRepositories = written.GitRepositories,
            GitTags = written.GitTags,
            Images = written.Images,
        };
    }

    private static IEnumerable<SeedPack> Packs(
        string folder, SeedFile written, Dictionary<string, List<string>> classes)
    {
        HashSet<string> ids = new(written.Packs.Select(pack => pack.Id), StringComparer.OrdinalIgnoreCase);
        HashSet<string> known = new(written.Packs.Select(pack => pack.Repository), StringComparer.OrdinalIgnoreCase);
        foreach (SeedPack pack in written.Packs)
        {
            yield return pack.Classes.Count > 0
                ? pack
                : pack with { Classes = classes.GetValueOrDefault(pack.Repository, []) };
        }

        // Where two packs would have one id, the better known one has it.
        IEnumerable<string[]> rows = Rows(Path.Join(folder, "packs.tsv"))
            .OrderByDescending(row => int.TryParse(row[2], CultureInfo.InvariantCulture, out int stars) ? stars : -1)
            .ThenBy(row => row[0], StringComparer.Ordinal);
        foreach (string repository in rows.Select(row => row[0]))
        {
            string[] parts = repository.StartsWith(GitHub, StringComparison.Ordinal)
                ? repository[GitHub.Length..].Split('/')
                : [];
            string id = parts.Length == 2 ? parts[1].ToLowerInvariant() : "";
            if (id.Length > 1
                && char.IsAsciiLetter(id[0])
                && char.IsAsciiLetterOrDigit(id[^1])
                && known.Add(repository)
                && ids.Add(id))
            {
                yield return new SeedPack(id, repository, parts[0].ToLowerInvariant(), Versions(id))
                {
                    Classes = classes.GetValueOrDefault(repository, []),
                };
            }
        }
    }

    private static List<SeedRepository> Repositories(string folder, SeedFile written)
    {
        Dictionary<string, SeedRepository> all = written.Repositories.ToDictionary(
            one => one.Id, StringComparer.Ordinal);
        IEnumerable<string> addresses =
        [
            .. Rows(Path.Join(folder, "models.tsv")).Select(static row => row[4]),
            .. Rows(Path.Join(folder, "models-more.tsv")).Select(static row => row[2]),
            .. Implied()
                .Matches(File.ReadAllText(Path.Join(folder, "implied-models.json")))
                .Select(static match => match.Groups[1].Value),
        ];
        foreach (string address in addresses)
        {
            string[] parts = address.StartsWith(Hub, StringComparison.Ordinal)
                ? address[Hub.Length..].Split("/resolve/main/")
                : [];
            if (parts.Length != 2)
            {
                continue;
            }

            string path = Uri.UnescapeDataString(parts[1].Split('?')[0]);
            SeedRepository repository = all.GetValueOrDefault(parts[0]) ?? new SeedRepository(parts[0], []);
            all[parts[0]] = repository with { Files = [.. repository.Files.Append(path).Distinct()] };
        }

        return [.. all.Values];
    }

    [GeneratedRegex("\"url\": \"(https://[^\"]+)\"")]
    private static partial Regex Implied();

    private static List<string> Versions(string id)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        int last = 1 + (hash[0] % 12);
        List<string> versions = [.. Enumerable.Range(0, last).Select(patch => $"1.0.{patch}")];
        if (hash[1] % 2 == 0)
        {
            versions.Add("1.1.0");
        }

        return versions;
    }

    private static IEnumerable<string[]> Rows(string path)
    {
        // An empty first column repeats the one above.
        string above = "";
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] row = line.Split('\t');
            above = row[0] = row[0].Length == 0 ? above : row[0];
            yield return row;
        }
    }
}
