using System;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Registry;
using ComfyDeps.Sources.Civitai;
using ComfyDeps.Sources.ComfyRegistry;
using ComfyDeps.Sources.Git;
using ComfyDeps.Sources.HuggingFace;

namespace ComfyDeps.Operations;

/// <summary>Turns what a person names as a source into a source that is not pinned yet. It asks nobody.</summary>
internal static class DecidedSource
{
    /// <summary>The id of a pack and where it is had from.</summary>
    /// <param name="catalog">What is known about packs.</param>
    /// <param name="pack">An id, owner/repo, or an address.</param>
    /// <exception cref="ComfyDepsException">It can be none of these.</exception>
    internal static (string Id, PinSource Source) OfPack(NodeCatalog catalog, string pack)
    {
        if (catalog.FindPack(pack, out _) is CatalogPack known)
        {
            return (known.Id, known.RegistryId is string registryId
                ? new PinSource { Kind = SourceKind.ComfyRegistry, Id = registryId, Url = known.Url.AbsoluteUri }
                : new PinSource { Kind = SourceKind.Git, Url = known.Url.AbsoluteUri });
        }

        string? address = RepositoryAddress.IsOwnerAndRepository(pack)
            ? RepositoryAddress.OnGitHub(pack)
            : RepositoryAddress.Normalize(pack);
        if (address is not null)
        {
            return (RepositoryAddress.IdOf(RepositoryAddress.Key(address)), new PinSource
            {
                Kind = SourceKind.Git,
                Url = address,
            });
        }

        return RegistryId.IsValid(pack)
            ? (pack.ToLowerInvariant(), new PinSource { Kind = SourceKind.ComfyRegistry, Id = pack.ToLowerInvariant() })
            : throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{pack}' is no node pack: no id, no owner/repo and no address of a repository.",
                pack,
                "Find-ComfyNodePack finds packs by name.");
    }

    /// <summary>Where a model is had from, by an address.</summary>
    /// <param name="address">The address of a file, or of its page.</param>
    /// <param name="addresses">Where the services are.</param>
    /// <returns>The source, and what it follows.</returns>
    /// <exception cref="ComfyDepsException">It names no file.</exception>
    internal static (PinSource Source, string? Requested) OfModel(Uri address, ServiceAddresses addresses)
    {
        if (HuggingFaceAddress.Parse(address, addresses.HuggingFace) is HuggingFaceAddress hub)
        {
            bool isPinned = GitObjectId.IsFull(hub.Revision);
            PinSource source = new()
            {
                Kind = SourceKind.HuggingFace,
                Repository = hub.QualifiedRepository,
                File = hub.Path,
                Commit = isPinned ? hub.Revision : null,
            };
            return hub.Path is null
                ? throw NoFile(
                    address, "Give the address of the file itself; Find-ComfyModelVersion lists a repository's files.")
                : (source, isPinned ? null : hub.RevisionOrMain);
        }

        if (CivitaiAddress.Parse(address, addresses.Civitai) is CivitaiAddress civitai)
        {
            return civitai.VersionId is long version
                ? (new PinSource { Kind = SourceKind.Civitai, ModelVersionId = version, FileId = civitai.FileId }, null)
                : throw NoFile(
                    address, "Give the address of one version of it: with ?modelVersionId=…, or that of its download.");
        }

        return (new PinSource { Kind = SourceKind.Url, Url = address.AbsoluteUri }, null);
    }

    private static ComfyDepsException NoFile(Uri address, string hint) => new(
        ErrorCode.InvalidArgument, $"'{address}' is not the address of one model file.", address, hint);
}
