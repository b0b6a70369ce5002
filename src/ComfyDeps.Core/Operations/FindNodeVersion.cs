using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Sources;

namespace ComfyDeps.Operations;

/// <summary>Finds which versions of node packs exist.</summary>
public static class FindNodeVersion
{
    private const string Activity = "Finding versions of node packs";

    /// <summary>Looks packs up while their names come, each distinct pack once.</summary>
    /// <param name="items">Names, addresses, and objects of the pipeline; what is not about a node pack is passed
    /// over.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="reporter">Hears what is not found, what could not be asked, and how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The versions, pack by pack in the order of the items, newest first.</returns>
    public static async IAsyncEnumerable<NodeVersion> RunAsync(
        IAsyncEnumerable<object> items,
        FindNodeVersionOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        NodeCatalog catalog = await Task.Run(CatalogStore.OpenDefault, cancellationToken).ConfigureAwait(false);
        ServiceAddresses addresses = ServiceAddresses.FromEnvironment();
        NodeSources sources = new(new HttpPipeline(HttpSettings.FromEnvironment(addresses)), addresses);
        await foreach (NodeVersion version in RunAsync(
            items, new PackQuestions(catalog), sources, options, reporter, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return version;
        }
    }

    /// <summary>The same, with the catalog and the sources given.</summary>
    internal static async IAsyncEnumerable<NodeVersion> RunAsync(
        IAsyncEnumerable<object> items,
        PackQuestions reading,
        NodeSources sources,
        FindNodeVersionOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int done = 0;
        await foreach ((NodeReference pack, NodeAnswers answers) in QuestionStream
            .RunAsync<NodeReference, NodeAnswers>(
                (underWay, stop) => StartAsync(items, reading, sources, options, reporter, underWay, stop),
                cancellationToken)
            .ConfigureAwait(false))
        {
            reporter.Progress(Activity, pack.Name, done++, 0);
            foreach (NodeVersion version in Judge(pack, answers, options, reading, reporter))
            {
                yield return version;
            }
        }

        if (done > 0)
        {
            reporter.Progress(Activity, string.Create(CultureInfo.InvariantCulture, $"{done} done"), done, done);
        }
    }

    /// <summary>Starts asking about each distinct pack, no further ahead than the bound.</summary>
    private static async Task StartAsync(
        IAsyncEnumerable<object> items,
        PackQuestions reading,
        NodeSources sources,
        FindNodeVersionOptions options,
        IReporter reporter,
        ChannelWriter<(NodeReference Question, Task<NodeAnswers> Answer)> underWay,
        CancellationToken cancellationToken)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        await foreach (object item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (NodeReference pack in reading.Of(item, reporter))
            {
                if (known.Add(pack.Url?.AbsoluteUri ?? pack.RegistryId ?? pack.Name))
                {
                    await underWay.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);
                    underWay.TryWrite((pack, sources.FindAsync(pack, options, cancellationToken)));
                }
            }
        }
    }

    private static IEnumerable<NodeVersion> Judge(
        NodeReference pack, NodeAnswers told, FindNodeVersionOptions options, PackQuestions reading, IReporter reporter)
    {
        IReadOnlyList<Answer<IReadOnlyList<NodeVersion>>> answers = told.All;
        if (!answers.Any(static one => one.Value is not null))
        {
            bool isNoName = pack is { RegistryId: null, Url: null }
                && answers.All(static one => one.Kind == AnswerKind.DoesNotExist);
            reporter.Error(isNoName ? reading.NotFound(pack.Name) : Failure(pack, answers));
            return [];
        }

        foreach (string warning in told.Warnings)
        {
            reporter.Warning(warning);
        }

        TellOfTheRest(pack, answers, reporter);
        IReadOnlyList<NodeVersion> all = VersionList.Join(answers.SelectMany(static one => one.Value ?? []));
        if (all.Count == 0)
        {
            reporter.Warning($"'{pack.Name}' exists and has no version yet.");
        }

        string latest = all.FirstOrDefault(static one => one.IsLatest)?.Version ?? "none";
        reporter.Detail($"'{pack.Name}' has {all.Count} versions; the latest is {latest}.");
        return all.Where(one => options.LatestOnly ? one.IsLatest : options.IncludePrerelease || !one.IsPrerelease);
    }

    /// <summary>What those say that gave no fresh answer, where at least one source gave versions.</summary>
    private static void TellOfTheRest(
        NodeReference pack, IReadOnlyList<Answer<IReadOnlyList<NodeVersion>>> answers, IReporter reporter)
    {
        foreach (Answer<IReadOnlyList<NodeVersion>> answer in answers.Where(static one => !one.Exists))
        {
            if (answer.Value is not null)
            {
                reporter.Warning(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The versions of '{pack.Name}' are from {answer.AskedAt:u}: {answer.Reason}"));
            }
            else if (answer.Kind == AnswerKind.DoesNotExist)
            {
                reporter.Detail(answer.Reason!);
            }
            else
            {
                reporter.Warning($"Not all versions of '{pack.Name}' could be asked for: {answer.Reason}");
            }
        }
    }

    private static ComfyDepsException Failure(
        NodeReference pack,
        IReadOnlyList<Answer<IReadOnlyList<NodeVersion>>> answers)
    {
        // What could not be asked outweighs what was denied: the pack may be there.
        Answer<IReadOnlyList<NodeVersion>>? worst = answers.FirstOrDefault(
            static one => one.Kind == AnswerKind.Undetermined)
            ?? answers.FirstOrDefault(static one => one.Kind == AnswerKind.Inaccessible)
            ?? answers.FirstOrDefault(static one => one.Hint is not null)
            ?? (answers.Count > 0 ? answers[0] : null);
        return worst?.ToException(pack.Name) ?? new ComfyDepsException(
            ErrorCode.InvalidArgument,
            $"'{pack.Name}' cannot be asked for there: no address of a repository is known for it.",
            pack.Name,
            "Name it by its repository, or ask any source.");
    }
}
