using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Registry;

namespace ComfyDeps.Verification.Installed;

/// <summary>What an environment should hold.</summary>
internal sealed record Expectations
{
    private const int ShortHash = 12;

    /// <summary>ComfyUI, or null where nothing is asked of it.</summary>
    internal ComfyUiPin? ComfyUi { get; init; }

    /// <summary>The node packs.</summary>
    internal IReadOnlyList<ExpectedPack> Packs { get; init; } = [];

    /// <summary>Classes that no pack is known for.</summary>
    internal IReadOnlyList<string> UnknownClasses { get; init; } = [];

    /// <summary>What was asked for by name and the registry does not have.</summary>
    internal IReadOnlyList<string> Unlisted { get; init; } = [];

    /// <summary>The model files.</summary>
    internal IReadOnlyList<ExpectedModel> Models { get; init; } = [];

    /// <summary>The lines of the constraints file.</summary>
    internal IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Whether what is there besides is told.</summary>
    internal bool TellsExtra { get; init; }

    /// <summary>All that a registry has.</summary>
    /// <param name="document">The registry.</param>
    /// <param name="constraints">The lines of its constraints file.</param>
    internal static Expectations Of(RegistryDocument document, IReadOnlyList<string> constraints) => new()
    {
        ComfyUi = document.Environment.ComfyUi,
        Packs = [.. document.Nodes.Select(static pair => Pack(pair.Key, pair.Value, pair.Value.Classes))],
        Models = [.. document.Models.SelectMany(static pair => Model(pair.Key, pair.Value))],
        Constraints = constraints,
        TellsExtra = true,
    };

    /// <summary>
    /// Only what workflows need, and what other objects are about, as far as a registry has it with its pins.
    /// </summary>
    /// <param name="items">Dependencies, entries, packs, versions.</param>
    /// <param name="document">The registry; empty where there is none.</param>
    /// <param name="constraints">The lines of its constraints file.</param>
    internal static Expectations Of(
        IReadOnlyList<object> items,
        RegistryDocument document,
        IReadOnlyList<string> constraints)
    {
        RegistryLookup lookup = new(document);
        WorkflowDependency[] needs = [.. items.OfType<WorkflowDependency>()];
        (object Item, (DependencyKind Kind, string Name)? Entry)[] others =
        [
            .. items.Where(static item => item is not WorkflowDependency).Select(item => (item, lookup.FindAny(item))),
        ];
        Expectations ofNeeds = OfNeeds(needs, lookup, document, constraints);
        return ofNeeds with
        {
            Packs =
            [
                .. ofNeeds.Packs,
                .. others.Where(static one => one.Entry?.Kind == DependencyKind.Node).Select(
                    static one => one.Entry!.Value.Name)
                    .Except(ofNeeds.Packs.Select(static pack => pack.Id))
                    .Select(name => Pack(name, document.Nodes[name], document.Nodes[name].Classes)),
            ],
            Models =
            [
                .. ofNeeds.Models,
                .. others.Where(static one => one.Entry?.Kind == DependencyKind.Model).Select(
                    static one => one.Entry!.Value.Name).Distinct()
                    .SelectMany(name => Model(name, document.Models[name]))
                    .ExceptBy(ofNeeds.Models.Select(static model => model.Name), static model => model.Name),
            ],
            Unlisted =
                [.. others.Where(static one => one.Entry is null).Select(static one => $"{one.Item}").Distinct()],
        };
    }

    private static Expectations OfNeeds(
        WorkflowDependency[] needs, RegistryLookup lookup, RegistryDocument document, IReadOnlyList<string> constraints)
    {
        ILookup<bool, WorkflowDependency> nodes = needs
            .Where(static need => need.Kind == DependencyKind.Node && need.Status != DependencyStatus.Core
                && (need.Status != DependencyStatus.Frontend || need.Pack is not null))
            .ToLookup(need => need.Pack is not null || lookup.Find(need) is not null);
        return new Expectations
        {
            ComfyUi = document.Environment.ComfyUi,
            Packs =
            [
                .. nodes[true]
                    .GroupBy(need => lookup.Find(need) ?? need.Pack!, StringComparer.Ordinal)
                    .Select(group => document.Nodes.TryGetValue(group.Key, out NodeEntry? entry)
                        ? Pack(group.Key, entry, Names(group))
                        : new ExpectedPack(group.Key, group.First().PackUrl, null, Names(group))),
            ],
            UnknownClasses = Names(nodes[false]),
            Models =
            [
                .. needs.Where(static need => need.Kind == DependencyKind.Model)
                    .GroupBy(need => lookup.Find(need) ?? PlaceOf(need), StringComparer.Ordinal)
                    .SelectMany(group => document.Models.TryGetValue(group.Key, out ModelEntry? entry)
                        ? Model(group.Key, entry).Select(
                            model => model.DueAt(group.Select(PlaceOf).ToHashSet(StringComparer.Ordinal)))
                        : [
                            new ExpectedModel(
                                group.Key, [ExpectedPlace.Of(group.Key)], null, Hash(group), IsPinned: false),
                        ]),
            ],
            Constraints = constraints,
        };
    }

    /// <summary>A pin as people quote it.</summary>
    /// <param name="model">The model.</param>
    internal static string? Pin(ExpectedModel model)
        => model.Sha256 is string hash
            ? $"sha256:{hash[..ShortHash]}"
            : model.Size is long size ? FileComparison.Bytes(size)
            : null;

    private static ExpectedPack Pack(string id, NodeEntry entry, IReadOnlyList<string> classes)
        => new(id, PinAddress.Of(entry.Source), entry, classes);

    private static IEnumerable<ExpectedModel> Model(string name, ModelEntry entry)
        => entry.Files.IsEmpty
            ? [
                new ExpectedModel(
                    name, Places(name, entry, static place => place), entry.Size, entry.Sha256, IsPinned: true),
            ]
            : entry.Files.Select(file => new ExpectedModel(
                $"{name}/{file.Key}",
                Places(name, entry, place => $"{place}/{file.Key}"),
                file.Value.Size,
                file.Value.Sha256,
                IsPinned: true));

    private static ExpectedPlace[] Places(string name, ModelEntry entry, Func<string, string> inside)
        => [
            ExpectedPlace.Of(inside(name)),
            .. entry.Aliases.Select(alias => ExpectedPlace.Of(inside(alias), name.Split('/')[0])),
        ];

    private static string[] Names(IEnumerable<WorkflowDependency> needs)
        => [.. needs.Select(static need => need.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string? Hash(IEnumerable<WorkflowDependency> needs)
        => needs.Select(static need => need.Sha256).FirstOrDefault(static hash => hash is not null)?.ToLowerInvariant();

    /// <summary>Folder and value; a value that names the end of the folder again means the file in it.</summary>
    private static string PlaceOf(WorkflowDependency need)
    {
        string name = need.Name.Replace('\\', '/').Trim('/');
        string folder = need.Folder?.Trim('/') ?? string.Empty;
        int slash = name.LastIndexOf('/');
        bool isRepeated = slash > 0 && ("/" + folder).EndsWith("/" + name[..slash], StringComparison.Ordinal);
        return folder.Length == 0 ? name : folder + (isRepeated ? name[slash..] : "/" + name);
    }
}
