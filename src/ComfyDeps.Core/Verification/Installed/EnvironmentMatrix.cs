using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Registry;

namespace ComfyDeps.Verification.Installed;

/// <summary>Several environments side by side, and beside the registry.</summary>
internal sealed class EnvironmentMatrix
{
    private const string NotTold = "not told";

    private readonly List<string> _environments = [];
    private readonly Dictionary<string, string> _unreachable = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Environment, DependencyKind Kind, string Name), InstalledItem> _items = [];
    private readonly HashSet<(string Environment, DependencyKind Kind)> _told = [];
    private readonly Expectations? _expected;
    private readonly Dictionary<string, ExpectedPack> _packs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExpectedModel> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExpectedModel> _modelAt = new(StringComparer.Ordinal);

    /// <summary>Begins with nothing.</summary>
    /// <param name="expected">What the registry wants, or null where there is none.</param>
    internal EnvironmentMatrix(Expectations? expected)
    {
        _expected = expected;
        foreach (ExpectedPack pack in expected?.Packs ?? [])
        {
            _packs[pack.Id] = pack;
        }

        foreach (ExpectedModel model in expected?.Models ?? [])
        {
            _models[model.Name] = model;
            foreach (string place in model.Places)
            {
                _modelAt.TryAdd(place, model);
            }
        }
    }

    /// <summary>Names an environment, so that it counts also where it has nothing.</summary>
    /// <param name="environment">What it is called.</param>
    internal void Add(string environment)
    {
        if (!_environments.Contains(environment, StringComparer.Ordinal))
        {
            _environments.Add(environment);
        }
    }

    /// <summary>
    /// Notes one thing of an environment. The first of several of a name is the one that ComfyUI takes.
    /// </summary>
    /// <param name="environment">What the environment is called.</param>
    /// <param name="item">The thing.</param>
    internal void Add(string environment, InstalledItem item)
    {
        Add(environment);
        _told.Add((environment, item.Kind));
        (string, DependencyKind, string) key = (environment, item.Kind, NameOf(item));
        if (!_items.TryGetValue(key, out InstalledItem? before) || (!before.Enabled && item.Enabled))
        {
            _items[key] = item;
        }
    }

    /// <summary>Notes that an environment could not be looked at.</summary>
    /// <param name="environment">What it is called.</param>
    /// <param name="reason">Why not.</param>
    internal void Fail(string environment, string reason)
    {
        Add(environment);
        _unreachable[environment] = reason;
    }

    /// <summary>The rows: first of each environment that could not be looked at, then of each thing.</summary>
    /// <param name="includeEqual">Whether things on which all agree are told too.</param>
    internal IEnumerable<EnvironmentDifference> Rows(bool includeEqual)
    {
        foreach ((string environment, string reason) in _unreachable)
        {
            yield return new EnvironmentDifference
            {
                Kind = DependencyKind.ComfyUI,
                Name = environment,
                Values = new SortedDictionary<string, string?>(StringComparer.Ordinal)
                {
                    [environment] = nameof(VerificationStatus.Undetermined),
                },
                Message = $"The environment could not be looked at: {reason}",
            };
        }

        IEnumerable<(DependencyKind Kind, string Name)> names = _items.Keys.Select(static key => (key.Kind, key.Name))
            .Concat(Wanted()).Distinct()
            .OrderBy(static key => Order(key.Kind)).ThenBy(static key => key.Name, StringComparer.Ordinal);
        foreach ((DependencyKind kind, string name) in names.ToList())
        {
            if (Row(kind, name, includeEqual) is EnvironmentDifference row)
            {
                yield return row;
            }
        }
    }

    private static int Order(DependencyKind kind) => kind switch
    {
        DependencyKind.ComfyUI => 0,
        DependencyKind.Node => 1,
        DependencyKind.Python => 2,
        _ => 3,
    };

    /// <summary>A pack is one thing in all environments, however each of them names it.</summary>
    private string NameOf(InstalledItem item)
        => item.Kind == DependencyKind.Node
            && _expected?.Packs.FirstOrDefault(pack => pack.IsAbout(item)) is ExpectedPack pack
            ? pack.Id
            : item.Kind == DependencyKind.Model
                && _modelAt.TryGetValue(item.Name, out ExpectedModel? model) ? model.Name
                : item.Name;

    private IEnumerable<(DependencyKind Kind, string Name)> Wanted()
        => _expected is null ? [] :
        [
            .. _expected.ComfyUi is null
                ? Array.Empty<(DependencyKind, string)>()
                : [(DependencyKind.ComfyUI, RegistryEntries.ComfyUi)],
            .. _expected.Packs.Select(static pack => (DependencyKind.Node, pack.Id)),
            .. _expected.Models.Select(static model => (DependencyKind.Model, model.Name)),
        ];

    private EnvironmentDifference? Row(DependencyKind kind, string name, bool includeEqual)
    {
        SortedDictionary<string, string?> values = new(StringComparer.Ordinal);
        List<Observation> told = [];
        foreach (string environment in _environments)
        {
            InstalledItem? item = _items.GetValueOrDefault((environment, kind, name));
            bool isTold = item is not null || Tells(environment, kind);
            Observation seen = new(item);
            values[environment] = _unreachable.ContainsKey(environment)
                ? nameof(VerificationStatus.Undetermined)
                : isTold ? seen.Text
                : NotTold;
            if (isTold)
            {
                told.Add(seen);
            }
        }

        InstalledItem? wanted = Expected(kind, name);
        string[] reasons =
        [
            .. Differ(told) ? ["The environments differ."] : Array.Empty<string>(),
            .. Against(kind, wanted, told),
        ];
        return reasons.Length == 0 && !includeEqual ? null : new EnvironmentDifference
        {
            Kind = kind,
            Name = name,
            Expected = wanted is null ? null : new Observation(wanted).Text,
            Values = values,
            Message = reasons.Length == 0 ? null : string.Join(' ', reasons),
        };
    }

    /// <summary>Any two of them: one that does not tell enough can agree with two that differ.</summary>
    private static bool Differ(List<Observation> told)
    {
        // Most things are the same everywhere; each distinct one is compared once.
        Observation[] distinct =
        [
            .. told.DistinctBy(
                static seen => (seen.Item is null, seen.Text, seen.Item?.Commit, seen.Item?.Version, seen.Item?.Size)),
        ];
        return distinct.Where((one, i) => distinct.Skip(i + 1).Any(one.DiffersFrom)).Any();
    }

    private IEnumerable<string> Against(DependencyKind kind, InstalledItem? wanted, List<Observation> told)
    {
        if (_expected is null || kind == DependencyKind.Python)
        {
            yield break;
        }

        if (wanted is null)
        {
            if (kind != DependencyKind.ComfyUI && told.Exists(static seen => seen.Item?.Enabled == true))
            {
                yield return "The registry does not have it.";
            }
        }
        else if (told.Exists(seen => seen.DiffersFrom(new Observation(wanted))))
        {
            yield return told.TrueForAll(static seen => seen.Item is null) ? "The registry wants it, and it is nowhere."
                : told.Exists(static seen => seen.Item is null) ? "The registry wants it everywhere."
                : "The registry wants another.";
        }
    }

    /// <summary>Whether that something is not among an environment's things says that it is not there.</summary>
    private bool Tells(string environment, DependencyKind kind)
        => !_unreachable.ContainsKey(environment)
            && (kind != DependencyKind.Python
                || (_told.Contains((environment, kind)) && !environment.Contains("://", StringComparison.Ordinal)));

    /// <summary>What the registry wants, in the form of a thing that an environment has.</summary>
    private InstalledItem? Expected(DependencyKind kind, string name)
    {
        switch (kind)
        {
            case DependencyKind.ComfyUI when _expected?.ComfyUi is ComfyUiPin comfy:
                return Item(kind, name, SourceKind.Git, comfy.Version, comfy.Commit, null, null);
            case DependencyKind.Node when _packs.GetValueOrDefault(name)?.Entry is NodeEntry entry:
                return Item(kind, name, entry.Source.Kind, entry.Source.Version, entry.Source.Commit, null, null);
            case DependencyKind.Model when _models.TryGetValue(name, out ExpectedModel? model):
                return Item(kind, name, null, null, null, model.Size, model.Sha256);
            default:
                return null;
        }
    }

    private static InstalledItem Item(
        DependencyKind kind,
        string name,
        SourceKind? source,
        string? version,
        string? commit,
        long? size,
        string? sha256)
            => new()
        {
            Kind = kind,
            Name = name,
            Environment = string.Empty,
            Source = source,
            Version = version,
            Commit = commit,
            Size = size,
            Sha256 = sha256,
        };
}
