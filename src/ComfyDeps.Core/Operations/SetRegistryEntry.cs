using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>Writes down what a person decides about entries of the registry.</summary>
public sealed class SetRegistryEntry
{
    private readonly SetRegistryEntryOptions _options;
    private readonly PinSession _session;
    private readonly IReporter _reporter;
    private readonly CancellationToken _stop;
    private readonly EntryChange _change;

    private SetRegistryEntry(SetRegistryEntryOptions options, PinSession session, IReporter reporter, CancellationToken stop)
    {
        _options = options;
        _session = session;
        _reporter = reporter;
        _stop = stop;
        DateTimeOffset now = session.Http.Settings.Clock.GetUtcNow();
        _change = new EntryChange(options, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
    }

    /// <summary>The file that would be written.</summary>
    /// <param name="options">What is decided.</param>
    public static string Destination(SetRegistryEntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RegistryLocator.PathForWriting(options.RegistryPath, options.CurrentFolder);
    }

    /// <summary>Checks what can be checked, and writes. Where something is wrong, nothing is written.</summary>
    /// <param name="options">What is decided.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The entries as they are then.</returns>
    public static async IAsyncEnumerable<RegistryEntry> RunAsync(
        SetRegistryEntryOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        PinSession session = await PinSession.OpenAsync(isOffline: false, cancellationToken).ConfigureAwait(false);
        SetRegistryEntry run = new(options, session, reporter, cancellationToken);
        foreach (RegistryEntry entry in await run.RunAsync().ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    private async Task<IReadOnlyList<RegistryEntry>> RunAsync()
    {
        string path = Destination(_options);
        HashSet<(DependencyKind Kind, string Name)> names = [];
        Func<RegistryDocument, RegistryDocument> change = _options switch
        {
            { Pack: not null } => ClassDecision(names),
            { Model: not null } => ModelDecision(names),
            _ => await EntryChangesAsync(path, names).ConfigureAwait(false),
        };
        RegistryFile file = await Task.Run(() => RegistryFile.Update(path, change, _stop), _stop).ConfigureAwait(false);
        _reporter.Detail($"'{file.Path}' says so now.");
        return [.. RegistryEntries.Of(file.Document).Where(entry => names.Contains((entry.Kind, entry.Name)))];
    }

    /// <summary>A class comes from a pack: it is listed there, and nowhere else.</summary>
    private Func<RegistryDocument, RegistryDocument> ClassDecision(HashSet<(DependencyKind Kind, string Name)> names)
    {
        (string id, PinSource source) = DecidedSource.OfPack(_session.Catalog, _options.Pack!);
        names.Add((DependencyKind.Node, id));
        return document =>
        {
            NodeEntry entry = document.Nodes.GetValueOrDefault(id) ?? new NodeEntry { Source = source };
            return document with
            {
                Decisions = document.Decisions with
                {
                    Classes = document.Decisions.Classes.SetItems(
                        _options.Classes.Select(name => KeyValuePair.Create(name, id))),
                },
                Nodes = document.Nodes
                    .SetItems(document.Nodes
                        .Where(pair => pair.Key != id && pair.Value.Classes.Any(_options.Classes.Contains))
                        .Select(pair => KeyValuePair.Create(
                            pair.Key, pair.Value with { Classes = pair.Value.Classes.RemoveRange(_options.Classes, StringComparer.Ordinal) })))
                    .SetItem(id, entry with { Classes = [.. entry.Classes.Union(_options.Classes).Order(StringComparer.Ordinal)] }),
            };
        };
    }

    /// <summary>A model file comes from an address: that is its entry's source, too, where its folder is known.</summary>
    private Func<RegistryDocument, RegistryDocument> ModelDecision(HashSet<(DependencyKind Kind, string Name)> names)
    {
        string name = _options.Model!.Replace('\\', '/');
        (PinSource source, string? requested) = DecidedSource.OfModel(_options.Uri!, _session.Addresses);
        return document =>
        {
            string? key = new RegistryLookup(document).FindModel(null, name) ?? (name.Contains('/', StringComparison.Ordinal) ? name : null);
            RegistryDocument decided = document with
            {
                Decisions = document.Decisions with { Models = document.Decisions.Models.SetItem(name, _options.Uri!.AbsoluteUri) },
            };
            if (key is null)
            {
                return decided;
            }

            names.Add((DependencyKind.Model, key));
            ModelEntry? before = document.Models.GetValueOrDefault(key);
            bool isSame = before is not null && before.Source with { Commit = null, Mirror = null } == source with { Commit = null }
                && (source.Commit is null || source.Commit == before.Source.Commit);
            return isSame ? decided : decided with
            {
                Models = document.Models.SetItem(
                    key, new ModelEntry { Aliases = before?.Aliases ?? [], Requested = requested, Source = source }),
            };
        };
    }

    private async Task<Func<RegistryDocument, RegistryDocument>> EntryChangesAsync(
        string path, HashSet<(DependencyKind Kind, string Name)> names)
    {
        RegistryFile file = await Task.Run(() => RegistryFile.Load(path), _stop).ConfigureAwait(false);
        foreach (RegistryEntry entry in EntrySelection.Of(_options.Entries, file, _reporter))
        {
            if (entry.Kind is DependencyKind.Node or DependencyKind.Model)
            {
                names.Add((entry.Kind, entry.Name));
            }
        }

        MirrorTrial trial = new(_session, _stop);
        foreach ((DependencyKind kind, string name) in names)
        {
            await trial.CheckAsync(kind, name, Changed(file.Document, kind, name), _options.Mirror).ConfigureAwait(false);
        }

        return document => names.Aggregate(document, (changed, entry) => Changed(changed, entry.Kind, entry.Name));
    }

    private RegistryDocument Changed(RegistryDocument document, DependencyKind kind, string name)
        => kind == DependencyKind.Node && document.Nodes.TryGetValue(name, out NodeEntry? node)
            ? document with { Nodes = document.Nodes.SetItem(name, _change.Of(name, node)) }
            : kind == DependencyKind.Model && document.Models.TryGetValue(name, out ModelEntry? model)
                ? document with { Models = document.Models.SetItem(name, _change.Of(name, model)) }
                : document;
}
