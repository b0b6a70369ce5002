using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Registry;
using ComfyDeps.Rendering.Report;

namespace ComfyDeps.Operations;

/// <summary>
/// Makes the report of what workflows need, what the registry has of it, and what is known about each pin.
/// </summary>
public static class ExportDependencyReport
{
    /// <summary>Makes the text of the report.</summary>
    /// <param name="options">What was given.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>All of the report.</returns>
    public static async Task<string> RenderAsync(
        ExportOptions options,
        ReportFormat format,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        RegistryFile? registry = await Task.Run(() => Open(options), cancellationToken).ConfigureAwait(false);
        reporter.Detail(
            registry is null
                ? "There is no registry: all of it is missing from one."
                : $"The registry is '{registry.Path}'.");
        string root = Root(options.CurrentFolder);
        DependencyReport report = ReportBuilder.Build(new ReportInput
        {
            Registry = registry?.Document ?? new RegistryDocument(),
            Items = options.Inputs,
            Results = registry is null ? [] : await AskAsync(registry, options, reporter, cancellationToken)
                .ConfigureAwait(false),
            Root = root,
            RegistryPath = registry is null ? null : Shown(registry.Path, root),
            RegistrySha256 = registry?.Sha256,
        });
        return format switch
        {
            ReportFormat.Markdown => MarkdownReport.Render(report, GeneratedFile.Mark),
            ReportFormat.Html => HtmlReport.Render(report, GeneratedFile.Mark),
            _ => JsonReport.Render(report, GeneratedFile.Mark),
        };
    }

    /// <summary>The registry; null where there is none and what is piped in is enough for a report.</summary>
    private static RegistryFile? Open(ExportOptions options)
    {
        if ((options.RegistryPath ?? RegistryLocations.ForReading(options.CurrentFolder)) is string path)
        {
            return RegistryFile.Load(path);
        }

        return options.Inputs is not null ? null : throw new ComfyDepsException(
            ErrorCode.RegistryNotFound,
            $"There is no registry in '{options.CurrentFolder}' or above it.",
            options.CurrentFolder,
            "Name one with -RegistryPath, make one with Update-ComfyRegistry, or pipe dependencies in.");
    }

    /// <summary>
    /// What is known about the pins that the report is about, beside what is piped in and what the registry has stored.
    /// </summary>
    private static async Task<IReadOnlyList<VerificationResult>> AskAsync(
        RegistryFile registry,
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        if (options.Offline)
        {
            return [];
        }

        string[]? names = null;
        if (options.Inputs is IReadOnlyList<object> inputs)
        {
            RegistryLookup lookup = new(registry.Document);
            HashSet<string> answered = new(
                inputs
                    .OfType<VerificationResult>()
                    .Where(static result => result.Environment is null)
                    .Select(static result => result.Name),
                StringComparer.Ordinal);
            names =
            [
                .. inputs.Select(lookup.FindAny)
                    .Select(static found => found?.Name)
                    .OfType<string>()
                    .Where(name => !answered.Contains(name))
                    .Distinct(StringComparer.Ordinal),
            ];
        }

        return names is { Length: 0 } ? [] : await FreshPins.EnsureAsync(
            registry.Document,
            Path.GetDirectoryName(registry.Path),
            names,
            options.MaximumAge,
            options.Offline,
            reporter,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The folder that paths are told from, so that every checkout makes the same report: the one that holds .git.
    /// </summary>
    private static string Root(string currentFolder)
    {
        for (string? folder = currentFolder; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Join(folder, ".git")))
            {
                return folder;
            }
        }

        return currentFolder;
    }

    private static string Shown(string path, string root)
    {
        bool isShipped = RegistryLocations.Shipped is string shipped
            && Path.GetFullPath(shipped) == Path.GetFullPath(path);
        return isShipped ? "the one that comes with ComfyDeps" : Path.GetRelativePath(root, path).Replace('\\', '/');
    }
}
