using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Operations;

/// <summary>Drops the answers of services that are kept on this machine.</summary>
public static class ClearCache
{
    /// <summary>The folder of the answers; null on a machine that keeps none.</summary>
    public static string? Folder => CacheLocation.Folder is string cache ? DiskCache.FolderOf(cache) : null;

    /// <summary>Drops them all.</summary>
    /// <returns>How many there were.</returns>
    public static int Run() => CacheLocation.Folder is string cache ? new DiskCache(cache, 0).Clear() : 0;
}
