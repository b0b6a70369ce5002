using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Planning;
using ComfyDeps.Registry;

namespace ComfyDeps.Rendering.Snapshot;

/// <summary>Collects what goes into a snapshot: a plan, or what an environment or another snapshot holds.</summary>
internal sealed class SnapshotBuilder
{
    private const string Unknown = "unknown";

    private readonly List<string> _leftOut = [];

    /// <summary>What there is so far.</summary>
    internal ManagerSnapshot Snapshot { get; private set; } = new();

    /// <summary>What a snapshot cannot hold, and why.</summary>
    internal IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Adds what a registry pins.</summary>
    /// <param name="plan">What is meant of it.</param>
    /// <param name="environment">ComfyUI itself.</param>
    /// <param name="constraints">The Python distributions, or null.</param>
    internal void Add(InstallPlan plan, RegistryEnvironment environment, string? constraints)
    {
        Snapshot = Snapshot with { ComfyUi = environment.ComfyUi?.Commit ?? Snapshot.ComfyUi };
        foreach (PackStep pack in plan.Packs)
        {
            if (pack.Source == SourceKind.Git)
            {
                Snapshot.Git[pack.Url] = new SnapshotCheckout(pack.Pin, Disabled: false);
            }
            else
            {
                Snapshot.Registry[pack.Id] = pack.Pin;
            }
        }

        foreach (string line in (constraints ?? string.Empty).ReplaceLineEndings("\n").Split('\n'))
        {
            // What a marker makes depend on the machine is no fact about one.
            string pin = line.Split('#')[0].Trim();
            if (pin.Contains("==", StringComparison.Ordinal) && !pin.Contains(';', StringComparison.Ordinal))
            {
                Snapshot.Python[pin.Split(' ')[0]] = string.Empty;
            }
        }
    }

    /// <summary>Adds one thing that an environment holds.</summary>
    /// <param name="item">The thing.</param>
    internal void Add(InstalledItem item)
    {
        string? file = item.Kind == DependencyKind.Node && item.Url is null
            ? PythonFile(item.Location) ?? PythonFile(item.Name)
            : null;
        Add(new RegistryEntry
        {
            Kind = item.Kind,
            Name = item.Name,
            Source = item.Source ?? (item.Commit is null ? SourceKind.ComfyRegistry : SourceKind.Git),
            Url = item.Url,
            Version = item.Version,
            Commit = item.Commit,
            FileName = file,
            Enabled = item.Enabled,
            VerificationStatus = VerificationStatus.Undetermined,
        });
    }

    /// <summary>Adds one entry.</summary>
    /// <param name="entry">The entry.</param>
    internal void Add(RegistryEntry entry)
    {
        switch (entry.Kind)
        {
            case DependencyKind.ComfyUI:
                Snapshot = Snapshot with { ComfyUi = entry.Commit ?? entry.Requested };
                break;
            case DependencyKind.Node when entry.FileName is string file:
                Snapshot.Files[file] = !entry.Enabled;
                break;
            case DependencyKind.Node when entry.Source == SourceKind.ComfyRegistry && entry.Version is string version:
                AddVersion(entry, version);
                break;
            case DependencyKind.Node when entry.Url is Uri url:
                Snapshot.Git[url.OriginalString] = new SnapshotCheckout(
                    entry.Commit ?? entry.Requested ?? Unknown, !entry.Enabled);
                break;
            case DependencyKind.Python when entry.Version is not null || entry.Url is not null:
                string requirement = entry.Version is null ? entry.Name : $"{entry.Name}=={entry.Version}";
                Snapshot.Python[requirement] = entry.Url?.OriginalString ?? string.Empty;
                break;
            default:
                string reason = entry.Kind == DependencyKind.Node
                    ? "no pack without a version or an address"
                    : "no such thing";
                _leftOut.Add($"{entry.Kind} '{entry.Name}': a snapshot holds {reason}");
                break;
        }
    }

    private void AddVersion(RegistryEntry entry, string version)
    {
        if (entry.Enabled)
        {
            Snapshot.Registry[entry.Name] = version;
        }
        else
        {
            _leftOut.Add($"Node '{entry.Name}': a snapshot holds no disabled pack of the Comfy Registry");
        }
    }

    private static string? PythonFile(string? path)
        => path?.Split('/', '\\').Last() is string name && name.EndsWith(".py", StringComparison.OrdinalIgnoreCase)
            ? name
            : null;
}
