using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using ComfyDeps.Catalog;
using ComfyDeps.Workflows;

namespace ComfyDeps.CatalogTool;

/// <summary>Answers for a folder of labelled workflows, made with their labels hidden or shown.</summary>
internal static class Predictions
{
    private const string Core = "core";
    private const string GitHub = "https://github.com/";

    /// <summary>
    /// Writes one row for each distinct class of each file: set, file, class_type, repo, and how it was found.
    /// </summary>
    /// <param name="root">A folder of sets, each with its workflows in <c>files/</c>.</param>
    /// <param name="output">The table to write.</param>
    /// <param name="catalog">The facts to use.</param>
    /// <param name="ignoreRecorded">Whether the labels are hidden.</param>
    internal static void Write(string root, string output, NodeCatalog catalog, bool ignoreRecorded)
    {
        ClassResolver resolver = new(catalog, decisions: null, ignoreRecorded);
        WorkflowReader reader = new(WorkflowReader.DefaultMaximumSize);
        using StreamWriter writer = new(output) { NewLine = "\n" };
        writer.WriteLine("set\tfile\tclass_type\trepo\tstatus\tby\tconfidence\tevidence");
        foreach (string set in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            string files = Path.Join(set, "files");
            string[] names = Directory.Exists(files) ? Directory.GetFiles(files) : [];
            foreach (string file in names.Order(StringComparer.Ordinal))
            {
                foreach (ClassAnswer answer in Answers(reader, resolver, file))
                {
                    writer.WriteLine(string.Join('\t', Path.GetFileName(
                        set), Path.GetFileName(file), answer.ClassType, Repository(answer),
                        answer.Status,
                        answer.ResolvedBy,
                        answer.Confidence,
                        answer.Evidence + " | " + string.Join(' ', answer.Alternatives)));
                }
            }
        }
    }

    private static IReadOnlyList<ClassAnswer> Answers(WorkflowReader reader, ClassResolver resolver, string file)
    {
        try
        {
            IEnumerable<ClassQuestion> questions = reader.Read(file, CancellationToken.None)
                .SelectMany(static d => d.Nodes)
                .Where(static n => !n.IsUnknown && n.ClassType.AsSpan().IndexOfAny("\t\r\n\"") < 0)
                .GroupBy(static n => n.ClassType, StringComparer.Ordinal)
                .Select(
                    static g => new ClassQuestion(g.Key, [.. g.Select(static n => n.Recorded).OfType<RecordedPack>()]));
            return resolver.Resolve([.. questions]);
        }
        catch (ComfyDepsException e)
        {
            Console.Error.WriteLine($"{Path.GetFileName(file)}: {e.Message}");
            return [];
        }
    }

    private static string Repository(ClassAnswer answer) => answer.Status switch
    {
        DependencyStatus.Core => Core,
        DependencyStatus.Frontend when answer.Pack is null => Core,
        _ when answer.PackUrl is Uri url && url.AbsoluteUri.StartsWith(GitHub, StringComparison.Ordinal)
            => url.AbsoluteUri[GitHub.Length..],
        _ => answer.Pack ?? string.Empty,
    };
}
