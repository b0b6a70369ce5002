using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>
/// Collects the changes of entries. An entry that would be written as it is makes none; a new model that is the same
/// file as one that is there becomes another name of it; two packs do not share a folder.
/// </summary>
internal sealed class EntryChanges
{
    private readonly List<RegistryChange> _all = [];
    private readonly Dictionary<string, string> _modelOfSource = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _packOfFolder = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Changes of a registry.</summary>
    /// <param name="document">The registry.</param>
    internal EntryChanges(RegistryDocument document)
    {
        foreach ((string name, ModelEntry entry) in document.Models)
        {
            _modelOfSource.TryAdd(SourceKey(entry), name);
        }

        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            _packOfFolder.TryAdd(Pins.DirectoryOf(id, entry), id);
        }
    }

    /// <summary>All of them.</summary>
    internal IReadOnlyList<RegistryChange> All => _all;

    /// <summary>Adds what became of a pack.</summary>
    /// <param name="update">What became of it.</param>
    internal void Add(EntryUpdate<NodeEntry> update)
    {
        if (update.After is not NodeEntry entry)
        {
            return;
        }

        NodeEntry after = update.Before is null ? entry with { Directory = Folder(update.Name, entry) } : entry;
        // A new pack can turn out to be one that is there, or that another name has led to.
        Add(
            update,
            DependencyKind.Node,
            One(update.Name, update.Before),
            One(update.Name, after),
            document => document with
            {
                Nodes = document.Nodes.SetItem(
                    update.Name,
                    update.Before is null && document.Nodes.TryGetValue(update.Name, out NodeEntry? there)
                        ? there with
                        {
                            Classes =
                            [
                                .. there.Classes.Union(after.Classes, StringComparer.Ordinal)
                                    .Order(StringComparer.Ordinal),
                            ],
                        }
                        : after),
            });
    }

    /// <summary>Adds what became of a model.</summary>
    /// <param name="update">What became of it.</param>
    internal void Add(EntryUpdate<ModelEntry> update)
    {
        if (update.After is not ModelEntry after)
        {
            return;
        }

        if (update.Before is null && !_modelOfSource.TryAdd(SourceKey(after), update.Name))
        {
            string owner = _modelOfSource[SourceKey(after)];
            _all.Add(new RegistryChange
            {
                Kind = DependencyKind.Model,
                Name = owner,
                Action = $"Add the name {update.Name} of the same file",
                Apply = document => document.Models.TryGetValue(owner, out ModelEntry? same)
                    ? document with
                    {
                        Models = document.Models.SetItem(
                            owner,
                            same with { Aliases =
                                [.. same.Aliases.Append(update.Name).Distinct().Order(StringComparer.Ordinal)] }),
                    }
                    : document with { Models = document.Models.SetItem(update.Name, after) },
            });
            return;
        }

        Add(
            update,
            DependencyKind.Model,
            One(update.Name, update.Before),
            One(update.Name, after),
            document => document with
            {
                Models = document.Models.SetItem(update.Name, after),
            });
    }

    private static RegistryDocument One(string name, NodeEntry? entry)
    {
        RegistryDocument empty = new();
        return entry is null ? empty : empty with { Nodes = empty.Nodes.Add(name, entry) };
    }

    private static RegistryDocument One(string name, ModelEntry? entry)
    {
        RegistryDocument empty = new();
        return entry is null ? empty : empty with { Models = empty.Models.Add(name, entry) };
    }

    /// <summary>What two entries for one file have in common: where it is from.</summary>
    private static string SourceKey(ModelEntry entry)
    {
        PinSource source = entry.Source;
        return source.Kind == SourceKind.Url && entry.Sha256 is string hash
            ? $"sha256 {hash}"
            : $"{source.Kind} {source.Repository?.ToLowerInvariant()} {source.File} {source.ModelVersionId} "
                + $"{source.FileId} {source.Url}";
    }

    private void Add<TEntry>(
        EntryUpdate<TEntry> update,
        DependencyKind kind,
        RegistryDocument before,
        RegistryDocument after,
        Func<RegistryDocument, RegistryDocument> apply)
        where TEntry : class
    {
        if (update.IsCertain || !RegistryFormat.Render(before).AsSpan().SequenceEqual(RegistryFormat.Render(after)))
        {
            _all.Add(
                new RegistryChange
                {
                    Kind = kind,
                    Name = update.Name,
                    Action = string.Join("; ", update.Reasons),
                    Apply = apply,
                });
        }
    }

    private string Folder(string id, NodeEntry entry)
    {
        string usual = Pins.DirectoryOf(id, entry);
        string folder = usual;
        for (int number = 2; !_packOfFolder.TryAdd(folder, id) && _packOfFolder[folder] != id; number++)
        {
            string owner = id.Split('/') is [.., string name, _]
                ? name
                : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            folder = number == 2
                ? $"{usual}-{owner}"
                : $"{usual}-{owner}-{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        }

        return folder;
    }
}
