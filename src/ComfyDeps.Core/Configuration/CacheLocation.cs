using System;
using System.IO;

namespace ComfyDeps.Configuration;

/// <summary>Where cached answers are kept.</summary>
internal static class CacheLocation
{
    /// <summary>
    /// The folder that the environment names, else one in the user's cache folder; null on a machine without.
    /// </summary>
    internal static string? Folder
    {
        get
        {
            if (EnvironmentVariables.Read(EnvironmentVariables.Cache) is string named)
            {
                return Path.GetFullPath(named);
            }

            return UserCacheFolder() is { Length: > 0 } cache ? Path.Join(cache, "ComfyDeps") : null;
        }
    }

    private static string? UserCacheFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            return Known(Environment.SpecialFolder.LocalApplicationData);
        }

        string home = Known(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
        {
            return home.Length == 0 ? null : Path.Join(home, "Library", "Caches");
        }

        // The XDG rule: a relative path in the variable is to be ignored.
        string? cache = EnvironmentVariables.Read("XDG_CACHE_HOME");
        return Path.IsPathRooted(cache) ? cache : home.Length == 0 ? null : Path.Join(home, ".cache");
    }

    private static string Known(Environment.SpecialFolder folder)
        => Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
}
