using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Registry;
using ComfyDeps.Workflows;
using ComfyDeps.Workflows.Script;

namespace ComfyDeps.Operations;

/// <summary>
/// Reads workflow files and says what each needs: files are read side by side, told of in the order given.
/// </summary>
public sealed class AnalyzeWorkflows
{
    private readonly AnalyzeWorkflowsOptions _options;
    private readonly IReporter _reporter;
    private readonly CancellationToken _stop;
    private readonly DependencyBuilder _builder;
    private readonly ILoaderFacts _loaders;
    private readonly ConcurrentBag<WorkflowReader> _readers = [];
    private readonly ScriptSession _scripts = new();

    private AnalyzeWorkflows(AnalyzeWorkflowsOptions options, IReporter reporter, CancellationToken stop)
    {
        _options = options;
        _reporter = reporter;
        _stop = stop;
        NodeCatalog catalog = CatalogStore.OpenDefault();
        _loaders = LoaderPlaces.FactsOf(catalog);
        RegistryDecider? registry = RegistryLocator.Decider(options.RegistryPath, options.CurrentFolder, reporter);
        _builder = new DependencyBuilder(catalog, registry, options, reporter.WantsDetail);
    }

    /// <summary>Reads files and folders.</summary>
    /// <param name="paths">Full paths. A folder stands for the files in it that may hold workflows.</param>
    /// <param name="options">What to read, and what to tell of it.</param>
    /// <param name="reporter">Hears of decisions, progress, and files that cannot be read.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One object for each workflow and distinct dependency, each file's as soon as it and those before it are
    /// read.</returns>
    public static async IAsyncEnumerable<WorkflowDependency> RunAsync(
        IAsyncEnumerable<string> paths,
        AnalyzeWorkflowsOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        AnalyzeWorkflows run = await Task.Run(
            () => new AnalyzeWorkflows(options, reporter, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        int done = 0;
        await foreach (FileAnalysis file in OrderedWork.SelectAsync(
            run.FilesAsync(paths), run.Analyze, cancellationToken)
            .ConfigureAwait(false))
        {
            reporter.Progress("Reading workflows", file.Path, ++done, 0);
            file.ReportTo(reporter);
            foreach (WorkflowDependency dependency in file.Dependencies)
            {
                yield return dependency;
            }
        }

        reporter.Progress("Reading workflows", string.Empty, done, done);
    }

    private async IAsyncEnumerable<FoundFile> FilesAsync(IAsyncEnumerable<string> paths)
    {
        FolderScan scan = new(_reporter);
        HashSet<string> named = new(StringComparer.Ordinal);
        await foreach (string path in paths.WithCancellation(_stop).ConfigureAwait(false))
        {
            if (!Directory.Exists(path))
            {
                if (!scan.HasGiven(path) && named.Add(path))
                {
                    yield return new FoundFile(path, Path.GetDirectoryName(path) ?? path, IsNamed: true);
                }

                continue;
            }

            foreach (string file in scan.Files(path, _options.Recurse))
            {
                _stop.ThrowIfCancellationRequested();
                if (!named.Contains(file))
                {
                    yield return new FoundFile(file, path, IsNamed: false);
                }
            }
        }
    }

    private FileAnalysis Analyze(FoundFile file)
    {
        FileAnalysis analysis = new(file.Path);
        try
        {
            IReadOnlyList<WorkflowDocument> documents = WorkflowFileNames.IsScript(file.Path)
                ? ReadScript(file, analysis)
                : ReadFile(file.Path);
            if (documents.Count == 0 && analysis.Errors.Count == 0)
            {
                analysis.HoldsNothing(file.IsNamed);
            }

            foreach (WorkflowDocument document in documents)
            {
                analysis.Warnings.AddRange(document.Warnings);
                _builder.Build(document, WorkflowNeeds.Of(document, _loaders), analysis);
            }
        }
        catch (ComfyDepsException e)
        {
            analysis.Errors.Add(e);
        }

        return analysis;
    }

    private IReadOnlyList<WorkflowDocument> ReadScript(FoundFile file, FileAnalysis analysis)
    {
        ScriptReadResult script = ScriptWorkflowReader.Read(file.Path, file.ScanRoot, _scripts, file.IsNamed, _stop);
        analysis.Errors.AddRange(script.Errors);
        analysis.Details.AddRange(script.Details);
        return script.Documents;
    }

    private IReadOnlyList<WorkflowDocument> ReadFile(string path)
    {
        if (!_readers.TryTake(out WorkflowReader? reader))
        {
            reader = new WorkflowReader(_options.MaximumSize ?? WorkflowReader.DefaultMaximumSize);
        }

        try
        {
            return reader.Read(path, _stop);
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    /// <summary>A file to read.</summary>
    /// <param name="Path">Its full path.</param>
    /// <param name="ScanRoot">The folder that was given, or that the file is in.</param>
    /// <param name="IsNamed">Whether the file itself was given.</param>
    private sealed record FoundFile(string Path, string ScanRoot, bool IsNamed);
}
