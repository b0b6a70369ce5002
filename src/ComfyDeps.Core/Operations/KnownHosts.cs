using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ComfyDeps.Inspection.Ssh;

namespace ComfyDeps.Operations;

/// <summary>
/// Names of hosts that the user's SSH configuration has, for completing what a user types. Nobody is asked.
/// </summary>
public static class KnownHosts
{
    /// <summary>Hosts whose names begin like a text, in any case.</summary>
    /// <param name="begin">How they begin.</param>
    /// <returns>Names with where they are, in order.</returns>
    public static IReadOnlyList<(string Name, string Description)> Of(string begin) => Of(begin, UserFile);

    internal static IReadOnlyList<(string Name, string Description)> Of(string begin, string file)
    {
        ArgumentNullException.ThrowIfNull(begin);
        return
        [
            .. ConfiguredHosts.Read(file)
                .Where(host => host.Name.StartsWith(begin, StringComparison.OrdinalIgnoreCase))
                .Select(static host => (host.Name, $"Host {host.Place}")),
        ];
    }

    private static string UserFile => Path.Join(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        ".ssh",
        "config");
}
