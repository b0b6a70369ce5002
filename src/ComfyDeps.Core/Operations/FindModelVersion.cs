using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
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

    /// <summary>Looks things up, each distinct file once, the files of one repository in one request.</summary>
    /// <param name="items">Names, addresses, and objects of the pipeline; what is not about a model file is passed over.</param>
    /// <param name="reporter">Hears what is not found, what could not be asked, and how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The files, in the order of the items.</returns>
    public static async IAsyncEnumerable<ModelVersion> RunAsync(
        IReadOnlyList<object> items,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(reporter);
        NodeCatalog catalog = await Task.Run(CatalogStore.OpenDefault, cancellationToken).ConfigureAwait(false);
        ServiceAddresses addresses = ServiceAddresses.FromEnvironment();
        ModelSources sources = new(new HttpPipeline(HttpSettings.FromEnvironment(addresses)), addresses);
        await foreach (ModelVersion version in RunAsync(items, new ModelQuestions(catalog), sources, reporter, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return version;
        }
    }

    /// <summary>The same, with the catalog and the sources given.</summary>
    internal static async IAsyncEnumerable<ModelVersion> RunAsync(
        IReadOnlyList<object> items,
        ModelQuestions reading,
        ModelSources sources,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<ModelQuestion> questions = [];
        foreach (object item in items)
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

        using CancellationTokenSource run = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Dictionary<ModelReference, Task<Answer<IReadOnlyList<ModelVersion>>>> asked =
            sources.Start(questions.SelectMany(static question => question.Places), run.Token);
        ModelReport report = new(reporter, sources);
        HashSet<(string Name, string? Folder, Uri? Address)> given = [];
        try
        {
            for (int i = 0; i < questions.Count; i++)
            {
                ModelQuestion question = questions[i];
                reporter.Progress(Activity, question.Name, i, questions.Count);
                List<Answer<IReadOnlyList<ModelVersion>>> answers = [];
                foreach (ModelReference place in question.Places)
                {
                    answers.Add(await asked[place].ConfigureAwait(false));
                }

                foreach (ModelVersion version in report.Judge(question, answers))
                {
                    if (given.Add((version.Name, version.Folder, version.DownloadUrl)))
                    {
                        yield return version;
                    }
                }
            }

            reporter.Progress(Activity, string.Create(CultureInfo.InvariantCulture, $"{questions.Count} done"), questions.Count, questions.Count);
        }
        finally
        {
            // Nothing is left running when the caller stops early.
            await run.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(asked.Values)
                .ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
    }
}
