using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Catalog;
using ComfyDeps.Registry;
using ComfyDeps.Registry.Rules;

namespace ComfyDeps.Operations;

/// <summary>What the objects of the pipeline ask of a registry. Nobody is asked about it.</summary>
internal sealed class RegistryWishes
{
    private readonly RegistryDocument _document;
    private readonly RegistryLookup _lookup;
    private readonly NodeCatalog _catalog;
    private readonly bool _acceptsAmbiguous;
    private readonly IReporter _reporter;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackWish> _packs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelWish> _models = new(StringComparer.Ordinal);

    /// <summary>Wishes to a registry.</summary>
    /// <param name="document">The registry.</param>
    /// <param name="catalog">What is known about packs and models.</param>
    /// <param name="acceptsAmbiguous">Whether the likeliest of several is taken.</param>
    /// <param name="reporter">Hears what cannot be taken.</param>
    internal RegistryWishes(RegistryDocument document, NodeCatalog catalog, bool acceptsAmbiguous, IReporter reporter)
    {
        _document = document;
        _lookup = new RegistryLookup(document);
        _catalog = catalog;
        _acceptsAmbiguous = acceptsAmbiguous;
        _reporter = reporter;
    }

    /// <summary>The packs, by their ids.</summary>
    internal IReadOnlyCollection<PackWish> Packs => _packs.Values;

    /// <summary>The models, by their names.</summary>
    internal IReadOnlyCollection<ModelWish> Models => _models.Values;

    /// <summary>Adds what one object asks.</summary>
    /// <param name="item">The object.</param>
    internal void Add(object item)
    {
        switch (item)
        {
            case WorkflowDependency { Kind: DependencyKind.Node } node:
                AddClass(node);
                break;
            case WorkflowDependency model:
                AddModel(model);
                break;
            case InstalledItem found:
                AddInstalled(found);
                break;
            case NodePack pack:
                Pack(pack.Name, pack.RegistryId, pack.Url);
                break;
            case NodeVersion version:
                Uri? repository = version.Source == SourceKind.Git ? version.Url : null;
                AddPack(version.Pack, version.Source, repository, version.Version, version.Commit);
                break;
            case ModelVersion version when version.DownloadUrl is not null:
                string name = version.Folder is null ? version.Name : $"{version.Folder}/{version.Name}";
                AddFile(name, [version.DownloadUrl], version.Sha256);
                break;
            case RegistryEntry { Kind: DependencyKind.Node } entry:
                AddPack(entry.Name, entry.Source, entry.Url, entry.Version, entry.Commit);
                break;
            case RegistryEntry { Kind: DependencyKind.Model } entry:
                AddFile(entry.Name, entry.Url is null ? [] : [entry.Url], entry.Sha256);
                break;
            default:
                PassOver(item);
                break;
        }
    }

    /// <summary>Selects an entry that is there.</summary>
    /// <param name="entry">The entry.</param>
    internal void Select(RegistryEntry entry)
    {
        if (entry.Kind == DependencyKind.Node)
        {
            Pack(entry.Name, null, null);
        }
        else if (entry.Kind == DependencyKind.Model)
        {
            _models.TryAdd(entry.Name, new ModelWish(entry.Name, [], null));
        }
    }

    private void AddInstalled(InstalledItem item)
    {
        switch (item)
        {
            case { Enabled: false }:
                _reporter.Detail($"Passed over '{item.Name}': it is disabled in {item.Environment}.");
                break;
            case { Kind: DependencyKind.ComfyUI or DependencyKind.Python }:
                // The environment's own entries: see AdoptedEnvironment.
                break;
            case { Kind: DependencyKind.Node }:
                AddPack(item.Name, item.Source, item.Url, item.Version, item.Commit);
                break;
            case { Kind: DependencyKind.Model }:
                AddFile(item.Name, item.Url is null ? Places(item.Name) : [item.Url], item.Sha256);
                break;
            default:
                PassOver(item);
                break;
        }
    }

    private void PassOver(object item)
        => _reporter.Detail($"Passed over '{item}': the registry is told of packs and models only.");

    /// <summary>A pack at a version of the Comfy Registry, or at a commit of its repository.</summary>
    private void AddPack(string name, SourceKind? source, Uri? url, string? version, string? commit)
    {
        bool isOfRegistry = source == SourceKind.ComfyRegistry;
        Pack(name, isOfRegistry ? name : null, url)?.Record([isOfRegistry ? version : commit]);
    }

    private void AddClass(WorkflowDependency node)
    {
        string? id = _lookup.Find(node) ?? _document.Decisions.Classes.GetValueOrDefault(node.Name);
        bool isOpen = node.Status == DependencyStatus.Ambiguous || (node.Pack is null && node.PackUrl is null);
        if (id is null && isOpen)
        {
            if (node.Status is DependencyStatus.Core or DependencyStatus.Frontend)
            {
                return;
            }

            string[] claimants =
                [.. new[] { node.Pack }.OfType<string>().Concat(node.Alternatives).Distinct(StringComparer.Ordinal)];
            if (node.Status != DependencyStatus.Ambiguous || !_acceptsAmbiguous || claimants.Length == 0)
            {
                Warn(node.Status == DependencyStatus.Ambiguous
                    ? $"'{node.Name}' can come from {string.Join(", ", claimants)}; it was left out. Decide with "
                        + $"Set-ComfyRegistryEntry -Class '{node.Name}' -Pack …, or take the likeliest with "
                        + "-AcceptAmbiguous."
                    : $"Nobody is known to provide '{node.Name}'; it was left out. Set-ComfyRegistryEntry -Class "
                        + $"'{node.Name}' -Pack … says where it comes from.");
                return;
            }

            id = claimants[0];
            Warn($"'{node.Name}' is taken from {id}, the likeliest of {string.Join(", ", claimants)}.");
        }

        PackWish? wish = Pack(id ?? node.Pack ?? node.PackUrl!.AbsoluteUri, null, id is null ? node.PackUrl : null);
        wish?.Classes.Add(node.Name);
        wish?.Record(node.RecordedVersions.Count > 0 ? [node.Version, .. node.RecordedVersions] : [node.Version]);
    }

    /// <summary>The wish for a pack, with what the catalog knows of it; two names of one pack are one wish.</summary>
    private PackWish? Pack(string name, string? registryId, Uri? url)
    {
        string? existing = _lookup.FindPack(name, url?.AbsoluteUri);
        CatalogPack? known = existing is null
            ? (url is null ? null : _catalog.FindPack(url.AbsoluteUri, out _)) ?? _catalog.FindPack(name, out _)
            : null;
        Uri? address = url
            ?? known?.Url
            ?? (RepositoryAddress.IsOwnerAndRepository(name)
                ? new Uri(RepositoryAddress.OnGitHub(name))
                : AddressOf(name));
        string? listed = registryId
            ?? known?.RegistryId
            ?? (address is null && !name.Contains('/', StringComparison.Ordinal) ? name : null);
        string? repository = RepositoryAddress.Normalize(address?.AbsoluteUri);
        string? id = existing
            ?? listed?.ToLowerInvariant()
            ?? (repository is null ? null : RepositoryAddress.IdOf(RepositoryAddress.Key(repository)));
        if (id is null || !PackIdRule.IsPackId(id))
        {
            Warn($"'{name}' is the name of no node pack that could be asked about; it was left out.");
            return null;
        }

        if (!_packs.TryGetValue(id, out PackWish? wish))
        {
            _packs.Add(id, wish = new PackWish(id) { RegistryId = listed, Url = address });
        }

        return wish;
    }

    private void AddModel(WorkflowDependency model)
    {
        string path = model.Name.Replace('\\', '/');
        string name = model.Folder is null ? path : $"{model.Folder}/{path}";
        if (_lookup.Find(model) is string existing)
        {
            _models.TryAdd(existing, new ModelWish(existing, [], null));
            return;
        }

        string? decided = new[] { name, path, model.FileName }
            .Select(key => key is null ? null : _document.Decisions.Models.GetValueOrDefault(key))
            .FirstOrDefault(static address => address is not null);
        List<Uri> places = decided is not null ? [new Uri(decided)] : model.SourceUrl is Uri source ? [source] : [];
        bool isOneOf = places.Count == 0 && model.Alternatives.Count > 0;
        if (isOneOf && !_acceptsAmbiguous)
        {
            Warn($"'{name}' can be had from {string.Join(", ", model.Alternatives.Take(4))}; it was left out. Decide "
                + "with "
                + $"Set-ComfyRegistryEntry -Model '{name}' -Uri …, or take the first with -AcceptAmbiguous.");
            return;
        }

        if (decided is null)
        {
            places.AddRange(model.Alternatives.Select(AddressOf).OfType<Uri>());
        }

        AddFile(model.Folder is null ? path : name, places, model.Sha256);
    }

    private void AddFile(string name, IReadOnlyList<Uri> places, string? sha256)
    {
        if (_lookup.FindModel(null, name) is string existing && existing == name)
        {
            _models.TryAdd(existing, new ModelWish(existing, [], null));
        }
        else if (places.Count == 0 && sha256 is null)
        {
            Warn(
                $"No place is known where '{name}' can be had; it was left out. Set-ComfyRegistryEntry -Model "
                    + $"'{name}' -Uri … says where.");
        }
        else if (!ModelKeyRule.IsKey(name))
        {
            Warn(name.Contains('/', StringComparison.Ordinal)
                ? $"'{name}' is no place below models/ that may be written to; it was left out."
                : $"It is not known in which folder '{name}' belongs; it was left out. Set-ComfyRegistryEntry -Model "
                    + $"folder/{name} -Uri … says it.");
        }
        else
        {
            _models.TryAdd(name, new ModelWish(name, places, sha256));
        }
    }

    private IReadOnlyList<Uri> Places(string name)
    {
        int slash = name.LastIndexOf('/');
        return
        [
            .. _catalog.FindModels(name[(slash + 1)..])
                .Where(
                    fact => slash < 0
                        || name[..slash] == fact.Folder
                        || name[..slash].StartsWith(fact.Folder + "/", StringComparison.Ordinal))
                .Select(static fact => AddressOf(fact.Url))
                .OfType<Uri>(),
        ];
    }

    private void Warn(string message)
    {
        if (_told.Add(message))
        {
            _reporter.Warning(message);
        }
    }

    private static Uri? AddressOf(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http"
            ? address
            : null;
}
