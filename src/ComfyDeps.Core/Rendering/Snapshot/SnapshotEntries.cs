using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Rendering.Snapshot;

/// <summary>What a snapshot holds, as entries of a registry.</summary>
internal static class SnapshotEntries
{
    private const string Separator = "==";

    /// <summary>The entries of a snapshot: ComfyUI, then packs, then Python distributions.</summary>
    /// <param name="snapshot">The snapshot.</param>
    internal static IEnumerable<RegistryEntry> Of(ManagerSnapshot snapshot)
        => (snapshot.ComfyUi is string commit ? [ComfyUi(commit)] : Array.Empty<RegistryEntry>())
            .Concat(snapshot.Registry.Select(static pair => new RegistryEntry
            {
                Kind = DependencyKind.Node,
                Name = pair.Key.ToLowerInvariant(),
                Source = SourceKind.ComfyRegistry,
                Version = pair.Value,
                VerificationStatus = VerificationStatus.Undetermined,
            }))
            .Concat(snapshot.Git.Select(static pair => Checkout(pair.Key, pair.Value)))
            .Concat(snapshot.Files.Select(static pair => new RegistryEntry
            {
                Kind = DependencyKind.Node,
                Name = pair.Key,
                FileName = pair.Key,
                Source = SourceKind.Url,
                Enabled = !pair.Value,
                VerificationStatus = VerificationStatus.Unpinned,
            }))
            .Concat(snapshot.Python.Select(static pair => Distribution(pair.Key, pair.Value)));

    private static RegistryEntry ComfyUi(string commit) => new()
    {
        Kind = DependencyKind.ComfyUI,
        Name = "ComfyUI",
        Source = SourceKind.Git,
        Commit = Full(commit),
        Requested = Full(commit) is null ? commit : null,
        VerificationStatus = Full(commit) is null ? VerificationStatus.Unpinned : VerificationStatus.Undetermined,
    };

    private static RegistryEntry Checkout(string url, SnapshotCheckout checkout)
    {
        string? normalized = RepositoryAddress.Normalize(url);
        string? commit = Full(checkout.Commit);
        return new RegistryEntry
        {
            Kind = DependencyKind.Node,
            Name = normalized is null ? url : RepositoryAddress.IdOf(RepositoryAddress.Key(normalized)),
            Source = SourceKind.Git,
            Url = Uri.TryCreate(normalized ?? url, UriKind.Absolute, out Uri? address) ? address : null,
            Commit = commit,

            // ComfyUI-Manager writes 'unknown' for a commit that it could not read; anything else is a branch or a tag.
            Requested = commit is null && checkout.Commit is not ("unknown" or "") ? checkout.Commit : null,
            Enabled = !checkout.Disabled,
            VerificationStatus = commit is null ? VerificationStatus.Unpinned : VerificationStatus.Undetermined,
        };
    }

    private static RegistryEntry Distribution(string name, string url)
    {
        string[] parts = name.Split(Separator, 2);
        return new RegistryEntry
        {
            Kind = DependencyKind.Python,
            Name = parts[0],
            Source = SourceKind.Url,
            Version = parts.ElementAtOrDefault(1),
            Url = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) ? address : null,
            VerificationStatus = VerificationStatus.Undetermined,
        };
    }

    private static string? Full(string commit)
        => commit.Length is 40 or 64 && commit.All(char.IsAsciiHexDigit) ? commit.ToLowerInvariant() : null;
}
