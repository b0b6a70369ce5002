using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>
/// Names and versions that the registry and the cache on this machine have, for completing. Nobody is asked.
/// </summary>
public static class KnownEntries
{
    private const int Most = 100;

    /// <summary>Entries of the registry by name.</summary>
    /// <param name="begin">How they begin, in any case; an asterisk and a question mark are wildcards.</param>
    /// <param name="currentFolder">The folder that the user is in.</param>
    /// <param name="registryPath">The registry that was named, or null.</param>
    /// <returns>Names with what they are pinned to, in order; none where there is no registry that can be
    /// read.</returns>
    public static IReadOnlyList<(string Name, string Description)> Of(
        string begin,
        string currentFolder,
        string? registryPath)
    {
        ArgumentNullException.ThrowIfNull(begin);
        return Load(currentFolder, registryPath) is not RegistryDocument document
            ? []
            :
            [
                .. document.Nodes.Select(
                    static node => (Name: node.Key, Description: About(
                        "Node pack", node.Value.Source, node.Value.Verification)))
                    .Concat(
                        document.Models.Select(
                            static model => (Name: model.Key, Description: About(
                                "Model file", model.Value.Source, model.Value.Verification))))
                    .Where(known => IsMatch(begin, known.Name))
                    .OrderBy(static known => known.Name, StringComparer.OrdinalIgnoreCase)
                    .Take(Most),
            ];
    }

    /// <summary>
    /// Versions of a node pack that are known without asking: the pin, what was seen beside it, and answers in the
    /// cache.
    /// </summary>
    /// <param name="pack">The pack's id, or anything else that names it.</param>
    /// <param name="begin">How they begin, in any case.</param>
    /// <param name="currentFolder">The folder that the user is in.</param>
    /// <param name="registryPath">The registry that was named, or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Versions with what they are, newest first.</returns>
    public static async Task<IReadOnlyList<(string Name, string Description)>> VersionsAsync(
        string pack, string begin, string currentFolder, string? registryPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(begin);
        List<(string Name, string Description)> known = [];
        if (Load(currentFolder, registryPath)?.Nodes.TryGetValue(pack, out NodeEntry? entry) == true)
        {
            known.Add(
                (entry.Source.Version
                    ?? entry.Source.Commit
                    ?? string.Empty, $"The version that '{pack}' is pinned to"));
            known.AddRange(
                entry.Verification?.AvailableVersions.Select(version => (version, $"Version of {pack}")) ?? []);
        }

        known.AddRange(await CachedAsync(pack, cancellationToken).ConfigureAwait(false));
        return
        [
            .. known.Where(version => version.Name.Length > 0 && IsMatch(begin, version.Name))
                .DistinctBy(static version => version.Name, StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    private static async Task<IReadOnlyList<(string Name, string Description)>> CachedAsync(
        string pack,
        CancellationToken cancellationToken)
    {
        List<(string Name, string Description)> known = [];
        try
        {
            ServiceAddresses addresses = ServiceAddresses.FromEnvironment();
            NodeSources sources = new(
                new HttpPipeline(HttpSettings.FromEnvironment(addresses, isOffline: true)), addresses);
            PackQuestions questions = new(CatalogStore.OpenDefault());
            await foreach (NodeVersion version in FindNodeVersion.RunAsync(
                Single(pack),
                questions,
                sources,
                new FindNodeVersionOptions(),
                NullReporter.Instance,
                cancellationToken).ConfigureAwait(false))
            {
                known.Add(
                    (version.Version, $"{version.RefType} of {version.Pack}"
                        + $"{(version.IsLatest ? ", the newest good one" : string.Empty)}"));
            }
        }
        catch (ComfyDepsException)
        {
            // Nothing in the cache, or no catalog: the cmdlet itself tells of it.
        }

        return known;
    }

    private static async IAsyncEnumerable<object> Single(string item)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return item;
    }

    private static RegistryDocument? Load(string currentFolder, string? registryPath)
    {
        try
        {
            string? path = registryPath is null
                ? RegistryLocations.ForReading(currentFolder)
                : Path.GetFullPath(registryPath, currentFolder);
            return path is null ? null : RegistryFile.Load(path).Document;
        }
        catch (ComfyDepsException)
        {
            // A registry that is missing or not valid is told by the cmdlet itself, not in the middle of a word.
            return null;
        }
    }

    private static string About(string kind, PinSource source, PinVerification? verification)
        => $"{kind}, {source.Version ?? source.Commit?[..10] ?? "not pinned"}, "
            + $"{(verification?.Status ?? VerificationStatus.Undetermined).ToString().ToLowerInvariant()}";

    private static bool IsMatch(string begin, string name)
        => begin.AsSpan().IndexOfAny('*', '?') < 0
            ? name.StartsWith(begin, StringComparison.OrdinalIgnoreCase)
            : FileSystemName.MatchesSimpleExpression(begin.TrimEnd('*') + "*", name);
}
