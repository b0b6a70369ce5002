using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>
/// One run that finds out what of a registry would change. Packs and models are asked about side by side.
/// </summary>
internal sealed class RegistryUpdate : IDisposable
{
    private const string Activity = "Asking about the registry";

    private readonly RegistryDocument _document;
    private readonly IReporter _reporter;
    private readonly PinChecker _checker;
    private readonly ContentHash _content;
    private readonly PackUpdate _packs;
    private readonly ModelUpdate _models;
    private readonly AdoptedEnvironment _environment;
    private int _done;

    /// <summary>A run.</summary>
    /// <param name="options">What is brought up to date, and how far.</param>
    /// <param name="session">Whom to ask.</param>
    /// <param name="file">The registry.</param>
    /// <param name="reporter">Hears what the user may want to change.</param>
    /// <param name="stop">Stops the run.</param>
    internal RegistryUpdate(
        UpdateRegistryOptions options,
        PinSession session,
        RegistryFile file,
        IReporter reporter,
        CancellationToken stop)
    {
        _document = file.Document;
        _reporter = reporter;
        _checker = session.Checker(System.IO.Path.GetDirectoryName(file.Path), stop);
        _content = new ContentHash(session.Http);
        TagChooser tags = new(session.Nodes.Git, new ClassesAtCommit(session.Nodes.Trees), session.Catalog.Location);
        _packs = new PackUpdate(
            options,
            session,
            new PackChooser(session.Nodes, tags, _document.Environment, stop),
            _checker,
            _content,
            new PythonFit(session.Nodes.Files, _document.Environment),
            stop);
        _models = new ModelUpdate(options, session, _checker, _content, stop);
        _environment = new AdoptedEnvironment(file, _checker, reporter);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _checker.Dispose();
        _content.Dispose();
    }

    /// <summary>The changes that wishes make.</summary>
    /// <param name="wishes">The wishes.</param>
    /// <param name="items">All items, for what they say of an environment.</param>
    internal async Task<IReadOnlyList<RegistryChange>> ChangesAsync(RegistryWishes wishes, IReadOnlyList<object> items)
    {
        int total = wishes.Packs.Count + wishes.Models.Count;
        ModelWish[] models = [.. wishes.Models.OrderBy(static wish => wish.Name, StringComparer.Ordinal)];
        PackWish[] packs = [.. wishes.Packs.OrderBy(static wish => wish.Id, StringComparer.Ordinal)];
        _models.Prepare(models.Where(wish => !_document.Models.ContainsKey(wish.Name)));
        Task<EntryUpdate<NodeEntry>[]> ofPacks = Task.WhenAll(packs.Select(async wish => Told(
            await _packs.RunAsync(wish, _document.Nodes.GetValueOrDefault(wish.Id)).ConfigureAwait(false),
            wish.Id,
            total)));
        Task<EntryUpdate<ModelEntry>[]> ofModels = Task.WhenAll(models.Select(async wish => Told(
            await _models.RunAsync(wish, _document.Models.GetValueOrDefault(wish.Name)).ConfigureAwait(false),
            wish.Name,
            total)));
        await Task.WhenAll(ofPacks, ofModels).ConfigureAwait(false);
        EntryChanges changes = new(_document);
        foreach (EntryUpdate<NodeEntry> update in await ofPacks.ConfigureAwait(false))
        {
            Warn(update.Warnings);
            changes.Add(update);
        }

        foreach (EntryUpdate<ModelEntry> update in await ofModels.ConfigureAwait(false))
        {
            Warn(update.Warnings);
            changes.Add(update);
        }

        _reporter.Progress(Activity, string.Empty, total, total);
        return [.. await _environment.ChangesAsync(items).ConfigureAwait(false), .. changes.All];
    }

    private T Told<T>(T result, string name, int total)
    {
        _reporter.Progress(Activity, name, Interlocked.Increment(ref _done), total);
        return result;
    }

    private void Warn(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
        {
            _reporter.Warning(warning);
        }
    }
}
