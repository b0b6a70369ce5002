using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>Drops the answers of services that are kept on this machine.</summary>
public static class ClearCache
{
    /// <summary>The folder of the answers; null on a machine that keeps none.</summary>
    public static string? Folder => CacheLocation.Folder is string cache ? DiskCache.FolderOf(cache) : null;

    /// <summary>Drops them all.</summary>
    /// <returns>How many there were.</returns>
    public static int Run()
    {
        if (CacheLocation.Folder is not string cache)
        {
            return 0;
        }

        // That a pin was good is an answer too.
        new GoodPins(cache).Clear();
        return new DiskCache(cache, 0).Clear();
    }
}
