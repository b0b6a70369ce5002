using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Inspection.Folder;

/// <summary>Looks at an environment in a folder of this machine.</summary>
internal sealed class FolderInspector : IEnvironmentInspector
{
    /// <summary>
    /// How many files may be hashed or wait for their turn before an item that comes earlier is handed on.
    /// </summary>
    private const int Ahead = 64;

    private readonly string _folder;
    private readonly FileHasher _hasher;

    /// <summary>Prepares to look.</summary>
    /// <param name="folder">ComfyUI's folder, or a volume that holds it; a full path.</param>
    /// <param name="hasher">Hashes files, for all environments that are looked at together.</param>
    internal FolderInspector(string folder, FileHasher hasher)
    {
        string path = Path.GetFullPath(folder).Replace('\\', '/');
        _folder = path.Length > 1 ? path.TrimEnd('/') : path;
        _hasher = hasher;
        Environment = ShownText.Of(Path.GetFullPath(folder));
    }

    /// <inheritdoc/>
    public string Environment { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<InspectedItem> InspectAsync(
        InspectionOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LocalFiles files = new(isThorough: options.Hash is not null);
        if (!files.Look(_folder).IsFolder)
        {
            throw new ComfyDepsException(
                ErrorCode.EnvironmentUnavailable,
                $"'{Environment}' is no folder that can be looked at.",
                Environment,
                "Give ComfyUI's folder, or the volume that holds it.");
        }

        EnvironmentPlace place = LocalPlace.Find(files, _folder);
        foreach (string warning in place.Warnings)
        {
            reporter.Warning(warning);
        }

        EnvironmentReader reader = new(files, Environment, place, options);
        foreach (InspectedItem item in reader.Parts(cancellationToken))
        {
            yield return item;
        }

        ModelLook look = ModelLook.At(files, place, options, "file:" + _folder);
        look.Tell(reporter, Environment);
        await foreach (InspectedItem item in ModelsAsync(files, reader, look, options, reporter, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private async IAsyncEnumerable<InspectedItem> ModelsAsync(
        LocalFiles files,
        EnvironmentReader reader,
        ModelLook look,
        InspectionOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashProgress progress = new(reporter, Environment, look.BytesToHash);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<HashedFile>> underWay = new();
        int started = 0;
        try
        {
            foreach (ModelFile file in look.Files)
            {
                for (; started < look.Files.Count && underWay.Count < Ahead; started++)
                {
                    underWay.Enqueue(HashAsync(files, look, look.Files[started], progress, stop.Token));
                }

                HashedFile hashed = await underWay.Dequeue().ConfigureAwait(false);
                yield return look.Item(reader, files, file, hashed, options);
            }
        }
        finally
        {
            // Nothing is left reading when the caller stops early, and what was computed is kept.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(underWay.Select(static task => task.ContinueWith(
                static t => t.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)))
                    .ConfigureAwait(false);
            look.Save();
        }

        if (look.BytesToHash > 0)
        {
            progress.End();
        }
    }

    private async Task<HashedFile> HashAsync(
        LocalFiles files,
        ModelLook look,
        ModelFile file,
        HashProgress progress,
        CancellationToken cancellationToken)
    {
        if (!look.IsToHash(file))
        {
            return new HashedFile(look.Known(file));
        }

        try
        {
            string hash = await _hasher.HashAsync(file.Path, bytes => progress.Add(bytes), cancellationToken)
                .ConfigureAwait(false);
            if (files.Look(file.Path) != file.Facts)
            {
                return HashedFile.Failed(file, "it changed meanwhile.");
            }

            look.Keep(file, hash);
            return new HashedFile(hash);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HashedFile.Failed(file, e.Message);
        }
    }
}
