using System;
using System.Collections.Generic;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Packs;

/// <summary>One thing in <c>custom_nodes</c> that is a pack, or was to be one.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its name without what says that it is disabled.</param>
/// <param name="IsFile">Whether it is a single file.</param>
/// <param name="IsEnabled">Whether ComfyUI would load it.</param>
/// <param name="IsDangling">Whether it is a link that leads to nothing.</param>
internal sealed record PackPlace(string Path, string Name, bool IsFile, bool IsEnabled, bool IsDangling)
{
    private const string DisabledFolder = ".disabled";

    /// <summary>The file that ComfyUI itself puts there.</summary>
    private const string OwnFile = "websocket_image_save.py";

    /// <summary>All of them, in ordinal order, the disabled ones last.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="root">A <c>custom_nodes</c> folder.</param>
    internal static IEnumerable<PackPlace> In(IEnvironmentFiles files, string root)
    {
        foreach (string name in files.List(root) ?? [])
        {
            if (name[0] != '.'
                && name is not ("__pycache__" or OwnFile)
                && At(files, root, name, isOff: false) is PackPlace place)
            {
                yield return place;
            }
        }

        string disabled = EnvironmentPath.Join(root, DisabledFolder);
        foreach (string name in files.List(disabled) ?? [])
        {
            if (name[0] != '.' && name != "__pycache__" && At(files, disabled, name, isOff: true) is PackPlace place)
            {
                yield return place;
            }
        }
    }

    private static PackPlace? At(IEnvironmentFiles files, string root, string name, bool isOff)
    {
        string path = EnvironmentPath.Join(root, name);
        bool isMarked = name.EndsWith(DisabledFolder, StringComparison.OrdinalIgnoreCase);
        string plain = isMarked ? name[..^DisabledFolder.Length] : name;

        // <id>@1_2_3 says which version was disabled.
        int at = isOff ? plain.LastIndexOf('@') : -1;
        plain = at > 0 ? plain[..at] : plain;
        FileKind kind = files.Look(path).Kind;
        bool isScript = plain.EndsWith(".py", StringComparison.OrdinalIgnoreCase);
        return kind switch
        {
            FileKind.Folder => new PackPlace(path, plain, false, !isOff && !isMarked, false),
            FileKind.File when isScript => new PackPlace(path, plain, true, !isOff && !isMarked, false),
            FileKind.DanglingLink => new PackPlace(path, plain, isScript, !isOff && !isMarked, true),
            _ => null,
        };
    }
}
