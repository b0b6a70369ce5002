using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ComfyDeps.Configuration;
using ComfyDeps.Versioning;

namespace ComfyDeps.Catalog;

/// <summary>
/// Packs and Python distributions that are known to do harm: <c>advisories.tsv</c> of the catalog. What the module came
/// with counts beside what a user's own catalog has, so that an old catalog hides no advisory.
/// </summary>
internal sealed class Advisories
{
    /// <summary>The name of the file.</summary>
    internal const string FileName = "advisories.tsv";

    /// <summary>The columns of the file.</summary>
    internal static readonly IReadOnlyList<string> Columns = ["subject", "name", "versions", "reason", "evidence"];

    private readonly ILookup<string, AdvisoryFact> _byKey;

    private Advisories(IEnumerable<AdvisoryFact> facts)
        => _byKey = facts.ToLookup(static fact => KeyOf(fact.Subject, fact.Name), StringComparer.Ordinal);

    /// <summary>Opens the advisories of a catalog and those that came with the module.</summary>
    /// <param name="folder">The catalog's folder.</param>
    internal static Advisories Open(string folder)
    {
        string[] folders = CatalogLocations.Shipped is string shipped && shipped != folder
            ? [folder, shipped]
            : [folder];
        return new Advisories(folders.SelectMany(Read));
    }

    /// <summary>The advisories of a folder.</summary>
    /// <param name="folder">The folder.</param>
    internal static IReadOnlyList<AdvisoryFact> Read(string folder)
        =>
        [
            .. TabSeparated.Read(Path.Join(folder, FileName), Columns.Count)
                .Select(static row => new AdvisoryFact(row[0], row[1], row[2], row[3], row[4])),
        ];

    /// <summary>The advisory on a pack; null when there is none.</summary>
    /// <param name="id">The pack's id.</param>
    /// <param name="url">Its repository, or null.</param>
    /// <param name="version">The exact version or commit, or null.</param>
    internal AdvisoryFact? OfPack(string id, Uri? url, string? version)
        => Find(AdvisoryFact.Pack, id, version)
            ?? (url is null
                ? null
                : Find(AdvisoryFact.Pack, url.AbsoluteUri, version)
                    ?? Find(AdvisoryFact.Folder, LastPart(url), version));

    /// <summary>The advisory on a version of a Python distribution; null when there is none.</summary>
    /// <param name="name">The distribution.</param>
    /// <param name="version">The exact version.</param>
    internal AdvisoryFact? OfDistribution(string name, string version) => Find(AdvisoryFact.Python, name, version);

    private AdvisoryFact? Find(string subject, string name, string? version)
        => _byKey[KeyOf(subject, name)].FirstOrDefault(fact => Concerns(fact.Versions, version));

    /// <summary>No versions means all of them; a version that is not known is not taken for a good one.</summary>
    private static bool Concerns(string versions, string? version)
    {
        if (versions.Length == 0 || version is null)
        {
            return true;
        }

        return versions
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Contains(version, StringComparer.OrdinalIgnoreCase)
            || (VersionRange.TryParse(versions, out VersionRange? range)
                && PackVersion.TryParse(version, out PackVersion? number)
                && range.Includes(number, includePreviews: true));
    }

    /// <summary>Python has one way to compare names of distributions; packs are known by id or by repository.</summary>
    private static string KeyOf(string subject, string name)
    {
        string lower = name.ToLowerInvariant();
        return subject == AdvisoryFact.Python
            ? $"{subject} {lower.Replace('_', '-').Replace('.', '-')}"
            : RepositoryAddress.Normalize(lower) is string address
                ? $"{subject} {RepositoryAddress.Key(address)}"
                : $"{subject} {OwnerKey(lower)}";
    }

    /// <summary>The folder that a clone of a repository makes.</summary>
    private static string LastPart(Uri url)
    {
        string name = url.Segments[^1].Trim('/');
        return name.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
    }

    private static string OwnerKey(string id)
        => RepositoryAddress.IsOwnerAndRepository(id) ? RepositoryAddress.Key(RepositoryAddress.OnGitHub(id)) : id;
}

/// <summary>A pack or distribution that is known to do harm.</summary>
/// <param name="Subject"><c>pack</c>, <c>folder</c> or <c>python</c>.</param>
/// <param name="Name">The pack's repository or registry id, the folder that it is cloned into, or the
/// distribution.</param>
/// <param name="Versions">The versions, apart by spaces, or a range; empty for all of them.</param>
/// <param name="Reason">What it does, in a few words.</param>
/// <param name="Evidence">Where that is known from.</param>
internal sealed record AdvisoryFact(string Subject, string Name, string Versions, string Reason, string Evidence)
{
    /// <summary>The subject of an advisory on a node pack.</summary>
    internal const string Pack = "pack";

    /// <summary>The subject of an advisory on whatever is cloned into a folder of that name.</summary>
    internal const string Folder = "folder";

    /// <summary>The subject of an advisory on a Python distribution.</summary>
    internal const string Python = "python";
}
