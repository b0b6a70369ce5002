using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ComfyDeps.Configuration;
using ComfyDeps.Registry;

namespace ComfyDeps.Rendering.Report;

/// <summary>
/// Joins what workflows need with the registry. The order of what comes in does not matter for what comes out.
/// </summary>
internal sealed class ReportBuilder
{
    private readonly ReportInput _input;
    private readonly RegistryLookup _lookup;
    private readonly ReportItems _items;
    private readonly List<WorkflowDependency> _needs;
    private readonly Dictionary<(string Path, string Name), string> _ids = [];
    private readonly ModelNames _names;

    private ReportBuilder(ReportInput input)
    {
        _input = input;
        _lookup = new RegistryLookup(input.Registry);
        IReadOnlyList<object> given = input.Items ?? [];
        VerificationResult[] piped = [.. given.OfType<VerificationResult>()];
        _items = new ReportItems(input.Registry, [.. input.Results, .. piped]);
        _needs =
        [
            .. given.OfType<WorkflowDependency>()
                .OrderBy(PathOf, StringComparer.Ordinal)
                .ThenBy(static need => need.Workflow, StringComparer.Ordinal)
                .ThenBy(static need => need.Name, StringComparer.Ordinal)
                .ThenBy(static need => need.Folder, StringComparer.Ordinal),
        ];
        _names = new ModelNames(
            _needs
                .Where(static need => need.Kind == DependencyKind.Model)
                .Select(static need => (need.Folder, need.Name)),
            Entries(DependencyKind.Model));
    }

    /// <summary>Makes a report.</summary>
    /// <param name="input">What of.</param>
    internal static DependencyReport Build(ReportInput input) => new ReportBuilder(input).Build();

    private DependencyReport Build()
    {
        NameWorkflows();
        ReportWorkflow[] workflows =
        [
            .. _needs.GroupBy(WorkflowKey)
                .OrderBy(static group => group.Key.Path, StringComparer.Ordinal)
                .ThenBy(static group => group.Key.Name, StringComparer.Ordinal)
                .Select(group => new ReportWorkflow(
                    _ids[group.Key],
                    group.Key.Name,
                    group.Key.Path,
                    group.First().Format,
                    Distinct(group.Where(IsNode).Select(static need => need.Name)),
                    Distinct(group.Where(IsNode).Select(PackOf).OfType<string>()),
                    Distinct(group.Where(IsModel).Select(NameOf)))),
        ];
        return new DependencyReport
        {
            Generator = ModuleVersion.Text,
            RegistryPath = _input.RegistryPath,
            RegistrySha256 = _input.RegistrySha256,
            Workflows = workflows,
            Classes = Classes(),
            Packs = Packs(),
            Models = Models(),
        };
    }

    /// <summary>The entries that the report is about beside those that workflows need.</summary>
    private IEnumerable<string> Entries(DependencyKind kind)
        => _input.Items is null
            ? kind == DependencyKind.Node ? _input.Registry.Nodes.Keys : _input.Registry.Models.Keys
            : _input.Items.Where(static item => item is not WorkflowDependency)
                .Select(_lookup.FindAny)
                .Where(found => found?.Kind == kind)
                .Select(static found => found!.Value.Name);

    private void NameWorkflows()
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (IGrouping<string, (string Path, string Name)> file in _needs.Select(WorkflowKey).Distinct()
            .GroupBy(static key => key.Path, StringComparer.Ordinal))
        {
            string stem = Path.GetFileNameWithoutExtension(file.Key);
            int count = file.Count();
            foreach ((string Path, string Name) key in file)
            {
                string wanted = count == 1 || key.Name == stem ? stem : $"{stem}/{key.Name}";
                string id = wanted;
                for (int number = 2; !taken.Add(id); number++)
                {
                    id = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{number}");
                }

                _ids[key] = id;
            }
        }
    }

    private List<ReportClass> Classes()
    {
        SortedDictionary<string, ReportClass> classes = new(StringComparer.Ordinal);
        foreach (IGrouping<string, WorkflowDependency> group in _needs
            .Where(IsNode)
            .GroupBy(static need => need.Name, StringComparer.Ordinal))
        {
            // Workflows may disagree about a class: the least certain of what they say is what has to be looked at.
            WorkflowDependency worst = group.MaxBy(static need => Uncertainty(need.Status))!;
            string? pack = PackOf(worst);
            classes[group.Key] = new ReportClass(
                group.Key,
                worst.Status,
                pack,
                group.All(need => NeedsNoPack(need) || _lookup.Find(need) is not null),
                Distinct(group.SelectMany(static need => need.Alternatives).Where(other => other != pack)),
                group.Any(static need => need.Required));
        }

        foreach (string id in Entries(DependencyKind.Node))
        {
            foreach (string name in _input.Registry.Nodes[id].Classes)
            {
                classes.TryAdd(name, new ReportClass(name, null, id, InRegistry: true, [], Required: true));
            }
        }

        return [.. classes.Values];
    }

    private static int Uncertainty(DependencyStatus status) => status switch
    {
        DependencyStatus.Unresolved => 4,
        DependencyStatus.Ambiguous => 3,
        DependencyStatus.Resolved => 2,
        DependencyStatus.Frontend => 1,
        _ => 0,
    };

    private List<ReportItem> Packs()
    {
        SortedDictionary<string, ReportItem> packs = new(StringComparer.Ordinal);
        foreach (IGrouping<string, WorkflowDependency> group in _needs.Where(IsNode)
            .Where(need => PackOf(need) is not null)
            .GroupBy(need => PackOf(need)!, StringComparer.Ordinal))
        {
            ReportItem item = _input.Registry.Nodes.ContainsKey(group.Key)
                ? _items.Pack(group.Key)
                : ReportItems.UnknownPack(
                    group.Key, group.Select(static need => need.PackUrl).FirstOrDefault(static url => url is not null));
            packs[group.Key] = item with { Workflows = Distinct(group.Select(need => _ids[WorkflowKey(need)])) };
        }

        foreach (string id in Entries(DependencyKind.Node))
        {
            packs.TryAdd(id, _items.Pack(id));
        }

        return [.. packs.Values];
    }

    private List<ReportItem> Models()
    {
        SortedDictionary<string, ReportItem> models = new(StringComparer.Ordinal);
        foreach (IGrouping<string, WorkflowDependency> group in _needs
            .Where(IsModel)
            .GroupBy(NameOf, StringComparer.Ordinal))
        {
            string? key = group.Select(_lookup.Find).FirstOrDefault(static found => found is not null);
            ReportItem item = key is not null
                ? _items.Model(group.Key, key)
                : ReportItems.UnknownModel(group.Key, [.. group]);
            models[group.Key] = item with { Workflows = Distinct(group.Select(need => _ids[WorkflowKey(need)])) };
        }

        foreach (string key in Entries(DependencyKind.Model)
            .Where(key => models.Values.All(model => model.Key != key))
            .ToArray())
        {
            models.TryAdd(_names.Of(key), _items.Model(_names.Of(key), key));
        }

        return [.. models.Values];
    }

    /// <summary>The pack that a class is taken from: the registry's word, else the analysis'.</summary>
    private string? PackOf(WorkflowDependency need)
        => _lookup.Find(need) ?? _input.Registry.Decisions.Classes.GetValueOrDefault(need.Name) ?? need.Pack;

    private string NameOf(WorkflowDependency need) => _names.Of(need.Folder, need.Name);

    private (string Path, string Name) WorkflowKey(WorkflowDependency need) => (PathOf(need), need.Workflow);

    private string PathOf(WorkflowDependency need)
        => Path.GetRelativePath(_input.Root, need.WorkflowPath).Replace('\\', '/');

    private static bool IsNode(WorkflowDependency need) => need.Kind == DependencyKind.Node;

    private static bool IsModel(WorkflowDependency need) => need.Kind == DependencyKind.Model;

    private static bool NeedsNoPack(WorkflowDependency need)
        => need.Status == DependencyStatus.Core || need is { Status: DependencyStatus.Frontend, Pack: null };

    private static IReadOnlyList<string> Distinct(IEnumerable<string> texts)
        => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
