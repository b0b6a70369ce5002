using System;
using System.Collections.Generic;
using ComfyDeps.Registry;

namespace ComfyDeps.Verification.Installed;

/// <summary>A node pack that an environment should have.</summary>
/// <param name="Id">The pack's id.</param>
/// <param name="Url">Its repository, or null.</param>
/// <param name="Entry">Its entry in the registry; null where only workflows ask for it.</param>
/// <param name="Classes">The classes that are needed of it.</param>
internal sealed record ExpectedPack(string Id, Uri? Url, NodeEntry? Entry, IReadOnlyList<string> Classes)
{
    /// <summary>What its version should be, as people quote it; null where nothing exact is asked for.</summary>
    internal string? Pin => Entry?.Source is PinSource source
        ? source.Kind == SourceKind.ComfyRegistry ? source.Version : source.Commit
        : null;

    /// <summary>The folder that it should be in; null where nothing is known.</summary>
    internal string? Directory => Entry is null ? null : Pins.DirectoryOf(Id, Entry);

    /// <summary>
    /// Whether an installed pack is this one: by its id, its repository, or the folder that this one should be in.
    /// </summary>
    /// <param name="item">The installed pack.</param>
    internal bool IsAbout(InstalledItem item)
        => item.Name.Equals(Id, StringComparison.OrdinalIgnoreCase)
            || (Entry?.Source.Id is string registryId
                && item.Name.Equals(registryId, StringComparison.OrdinalIgnoreCase))
            || (Key(Url) is string key && key == Key(item.Url))
            || (item.Url is null
                && Directory is string directory
                && FolderOf(item).Equals(directory, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of the folder that a pack is in, without what disables it.</summary>
    /// <param name="item">The installed pack.</param>
    internal static string FolderOf(InstalledItem item)
    {
        string path = (item.Location ?? item.Name).Replace('\\', '/').TrimEnd('/');
        string name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".disabled", StringComparison.OrdinalIgnoreCase) ? name[..^".disabled".Length] : name;
    }

    private static string? Key(Uri? url)
        => RepositoryAddress.Normalize(url?.AbsoluteUri) is string address ? RepositoryAddress.Key(address) : null;
}
