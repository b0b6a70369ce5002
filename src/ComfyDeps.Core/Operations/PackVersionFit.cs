using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Registry;
using ComfyDeps.Versioning;

namespace ComfyDeps.Operations;

/// <summary>Which versions in the Comfy Registry are good to use in an environment.</summary>
/// <param name="environment">The environment that everything is installed into.</param>
internal sealed class PackVersionFit(RegistryEnvironment environment)
{
    /// <summary>Whether a version may be chosen: active, and neither deprecated nor flagged.</summary>
    /// <param name="version">The version.</param>
    internal static bool IsUsable(NodeVersion version)
        => version is { Status: VersionStatus.Active, IsDeprecated: false };

    /// <summary>Why a version does not work in the environment; null where nothing says so.</summary>
    /// <param name="version">The version.</param>
    internal string? Objection(NodeVersion version)
    {
        if (environment.ComfyUi?.Version is string comfy
            && PackVersion.TryParse(comfy, out PackVersion? number)
            && VersionRange.TryParse(version.SupportedComfyUI, out VersionRange? range)
            && !range.Includes(number, includePreviews: true))
        {
            return $"{version.Version} works with ComfyUI {version.SupportedComfyUI}, and the environment has {comfy}";
        }

        string system = environment.OperatingSystem ?? "linux";
        return version.SupportedOperatingSystems.Count > 0
            && !version.SupportedOperatingSystems.Any(one => Names(one, system))
            ? $"{version.Version} works on {string.Join(", ", version.SupportedOperatingSystems)}, and the "
                + $"environment is {system}"
            : null;
    }

    /// <summary>The newest version that is good to use and wanted, stable ones first.</summary>
    /// <param name="versions">All versions.</param>
    /// <param name="range">The range that it must be in, or null.</param>
    /// <param name="objections">What was passed over, and why.</param>
    internal NodeVersion? Newest(IEnumerable<NodeVersion> versions, VersionRange? range, List<string> objections)
    {
        foreach (NodeVersion version in versions
            .Where(IsUsable)
            .OrderBy(static one => one.IsPrerelease)
            .ThenByDescending(static one => one.Version, VersionOrder.Instance))
        {
            bool isWanted = range is null
                || (PackVersion.TryParse(version.Version, out PackVersion? number) && range.Includes(number));
            if (!isWanted)
            {
                continue;
            }

            if (Objection(version) is not string objection)
            {
                return version;
            }

            objections.Add(objection);
        }

        return null;
    }

    /// <summary>
    /// The service's words for systems: Linux, Windows, MacOS, OS Independent, and Python's classifiers of them.
    /// </summary>
    private static bool Names(string text, string system)
    {
        string name = text.ToLowerInvariant();
        return name.Contains("independent", StringComparison.Ordinal)
            || name.Contains(system, StringComparison.Ordinal)
            || (system == "macos"
                && (name.Contains("darwin", StringComparison.Ordinal)
                    || name.Contains("mac", StringComparison.Ordinal)))
            || (system != "windows"
                && name.Contains("posix", StringComparison.Ordinal)
                && !name.Contains("linux", StringComparison.Ordinal));
    }
}
