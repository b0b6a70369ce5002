using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Catalog;

namespace ComfyDeps.Registry;

/// <summary>
/// What a registry says about who provides what, for the reading of workflows. Safe to ask from many threads.
/// </summary>
internal sealed class RegistryDecider : IDecisions
{
    private readonly RegistryDocument _document;
    private readonly RegistryLookup _lookup;
    private readonly Dictionary<string, string?> _packOfClass = new(StringComparer.Ordinal);

    /// <summary>Makes the tables.</summary>
    /// <param name="document">The registry.</param>
    internal RegistryDecider(RegistryDocument document)
    {
        _document = document;
        _lookup = new RegistryLookup(document);
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            foreach (string name in entry.Classes)
            {
                // Two packs that list one class leave it open.
                _packOfClass[name] = _packOfClass.TryGetValue(name, out _) ? null : id;
            }
        }
    }

    /// <inheritdoc/>
    public string? PackOf(string classType) => _document.Decisions.Classes.GetValueOrDefault(classType);

    /// <inheritdoc/>
    public string? PackListing(string classType) => _packOfClass.GetValueOrDefault(classType);

    /// <inheritdoc/>
    public Uri? RepositoryOf(string pack)
        => _document.Nodes.TryGetValue(pack, out NodeEntry? entry) ? PinAddress.Of(entry.Source) : null;

    /// <summary>Whether the registry has a class, or its pack.</summary>
    /// <param name="classType">The class.</param>
    /// <param name="pack">The pack's id, or null.</param>
    /// <param name="url">The pack's repository, or null.</param>
    internal bool HasClass(string classType, string? pack, Uri? url)
        => _lookup.FindPack(pack, url?.AbsoluteUri, classType) is not null;

    /// <summary>The entry of a model file, or null.</summary>
    /// <param name="folder">Its folder under <c>models/</c>, or null.</param>
    /// <param name="name">The value as the workflow says it.</param>
    internal ModelEntry? FindModel(string? folder, string name)
        => _lookup.FindModel(folder, name) is string key ? _document.Models[key] : null;

    /// <summary>The address that a person gave a model file, or null.</summary>
    /// <param name="folder">Its folder under <c>models/</c>, or null.</param>
    /// <param name="name">The value as the workflow says it.</param>
    /// <param name="fileName">The file's name, or null.</param>
    internal Uri? AddressOf(string? folder, string name, string? fileName)
    {
        string path = name.Replace('\\', '/');
        string? address = new[] { $"{folder}/{path}", $"{folder}/{fileName}", path, fileName }
            .Select(key => key is null ? null : _document.Decisions.Models.GetValueOrDefault(key))
            .FirstOrDefault(static found => found is not null);
        return address is null ? null : new Uri(address);
    }
}
