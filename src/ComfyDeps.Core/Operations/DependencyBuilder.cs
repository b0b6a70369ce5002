using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Registry;
using ComfyDeps.Workflows;

namespace ComfyDeps.Operations;

/// <summary>Joins what a workflow needs with who provides it. Safe to use from many threads at once.</summary>
internal sealed class DependencyBuilder(
    NodeCatalog catalog, RegistryDecider? registry, AnalyzeWorkflowsOptions options, bool wantsDetail)
{
    private readonly ConcurrentDictionary<string, string> _retired = new(StringComparer.Ordinal);
    private readonly ClassResolver _resolver = new(catalog, registry, options.IgnoreRecorded);

    /// <summary>Adds the dependencies of one workflow to what came of its file.</summary>
    public void Build(WorkflowDocument document, WorkflowNeeds needs, FileAnalysis analysis)
    {
        if (Wants(DependencyKind.Node))
        {
            AddNodes(document, needs.Nodes, analysis);
        }

        if (Wants(DependencyKind.Model))
        {
            foreach (ModelNeed model in needs.Models)
            {
                analysis.Dependencies.Add(Model(document, model));
            }
        }
    }

    private bool Wants(DependencyKind kind) => options.Kinds.Count == 0 || options.Kinds.Contains(kind);

    private void AddNodes(WorkflowDocument document, IReadOnlyList<NodeNeed> needs, FileAnalysis analysis)
    {
        NodeNeed[] known = needs.Any(static need => need.IsUnknown)
            ? [.. needs.Where(static need => !need.IsUnknown)]
            : [.. needs];
        IReadOnlyList<ClassAnswer> answers = _resolver.Resolve(Array.ConvertAll(known, Question));
        PackVersions versions = options.IgnoreRecorded ? PackVersions.None : PackVersions.Of(_resolver, known, answers);
        int next = 0;
        DeclaredNodes.Compare(document, known, answers, analysis.Warnings);
        AddRetired(document, answers, analysis.Warnings);
        foreach (NodeNeed need in needs)
        {
            if (need.IsUnknown)
            {
                analysis.Dependencies.Add(Unknown(document, need));
                continue;
            }

            ClassAnswer answer = answers[next++];
            if (wantsDetail)
            {
                analysis.Details.Add($"{document.Name}: '{need.ClassType}' is {Told(answer)}.");
            }

            if (answer.LastCommit is string last && answer.Pack is string dropper && versions.Chosen(dropper) is null)
            {
                analysis.Warnings.Add(
                    $"{document.Name}: {dropper} no longer has '{need.ClassType}'; the last commit that has it is "
                        + $"{last}.");
            }

            if (IsTold(answer))
            {
                analysis.Dependencies.Add(Node(document, need, answer, versions));
            }
        }
    }

    private static ClassQuestion Question(NodeNeed need) => new(
        need.ClassType,
        need.Recorded.Count switch
        {
            0 => [],
            1 => [need.Recorded[0].Pack],
            _ => [.. need.Recorded.SelectMany(static use => Enumerable.Repeat(use.Pack, use.Count))],
        });

    /// <summary>Packs that are not to be used any more, and what took their place.</summary>
    private void AddRetired(WorkflowDocument document, IReadOnlyList<ClassAnswer> answers, List<string> warnings)
    {
        string? before = null;
        foreach (ClassAnswer answer in answers)
        {
            if (answer.Pack is not string id || id == before)
            {
                continue;
            }

            before = id;
            if (_retired.GetOrAdd(id, Retirement) is { Length: > 0 } retirement)
            {
                string warning = $"{document.Name}: {retirement}";
                if (!warnings.Contains(warning))
                {
                    warnings.Add(warning);
                }
            }
        }
    }

    private string Retirement(string id)
    {
        if (catalog.FindPack(id, out _) is not { Status: not PackStatus.Active } pack)
        {
            return string.Empty;
        }

        string instead = pack.Successor is null
            ? "nothing is known to have taken its place"
            : $"{pack.Successor} took its place";
        return $"{id} is {pack.Status.ToString().ToLowerInvariant()}; {instead}.";
    }

    /// <summary>ComfyUI's own classes need nothing; a front-end class that a pack brings does.</summary>
    private bool IsTold(ClassAnswer answer)
        => options.IncludeCore
            || (answer.Status != DependencyStatus.Core
                && (answer.Status != DependencyStatus.Frontend || answer.Pack is not null));

    private static string Told(ClassAnswer answer)
        => answer.Pack is string pack ? $"from {pack}: {answer.Evidence}" : $"{answer.Status}: {answer.Evidence}";

    private WorkflowDependency Node(WorkflowDocument document, NodeNeed need, ClassAnswer answer, PackVersions versions)
        => new()
        {
            Workflow = document.Name,
            WorkflowPath = document.Path,
            Format = document.Format,
            Kind = DependencyKind.Node,
            Name = need.ClassType,
            Status = answer.Status,
            Pack = answer.Pack,
            PackUrl = answer.PackUrl,
            // A class that its pack dropped is had from the last commit that has it, unless the workflow knows better.
            Version = versions.Chosen(answer.Pack) ?? answer.LastCommit,
            RecordedVersions = versions.All(answer.Pack),
            ResolvedBy = answer.ResolvedBy,
            Confidence = answer.Confidence,
            Alternatives = answer.Alternatives,
            Required = need.Required,
            Occurrences = need.Occurrences,
            InRegistry = registry is not null && registry.HasClass(need.ClassType, answer.Pack, answer.PackUrl),
        };

    private static WorkflowDependency Unknown(WorkflowDocument document, NodeNeed need) => new()
    {
        Workflow = document.Name,
        WorkflowPath = document.Path,
        Format = document.Format,
        Kind = DependencyKind.Node,
        Name = need.ClassType,
        Status = DependencyStatus.Unresolved,
        Required = need.Required,
        Occurrences = need.Occurrences,
    };

    private WorkflowDependency Model(WorkflowDocument document, ModelNeed need)
    {
        ModelPlaces places = ModelPlaces.Of(catalog, need);
        string? folder = need.Folder ?? places.OnlyFolder;
        ModelEntry? entry = need.IsUnknown ? null : registry?.FindModel(folder, need.Name);
        Uri? decided = need.IsUnknown ? null : registry?.AddressOf(folder, need.Name, need.FileName);
        Uri? known = decided ?? need.SourceUrl;

        // What a person decided wins, then what the workflow says itself, then the registry's own source.
        Uri? listed = known is null && entry is not null ? PinAddress.Of(entry.Source, !entry.Files.IsEmpty) : null;
        Uri? source = known ?? listed ?? (places.AreOneFile ? new Uri(places.Addresses[0]) : null);
        string[] others =
        [
            .. new[] { need.SourceUrl?.AbsoluteUri }.OfType<string>().Concat(need.Alternatives).Concat(places.Addresses)
                .Where(url => url != source?.AbsoluteUri).Distinct(StringComparer.Ordinal),
        ];
        bool isOneOf = source is null && others.Length > 0;
        return new WorkflowDependency
        {
            Workflow = document.Name,
            WorkflowPath = document.Path,
            Format = document.Format,
            Kind = DependencyKind.Model,
            Name = need.Name,
            Status = isOneOf ? DependencyStatus.Ambiguous
                : need.IsUnknown || source is null ? DependencyStatus.Unresolved
                : DependencyStatus.Resolved,
            ResolvedBy = decided is not null || listed is not null ? ResolutionSource.Registry
                : need.SourceUrl is not null && !need.Implied ? ResolutionSource.Workflow
                : source is not null ? ResolutionSource.Catalog
                : ResolutionSource.None,
            Confidence = need.Confidence,
            Alternatives = others,
            Folder = folder,
            FileName = need.FileName,
            SourceUrl = source,
            Sha256 = need.Sha256 ?? (listed is not null ? entry!.Sha256 : null),
            Required = need.Required,
            Implied = need.Implied,
            Occurrences = need.Occurrences,
            InRegistry = entry is not null,
        };
    }
}
