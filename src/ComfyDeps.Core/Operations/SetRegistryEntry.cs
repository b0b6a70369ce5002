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

    private SetRegistryEntry(
        SetRegistryEntryOptions options,
        PinSession session,
        IReporter reporter,
        CancellationToken stop)
    {
        _options = options;
        _session = session;
        _reporter = reporter;
        _stop = stop;
        DateTimeOffset now = session.Http.Settings.Clock.GetUtcNow();
        _change = new EntryChange(options, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
    }

    /// <summary>Checks what can be checked, and finds out what would change. Nothing is written.</summary>
    /// <param name="options">What is decided.</param>
    /// <param name="reporter">Hears what is not found.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<RegistryPlan> PlanAsync(
        SetRegistryEntryOptions options, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        PinSession session = await PinSession.OpenAsync(isOffline: false, cancellationToken).ConfigureAwait(false);
        return await new SetRegistryEntry(options, session, reporter, cancellationToken).PlanAsync()
            .ConfigureAwait(false);
    }

    /// <summary>Writes what was decided. Where something is wrong, nothing is written.</summary>
    /// <param name="plan">What was found out.</param>
    /// <param name="changes">The changes that are wanted.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The entries as they are then.</returns>
    public static async IAsyncEnumerable<RegistryEntry> RunAsync(
        RegistryPlan plan,
        IReadOnlyList<RegistryChange> changes,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(reporter);
        RegistryFile file = await Task.Run(
            () => RegistryFile.Update(
                plan.Path,
                document => changes.Aggregate(document, static (changed, change) => change.Apply(changed)),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        reporter.Detail($"'{file.Path}' says so now.");
        HashSet<(DependencyKind? Kind, string Name)> names =
            [.. changes.Select(static change => (change.Kind, change.Name))];
        foreach (RegistryEntry entry in RegistryEntries.Of(file.Document)
            .Where(entry => names.Contains((entry.Kind, entry.Name))))
        {
            yield return entry;
        }
    }

    private async Task<RegistryPlan> PlanAsync()
    {
        string path = RegistryLocator.PathForWriting(_options.RegistryPath, _options.CurrentFolder);
        bool isDecision = _options.Pack is not null || _options.Model is not null;
        RegistryFile file = await Task.Run(
            () => isDecision ? RegistryFile.LoadOrNew(path) : RegistryFile.Load(path), _stop).ConfigureAwait(false);
        return new RegistryPlan
        {
            Path = path,
            File = file,
            Changes = isDecision ? [Decision(file.Document)] : await EntryChangesAsync(file).ConfigureAwait(false),
        };
    }

    private RegistryChange Decision(RegistryDocument document)
    {
        (DependencyKind kind, string name, Func<RegistryDocument, RegistryDocument> apply) = _options.Pack is null
            ? ModelDecision(document)
            : ClassDecision();
        return new RegistryChange
        {
            Kind = kind,
            Name = name,
            Action = DocumentDifference.InOneLine(document, apply(document)),
            Apply = apply,
        };
    }

    /// <summary>A class comes from a pack: it is listed there, and nowhere else.</summary>
    private (DependencyKind Kind, string Name, Func<RegistryDocument, RegistryDocument> Apply) ClassDecision()
    {
        (string id, PinSource source) = DecidedSource.OfPack(_session.Catalog, _options.Pack!);
        return (DependencyKind.Node, id, document =>
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
                            pair.Key,
                            pair.Value with
                            {
                                Classes = pair.Value.Classes.RemoveRange(_options.Classes, StringComparer.Ordinal),
                            })))
                    .SetItem(id, entry with { Classes =
                        [.. entry.Classes.Union(_options.Classes).Order(StringComparer.Ordinal)] }),
            };
        });
    }

    /// <summary>
    /// A model file comes from an address: that is its entry's source, too, where its folder is known.
    /// </summary>
    private (DependencyKind Kind, string Name, Func<RegistryDocument, RegistryDocument> Apply) ModelDecision(
        RegistryDocument present)
    {
        string name = _options.Model!.Replace('\\', '/');
        (PinSource source, string? requested) = DecidedSource.OfModel(_options.Uri!, _session.Addresses);
        return (DependencyKind.Model, Key(present, name) ?? name, document =>
        {
            RegistryDocument decided = document with
            {
                Decisions = document.Decisions with
                {
                    Models = document.Decisions.Models.SetItem(name, _options.Uri!.AbsoluteUri),
                },
            };
            if (Key(document, name) is not string key)
            {
                return decided;
            }

            ModelEntry? before = document.Models.GetValueOrDefault(key);
            bool isSame = before is not null && before.Source with
            {
                Commit = null,
                Mirror = null,
            } == source with { Commit = null }
                && (source.Commit is null || source.Commit == before.Source.Commit);
            return isSame ? decided : decided with
            {
                Models = document.Models.SetItem(
                    key, new ModelEntry { Aliases = before?.Aliases ?? [], Requested = requested, Source = source }),
            };
        });
    }

    private static string? Key(RegistryDocument document, string name)
        => new RegistryLookup(document).FindModel(null, name)
            ?? (name.Contains('/', StringComparison.Ordinal) ? name : null);

    private async Task<IReadOnlyList<RegistryChange>> EntryChangesAsync(RegistryFile file)
    {
        MirrorTrial trial = new(_session, _stop);
        List<RegistryChange> changes = [];
        foreach ((DependencyKind kind, string name) in EntrySelection.Of(_options.Entries, file, _reporter)
            .Where(static entry => entry.Kind is DependencyKind.Node or DependencyKind.Model)
            .Select(static entry => (entry.Kind, entry.Name))
            .Distinct())
        {
            RegistryDocument changed = Changed(file.Document, kind, name);
            await trial.CheckAsync(kind, name, changed, _options.Mirror).ConfigureAwait(false);
            changes.Add(new RegistryChange
            {
                Kind = kind,
                Name = name,
                Action = string.Join(
                    "; ", DocumentDifference.Of(file.Document, changed).Select(static one => one.Change)),
                Apply = document => Changed(document, kind, name),
            });
        }

        return changes;
    }

    private RegistryDocument Changed(RegistryDocument document, DependencyKind kind, string name)
        => kind == DependencyKind.Node && document.Nodes.TryGetValue(name, out NodeEntry? node)
            ? document with { Nodes = document.Nodes.SetItem(name, _change.Of(name, node)) }
            : kind == DependencyKind.Model && document.Models.TryGetValue(name, out ModelEntry? model)
                ? document with { Models = document.Models.SetItem(name, _change.Of(name, model)) }
                : document;
}
