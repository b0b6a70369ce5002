using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Planning;
using ComfyDeps.Registry;
using ComfyDeps.Rendering;

namespace ComfyDeps.Operations;

/// <summary>A registry, and the plan of what an export takes from it, with every pin verified.</summary>
internal sealed class ExportPlan
{
    private readonly HashSet<(DependencyKind Kind, string Name)>? _chosen;

    private ExportPlan(RegistryFile registry, InstallPlan plan, HashSet<(DependencyKind Kind, string Name)>? chosen)
    {
        Registry = registry;
        Plan = plan;
        _chosen = chosen;
    }

    /// <summary>The registry.</summary>
    internal RegistryFile Registry { get; }

    /// <summary>What is taken from it.</summary>
    internal InstallPlan Plan { get; }

    /// <summary>
    /// The folders under models/ that the models in question are in, planned or not, in ordinal order.
    /// </summary>
    internal IReadOnlyList<string> ModelFolders =>
    [
        .. Registry.Document.Models.Where(model => _chosen?.Contains((DependencyKind.Model, model.Key)) != false)
            .SelectMany(static model => model.Value.Aliases.Prepend(model.Key))
            .Select(static place => place[..place.LastIndexOf('/')])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the registry, verifies what is meant of it, and plans.</summary>
    /// <param name="options">What was given.</param>
    /// <param name="only">The only kind that is meant and verified, or null for both.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static async Task<ExportPlan> MakeAsync(
        ExportOptions options,
        DependencyKind? only,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        string path = options.RegistryPath
            ?? RegistryLocations.ForReading(options.CurrentFolder)
            ?? throw NoRegistry(options.CurrentFolder);
        RegistryFile registry = await Task.Run(() => RegistryFile.Load(path), cancellationToken).ConfigureAwait(false);
        reporter.Detail($"The registry is '{registry.Path}'.");
        (HashSet<(DependencyKind Kind, string Name)>? chosen, List<(DependencyKind Kind, string Name)> absent)
            = Choose(registry.Document, options.Inputs, reporter);
        PlanRequest request = new()
        {
            Chosen = chosen,
            Absent = [.. absent.Where(one => (only ?? one.Kind) == one.Kind)],
            AllowUnverified = options.AllowUnverified,
            Only = only,
            Results = await VerifyAsync(registry, chosen, only, options, reporter, cancellationToken)
                .ConfigureAwait(false),
        };
        InstallPlan plan = InstallPlanner.Make(registry.Document, request);
        Tell(plan, reporter);
        return new ExportPlan(registry, plan, chosen);
    }

    /// <summary>The constraints file that the registry pins, or null where it pins none.</summary>
    /// <exception cref="ComfyDepsException">It cannot be read, or is not what was pinned.</exception>
    internal ConstraintsText? ReadConstraints()
    {
        if (Registry.Document.Environment.Constraints is not ConstraintsPin pin)
        {
            return null;
        }

        string path = Path.Join(Path.GetDirectoryName(Registry.Path), pin.Path);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComfyDepsException(
                e is FileNotFoundException or DirectoryNotFoundException
                    ? ErrorCode.PathNotFound
                    : ErrorCode.FileUnreadable,
                $"The constraints file '{path}', which the registry pins, cannot be read: {e.Message}",
                path,
                "Put it back, or pin another one with Set-ComfyRegistryEnvironment.",
                e);
        }

        string found = Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
        string text = Encoding.UTF8.GetString(bytes);
        bool isText = !text.Contains('\0', StringComparison.Ordinal)
            && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes);
        return found == pin.Sha256 && isText ? new ConstraintsText(pin.Sha256, text) : throw new ComfyDepsException(
            ErrorCode.PinNotVerified,
            isText
                ? $"The constraints file '{path}' is not the one that the registry pins: its sha256 is {found}."
                : $"The constraints file '{path}' is not UTF-8 text.",
            path,
            "Pin it anew with Set-ComfyRegistryEnvironment, or take the pinned one from version control.");
    }

    private static ComfyDepsException NoRegistry(string folder) => new(
        ErrorCode.RegistryNotFound,
        $"There is no registry in '{folder}' or above it.",
        folder,
        "Name one with -RegistryPath, or make one with Update-ComfyRegistry.");

    private static (
        HashSet<(DependencyKind Kind, string Name)>? Chosen,
        List<(DependencyKind Kind, string Name)> Absent) Choose(
        RegistryDocument document,
        IReadOnlyList<object>? inputs,
        IReporter reporter)
    {
        if (inputs is null)
        {
            return (null, []);
        }

        RegistryLookup lookup = new(document);
        HashSet<(DependencyKind Kind, string Name)> chosen = [];
        SortedSet<(DependencyKind Kind, string Name)> absent = [];
        foreach (object input in inputs)
        {
            if (lookup.FindAny(input) is (DependencyKind kind, string name))
            {
                chosen.Add((kind, name));
            }
            else if (Needed(input) is (DependencyKind, string) need)
            {
                absent.Add(need);
            }
            else
            {
                reporter.Detail($"Passed over '{input}': it is about no node pack and no model file to install.");
            }
        }

        return (chosen, [.. absent]);
    }

    /// <summary>What an object asks for that must be in the registry, or null when it needs no entry.</summary>
    private static (DependencyKind Kind, string Name)? Needed(object input) => input switch
    {
        WorkflowDependency { Status: DependencyStatus.Core }
            or WorkflowDependency { Status: DependencyStatus.Frontend, Pack: null } => null,
        WorkflowDependency need => (need.Kind, need.Pack
            ?? (need.Folder is null ? need.Name : $"{need.Folder}/{need.Name}")),
        InstalledItem { Kind: DependencyKind.Node or DependencyKind.Model } item => (item.Kind, item.Name),
        RegistryEntry { Kind: DependencyKind.Node or DependencyKind.Model } entry => (entry.Kind, entry.Name),
        NodePack pack => (DependencyKind.Node, pack.Name),
        NodeVersion version => (DependencyKind.Node, version.Pack),
        ModelVersion model => (DependencyKind.Model, $"{model.Folder}/{model.Name}"),
        _ => null,
    };

    private static async Task<IReadOnlyDictionary<(DependencyKind Kind, string Name), VerificationResult>> VerifyAsync(
        RegistryFile registry,
        HashSet<(DependencyKind Kind, string Name)>? chosen,
        DependencyKind? only,
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        string[] names =
        [
            .. registry.Document.Nodes.Keys.Where(name => IsMeant(DependencyKind.Node, name)),
            .. registry.Document.Models.Keys.Where(name => IsMeant(DependencyKind.Model, name)),
        ];
        TimeSpan age = options.Offline ? TimeSpan.FromDays(36_500) : options.MaximumAge;
        IReadOnlyList<VerificationResult> results = await FreshPins.EnsureAsync(
            registry.Document,
            Path.GetDirectoryName(registry.Path),
            names,
            age,
            options.Offline,
            reporter,
            cancellationToken).ConfigureAwait(false);
        return results
            .ToLookup(static one => (one.Kind, one.Name))
            .ToDictionary(static group => group.Key, static group => group.First());

        bool IsMeant(DependencyKind kind, string name)
            => (only ?? kind) == kind && chosen?.Contains((kind, name)) != false;
    }

    private static void Tell(InstallPlan plan, IReporter reporter)
    {
        foreach (UnverifiedPin pin in plan.Unverified)
        {
            reporter.Warning($"{pin.Kind} '{pin.Name}' is not verified ({pin.Words}) and is taken all the same.");
        }

        foreach (RefusedStep step in plan.Refused)
        {
            reporter.Warning(
                $"{step.Kind} '{step.Name}' is not installed: {step.Reason}. What is written says so and ends with "
                    + "an error.");
        }
    }
}
