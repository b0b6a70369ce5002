using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Registry;

/// <summary>Tells which entry of a registry a thing is about.</summary>
internal sealed class RegistryLookup
{
    private readonly RegistryDocument _document;
    private readonly Dictionary<string, string> _packOfUrl = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _packsOfClass;
    private readonly Dictionary<string, string> _modelAt = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _placesOfFile;

    /// <summary>Makes the tables.</summary>
    /// <param name="document">The registry.</param>
    internal RegistryLookup(RegistryDocument document)
    {
        _document = document;
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            if (UrlKey(entry.Source.Url) is string key)
            {
                _packOfUrl.TryAdd(key, id);
            }
        }

        _packsOfClass = document.Nodes
            .SelectMany(static pair => pair.Value.Classes.Select(name => (Class: name, Pack: pair.Key)))
            .ToLookup(static pair => pair.Class, static pair => pair.Pack, StringComparer.Ordinal);
        foreach ((string name, ModelEntry entry) in document.Models)
        {
            _modelAt[name] = name;
            foreach (string place in entry.Aliases.Concat(entry.Files.Keys.Select(file => $"{name}/{file}")))
            {
                _modelAt.TryAdd(place, name);
            }

            // People also write an alias as the workflow says it: below the folder of the entry.
            foreach (string alias in entry.Aliases)
            {
                _modelAt.TryAdd($"{name.Split('/')[0]}/{alias}", name);
            }
        }

        _placesOfFile = _modelAt.Keys.ToLookup(
            static place => place[(place.LastIndexOf('/') + 1)..], StringComparer.Ordinal);
    }

    /// <summary>
    /// The entry that a node class, or another thing about a pack, belongs to; null when the registry has none.
    /// </summary>
    /// <param name="id">The pack's id as far as it is known.</param>
    /// <param name="url">The pack's repository as far as it is known.</param>
    /// <param name="nodeClass">The node class, or null. What persons decided about it wins.</param>
    internal string? FindPack(string? id, string? url, string? nodeClass = null)
    {
        if (nodeClass is not null && _document.Decisions.Classes.TryGetValue(nodeClass, out string? decided))
        {
            return _document.Nodes.ContainsKey(decided) ? decided : null;
        }

        if (id is not null && _document.Nodes.ContainsKey(id))
        {
            return id;
        }

        if (UrlKey(url) is string key && _packOfUrl.TryGetValue(key, out string? byUrl))
        {
            return byUrl;
        }

        string[] claimants = nodeClass is null
            ? []
            : [.. _packsOfClass[nodeClass].Distinct(StringComparer.Ordinal).Take(2)];
        return claimants.Length == 1 ? claimants[0] : null;
    }

    /// <summary>The entry for a model file; null when the registry has none for just that place.</summary>
    /// <param name="folder">The folder under models/, or null where it is not known: then a file that only one entry
    /// has is meant.</param>
    /// <param name="name">The file below that folder.</param>
    internal string? FindModel(string? folder, string name)
    {
        string path = name.Replace('\\', '/').Trim('/');
        if (folder is not null)
        {
            // A loader's own folder can be named by the value too: 'bbox/face.pt' in 'ultralytics/bbox'.
            string under = folder.Trim('/');
            int slash = path.LastIndexOf('/');
            return _modelAt.GetValueOrDefault($"{under}/{path}")
                ?? (slash > 0 && $"/{under}".EndsWith("/" + path[..slash], StringComparison.Ordinal)
                    ? _modelAt.GetValueOrDefault(under + path[slash..])
                    : null);
        }

        if (_modelAt.TryGetValue(path, out string? whole))
        {
            return whole;
        }

        string[] owners =
        [
            .. _placesOfFile[path[(path.LastIndexOf('/') + 1)..]]
                .Where(place => place.EndsWith("/" + path, StringComparison.Ordinal))
                .Select(place => _modelAt[place])
                .Distinct(StringComparer.Ordinal)
                .Take(2),
        ];
        return owners.Length == 1 ? owners[0] : null;
    }

    /// <summary>The entry that a workflow's need is about; null when the registry has none.</summary>
    /// <param name="dependency">The need.</param>
    internal string? Find(WorkflowDependency dependency)
        => dependency.Kind == DependencyKind.Model
            ? FindModel(dependency.Folder, dependency.Name)
            : FindPack(dependency.Pack, dependency.PackUrl?.AbsoluteUri, dependency.Name);

    /// <summary>
    /// The entry that any object of the pipeline is about, with its kind; null when it is about none.
    /// </summary>
    /// <param name="item">A dependency, pack, version, entry, installed item, or result.</param>
    internal (DependencyKind Kind, string Name)? FindAny(object item)
    {
        (DependencyKind kind, string? name) = item switch
        {
            WorkflowDependency need => (need.Kind, Find(need)),
            NodePack pack => (DependencyKind.Node, FindPack(pack.Name, pack.Url?.AbsoluteUri)),
            NodeVersion version => (DependencyKind.Node, FindPack(version.Pack, version.Url?.AbsoluteUri)),
            ModelVersion model => (DependencyKind.Model, FindModel(model.Folder, model.Name)),
            InstalledItem { Kind: DependencyKind.Node } installed
                => (DependencyKind.Node, FindPack(installed.Name, installed.Url?.AbsoluteUri)),
            RegistryEntry { Kind: DependencyKind.Node } entry
                => (DependencyKind.Node, FindPack(entry.Name, entry.Url?.AbsoluteUri)),
            VerificationResult { Kind: DependencyKind.Node } result
                => (DependencyKind.Node, FindPack(result.Name, null)),
            InstalledItem { Kind: DependencyKind.Model } installed
                => (DependencyKind.Model, FindModel(null, installed.Name)),
            RegistryEntry { Kind: DependencyKind.Model } entry => (DependencyKind.Model, FindModel(null, entry.Name)),
            VerificationResult { Kind: DependencyKind.Model } result
                => (DependencyKind.Model, FindModel(null, result.Name)),
            _ => (default, null),
        };
        return name is null ? null : (kind, name);
    }

    private static string? UrlKey(string? url)
        => RepositoryAddress.Normalize(url) is string normalized ? RepositoryAddress.Key(normalized) : null;
}
