using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Models;

/// <summary>Lists the files of model folders, through links, and around in no circle.</summary>
internal sealed class ModelWalk
{
    private const string Control = ".aria2";

    private readonly IEnvironmentFiles _files;
    private readonly Dictionary<string, ModelFile> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rootPaths;
    private readonly List<ModelFile> _found = [];
    private readonly List<ModelFile> _shadowed = [];
    private readonly List<string> _unreadable = [];
    private int _left = FileLimits.ModelFiles;

    private ModelWalk(IEnvironmentFiles files, IEnumerable<ModelRoot> roots)
    {
        _files = files;
        _rootPaths = new HashSet<string>(roots.Select(static r => r.Path), StringComparer.Ordinal);
    }

    /// <summary>Folders that may not be read.</summary>
    internal IReadOnlyList<string> Unreadable => _unreadable;

    /// <summary>Whether there was more than is looked at.</summary>
    internal bool IsCut => _left <= 0;

    /// <summary>The files: by root and path, those that others hide at the end.</summary>
    internal IEnumerable<ModelFile> Files => _found.Concat(_shadowed);

    /// <summary>Lists the files of folders.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="roots">The folders, in the order in which ComfyUI looks in them.</param>
    internal static ModelWalk Through(IEnvironmentFiles files, IReadOnlyList<ModelRoot> roots)
    {
        ModelWalk walk = new(files, roots);
        foreach (ModelRoot root in roots)
        {
            // A link back to what holds the folder is a circle too.
            walk.Folder(
                root,
                root.Path,
                string.Empty,
                isFolderModel: false,
                [walk.Identity(EnvironmentPath.Parent(root.Path))]);
        }

        return walk;
    }

    private void Folder(ModelRoot root, string folder, string below, bool isFolderModel, List<string> above)
    {
        if (Enter(folder, above, out string identity) is not IReadOnlyList<string> names)
        {
            return;
        }

        bool isModel = isFolderModel || (below.Length > 0 && names.Any(ModelFileNames.MarksFolderModel));
        HashSet<string> control = [.. names.Where(IsControl).Select(static n => n[..^Control.Length])];
        above.Add(identity);
        foreach (string name in names)
        {
            string path = EnvironmentPath.Join(folder, name);
            string relative = below.Length == 0 ? name : $"{below}/{name}";
            if (ModelFileNames.IsNothing(name) || (control.Count > 0 && IsControlOf(name, names)))
            {
                continue;
            }

            FileFacts facts = _files.Look(path);
            if (facts.IsFolder)
            {
                if (root.Folder.Length > 0 && name != "__pycache__" && !_rootPaths.Contains(path))
                {
                    Folder(root, path, relative, isModel, above);
                }
            }
            else if (facts.Kind != FileKind.Other
                && (isModel || facts.Kind == FileKind.DanglingLink || !ModelFileNames.IsBeside(name)))
            {
                Add(new ModelFile(root, relative, path, facts) { HasControlFile = control.Contains(name) });
            }
        }

        above.RemoveAt(above.Count - 1);
    }

    /// <summary>What is in a folder; null where it is not looked at, or may not be read.</summary>
    private IReadOnlyList<string>? Enter(string folder, List<string> above, out string identity)
    {
        identity = string.Empty;
        if (_left <= 0 || above.Count > FileLimits.Depth)
        {
            return null;
        }

        _left--;
        identity = Identity(folder);
        if (above.Contains(identity))
        {
            return null;
        }

        IReadOnlyList<string>? names = _files.List(folder);
        if (names is null)
        {
            _unreadable.Add(folder);
        }

        return names;
    }

    private static bool IsControl(string name) => name.EndsWith(Control, StringComparison.OrdinalIgnoreCase);

    /// <summary>aria2 keeps <c>x.aria2</c> beside <c>x</c> while it downloads x: that is said of x.</summary>
    private static bool IsControlOf(string name, IReadOnlyList<string> names)
        => IsControl(name) && names.Contains(name[..^Control.Length]);

    private string Identity(string folder)
        => _files.Look(folder) is { Inode: > 0 } facts
            ? FormattableString.Invariant($"{facts.Device}:{facts.Inode}")
            : _files.RealPath(folder);

    private void Add(ModelFile file)
    {
        _left--;
        if (_byName.TryAdd(file.Name, file))
        {
            _found.Add(file);
        }
        else if (!IsSame(_byName[file.Name], file))
        {
            _shadowed.Add(file with { Winner = _byName[file.Name] });
        }
    }

    private static bool IsSame(ModelFile one, ModelFile other)
        => one.Path == other.Path
            || (one.Facts.Inode > 0 && one.Facts.Inode == other.Facts.Inode && one.Facts.Device == other.Facts.Device);
}
