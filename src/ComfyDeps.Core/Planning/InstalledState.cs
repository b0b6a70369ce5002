using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Planning;

/// <summary>Compares steps with what an environment holds.</summary>
internal static class InstalledState
{
    /// <summary>The step with what it does there, and why.</summary>
    /// <param name="step">The step.</param>
    /// <param name="installed">What the environment holds, or null where nobody looked.</param>
    internal static InstallStep Compare(InstallStep step, IReadOnlyList<InstalledItem>? installed)
    {
        if (installed is null || step is RefusedStep)
        {
            return step;
        }

        InstalledItem? found = installed.FirstOrDefault(item => item.Kind == step.Kind && IsSame(step, item));
        (InstallAction action, string there) = found is null ? (InstallAction.Install, "not installed")
            : IsAtPin(step, found) ? (InstallAction.Keep, "at its pin already")
            : (InstallAction.Replace, $"installed is {Shown(step, found)}");
        return step with { Action = action, Reason = $"{there}; {step.Reason}" };
    }

    private static bool IsSame(InstallStep step, InstalledItem item) => step switch
    {
        PackStep pack => string.Equals(item.Name, pack.Name, StringComparison.OrdinalIgnoreCase)
            || Key(item.Url?.AbsoluteUri) is string key && key == Key(pack.Url),
        ModelStep model => $"{item.Folder}/{item.FileName}" == model.Path || item.Name == model.Path,
        _ => false,
    };

    private static bool IsAtPin(InstallStep step, InstalledItem item) => step switch
    {
        PackStep { Source: SourceKind.Git } pack => item.Commit == pack.Pin && item.Enabled,
        PackStep pack => item.Version == pack.Pin && item.Enabled,
        ModelStep model => model.Sha256 is not null && item.Sha256 == model.Sha256,
        _ => false,
    };

    private static string Shown(InstallStep step, InstalledItem item)
        => step is ModelStep ? item.Sha256 is string hash ? $"sha256 {hash}" : $"{item.Size} bytes, not hashed"
            : item.Enabled ? item.Commit ?? item.Version ?? "of an unknown version"
            : "disabled";

    private static string? Key(string? url)
        => RepositoryAddress.Normalize(url) is string normalized ? RepositoryAddress.Key(normalized) : null;
}
