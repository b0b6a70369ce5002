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

/// <summary>Finds where model files can be had, at which commit, how large they are and with which hash.</summary>
public static class FindModelVersion
{
    private const string Activity = "Finding model files";

    /// <summary>So many items are gathered at the most before they are asked about together.</summary>
    private const int Together = 256;

    /// <summary>How long an item waits for others that can be asked about with it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Looks things up while their names come, each distinct file once, the files of one repository in one request.
    /// </summary>
    /// <param name="items">Names, addresses, and objects of the pipeline; what is not about a model file is passed
    /// over.</param>
    /// <param name="reporter">Hears what is not found, what could not be asked, and how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The files, in the order of the items.</returns>
    public static async IAsyncEnumerable<ModelVersion> RunAsync(
        IAsyncEnumerable<object> items,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(reporter);
        NodeCatalog catalog = await Task.Run(CatalogStore.OpenDefault, cancellationToken).ConfigureAwait(false);
        ServiceAddresses addresses = ServiceAddresses.FromEnvironment();
        ModelSources sources = new(new HttpPipeline(HttpSettings.FromEnvironment(addresses)), addresses);
        await foreach (ModelVersion version in RunAsync(
            items, new ModelQuestions(catalog), sources, reporter, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return version;
        }
    }

    /// <summary>The same, with the catalog and the sources given; the sources serve this run alone.</summary>
    internal static async IAsyncEnumerable<ModelVersion> RunAsync(
        IAsyncEnumerable<object> items,
        ModelQuestions reading,
        ModelSources sources,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ModelReport report = new(reporter, sources);
        HashSet<(string Name, string? Folder, Uri? Address)> given = [];
        int done = 0;
        await foreach ((ModelQuestion question, Answer<IReadOnlyList<ModelVersion>>[] answers) in QuestionStream
            .RunAsync<ModelQuestion, Answer<IReadOnlyList<ModelVersion>>[]>(
                (underWay, stop) => StartAsync(items, reading, sources, reporter, underWay, stop), cancellationToken)
            .ConfigureAwait(false))
        {
            reporter.Progress(Activity, question.Name, done++, 0);
            foreach (ModelVersion version in report.Judge(question, answers))
            {
                if (given.Add((version.Name, version.Folder, version.DownloadUrl)))
                {
                    yield return version;
                }
            }
        }

        reporter.Progress(Activity, string.Create(CultureInfo.InvariantCulture, $"{done} done"), done, done);
    }

    /// <summary>Starts asking about what came, some items together, no further ahead than the bound.</summary>
    private static async Task StartAsync(
        IAsyncEnumerable<object> items,
        ModelQuestions reading,
        ModelSources sources,
        IReporter reporter,
        ChannelWriter<(ModelQuestion Question, Task<Answer<IReadOnlyList<ModelVersion>>[]> Answer)> underWay,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (IReadOnlyList<object> some in Batches.OfAsync(items, Together, s_patience, cancellationToken)
                .ConfigureAwait(false))
            {
                List<ModelQuestion> questions = [];
                foreach (object item in some)
                {
                    if (reading.Of(item) is ModelQuestion question)
                    {
                        questions.Add(question);
                    }
                    else
                    {
                        reporter.Detail($"Passed over '{item}': it is not about a model file.");
                    }
                }

                sources.Start(questions.SelectMany(static question => question.Places), cancellationToken);
                foreach (ModelQuestion question in questions)
                {
                    await underWay.WriteAsync((question, sources.AnswersOf(question.Places)), cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await sources.DisposeAsync().ConfigureAwait(false);
        }
    }
}
