using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Folder;
using ComfyDeps.Inspection.Models;
using ComfyDeps.Inspection.Server;
using ComfyDeps.Inspection.Ssh;

namespace ComfyDeps.Operations;

/// <summary>
/// The environments of one command, looked at side by side. One that cannot be looked at does not stop the others.
/// </summary>
internal sealed class Environments : IDisposable
{
    private const int UsualThrottle = 32;

    /// <summary>How many items of an environment may wait for those of the environments before it.</summary>
    private const int MostWaiting = 20_000;

    private readonly FileHasher _hasher = new();
    private readonly Lazy<HttpPipeline> _http = new(static () => new HttpPipeline(ServerQuestions.Settings));
    private readonly Lazy<NodeCatalog?> _catalog = new(OpenCatalog);
    private readonly int _throttle;

    /// <summary>Prepares to look.</summary>
    /// <param name="selection">The environments.</param>
    /// <exception cref="ComfyDepsException">One of them cannot be asked as it is given.</exception>
    internal Environments(EnvironmentSelection selection)
    {
        _throttle = selection.ThrottleLimit > 0 ? selection.ThrottleLimit : UsualThrottle;
        Inspectors =
        [
            .. selection.Paths.Select(path => new FolderInspector(path, _hasher)),
            .. selection.HostNames.Select(host => new SshInspector(
                SshTarget.Create(host, selection.UserName, selection.Port, selection.KeyFilePath, selection.Options),
                selection.RemotePath)),
            .. selection.Uris.Select(uri => new ServerInspector(_http.Value, ServerAddress.Create(uri))),
        ];
    }

    /// <summary>One for each environment, in the order given.</summary>
    internal IReadOnlyList<IEnvironmentInspector> Inspectors { get; }

    /// <summary>What the catalog and the cache add to what is wanted.</summary>
    /// <param name="options">What is wanted.</param>
    internal InspectionOptions Complete(InspectionOptions options) => options with
    {
        PackId = options.PackId ?? (address => _catalog.Value?.FindPack(address, out _)?.Id),
        CacheFolder = options.CacheFolder ?? CacheLocation.Folder,
    };

    /// <summary>
    /// Does something with every environment, several at once, and hands on what comes of it environment by
    /// environment.
    /// </summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="work">What is done with one.</param>
    /// <param name="failed">Told of an environment that could not be looked at.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal async IAsyncEnumerable<T> SelectAsync<T>(
        Func<IEnvironmentInspector, CancellationToken, IAsyncEnumerable<T>> work,
        Action<IEnvironmentInspector, ComfyDepsException> failed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim places = new(_throttle);
        Channel<T>[] results = [.. Inspectors.Select(static _ => Channel.CreateBounded<T>(MostWaiting))];
        Task all = StartAllAsync(work, results, places, stop.Token);
        try
        {
            for (int i = 0; i < results.Length; i++)
            {
                IAsyncEnumerator<T> items = results[i].Reader.ReadAllAsync(cancellationToken)
                    .GetAsyncEnumerator(cancellationToken);
                await using ConfiguredAsyncDisposable disposal = items.ConfigureAwait(false);
                while (await NextAsync(items, Inspectors[i], failed).ConfigureAwait(false))
                {
                    yield return items.Current;
                }
            }

            await all.ConfigureAwait(false);
        }
        finally
        {
            // Nothing is left looking when the caller stops early.
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ContinueWith(
                static t => t.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                    .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hasher.Dispose();

    private static NodeCatalog? OpenCatalog()
    {
        try
        {
            return CatalogStore.OpenDefault();
        }
        catch (ComfyDepsException)
        {
            // Without a catalog a pack is called by its repository.
            return null;
        }
    }

    /// <summary>False at the end of an environment's items, also where it failed.</summary>
    private static async ValueTask<bool> NextAsync<T>(
        IAsyncEnumerator<T> items,
        IEnvironmentInspector inspector,
        Action<IEnvironmentInspector, ComfyDepsException> failed)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (ComfyDepsException e)
        {
            failed(inspector, e);
            return false;
        }
    }

    /// <summary>
    /// Starts one after the other, so that the one whose items are handed on is always among those that run: those
    /// behind it may wait for it with all that they hold.
    /// </summary>
    private async Task StartAllAsync<T>(
        Func<IEnvironmentInspector, CancellationToken, IAsyncEnumerable<T>> work,
        Channel<T>[] results,
        SemaphoreSlim places,
        CancellationToken cancellationToken)
    {
        List<Task> running = [];
        try
        {
            for (int i = 0; i < results.Length; i++)
            {
                await places.WaitAsync(cancellationToken).ConfigureAwait(false);
                IEnvironmentInspector inspector = Inspectors[i];
                ChannelWriter<T> writer = results[i].Writer;
                running.Add(
                    Task.Run(
                        () => FeedAsync(inspector, work, writer, places, cancellationToken), CancellationToken.None));
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    private static async Task FeedAsync<T>(
        IEnvironmentInspector inspector,
        Func<IEnvironmentInspector, CancellationToken, IAsyncEnumerable<T>> work,
        ChannelWriter<T> writer,
        SemaphoreSlim places,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (T result in work(inspector, cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(result, cancellationToken).ConfigureAwait(false);
            }

            writer.TryComplete();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whoever reads the items gets it, in their place: what is no failure of the environment is a bug, and
            // looks like one.
            writer.TryComplete(e);
        }
        finally
        {
            writer.TryComplete();
            places.Release();
        }
    }
}
