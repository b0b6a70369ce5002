using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Inspection;

/// <summary>Finds ComfyUI in a folder or on a volume, and what belongs to it.</summary>
internal sealed class PlaceFinder
{
    private static readonly string[] s_usual =
    [
        "ComfyUI",
        "comfyui",
        "runpod-slim/ComfyUI",
        "comfyui/ComfyUI",
        "app/ComfyUI",
        "opt/ComfyUI",
    ];
    private static readonly string[] s_virtual = [".venv", "venv", "env", "python_embeded", "opt/venv"];

    private readonly IEnvironmentFiles _files;
    private readonly string? _home;

    /// <summary>Prepares to look.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="home">What <c>~</c> stands for there, or null.</param>
    internal PlaceFinder(IEnvironmentFiles files, string? home)
    {
        _files = files;
        _home = home;
    }

    /// <summary>Whether a folder is ComfyUI.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="folder">The folder.</param>
    internal static bool IsComfyUi(IEnvironmentFiles files, string folder)
        => files.Look(EnvironmentPath.Join(folder, "main.py")).IsFile
            && files.Look(EnvironmentPath.Join(folder, "folder_paths.py")).IsFile;

    /// <summary>Finds the parts.</summary>
    /// <param name="given">The folder that the user named.</param>
    /// <param name="running">The ComfyUI that runs there, if its folder is known to be this one; or null.</param>
    /// <param name="volumes">Further folders that may hold models.</param>
    /// <exception cref="ComfyDepsException">There is no ComfyUI and no models in it, or more than one
    /// ComfyUI.</exception>
    internal EnvironmentPlace Find(string given, RunningComfyUi? running = null, params IReadOnlyList<string> volumes)
    {
        string? comfy = FindComfyUi(given);
        string owned = EnvironmentPath.Join(given, "models");
        if (comfy is null && !_files.Look(owned).IsFolder)
        {
            throw new ComfyDepsException(
                ErrorCode.EnvironmentUnavailable,
                ShownText.Of($"There is no ComfyUI and no 'models' folder in '{given}'."),
                ShownText.Of(given),
                "Give ComfyUI's own folder, or the volume that holds it.");
        }

        return comfy is null
            ? new EnvironmentPlace
            {
                ModelFolders = [owned],
                Warnings = [ShownText.Of($"There is no ComfyUI in '{given}': only its model files are looked at.")],
            }
            : Around(comfy, [given, .. volumes], running);
    }

    /// <summary>What belongs to a ComfyUI.</summary>
    private EnvironmentPlace Around(string comfy, IReadOnlyList<string> given, RunningComfyUi? running)
    {
        List<string> warnings = [];
        string start = running?.Folder ?? comfy;
        string home = running?.Values("--base-directory").LastOrDefault() is string other ? At(start, other) : comfy;
        string models = running?.Values("--models-directory").LastOrDefault() is string named
            ? At(start, named)
            : EnvironmentPath.Join(home, "models");
        string[] lists =
        [
            EnvironmentPath.Join(comfy, "extra_model_paths.yaml"),
            .. (running?.Values("--extra-model-paths-config") ?? []).Select(path => At(start, path)),
        ];
        (List<ExtraModelPath> extra, List<string> others) = ReadLists(lists.Distinct(StringComparer.Ordinal), warnings);
        others.AddRange(given.Select(static volume => EnvironmentPath.Join(volume, "models")));
        string[] packs =
        [
            EnvironmentPath.Join(home, "custom_nodes"),
            .. extra.Where(static p => p.Key == "custom_nodes").Select(static p => p.Path),
        ];
        return new EnvironmentPlace
        {
            ComfyUi = comfy,
            PackFolders = [.. packs.Distinct(StringComparer.Ordinal).Where(p => _files.Look(p).IsFolder)],
            ModelFolders = [models],
            OtherModelFolders =
            [
                .. others.Distinct(StringComparer.Ordinal).Where(m => !IsSame(m, models) && _files.Look(m).IsFolder),
            ],
            ExtraPaths = extra,
            PythonFolders = [.. PythonFolders(comfy, given[0], running).Distinct(StringComparer.Ordinal)],
            Warnings = warnings,
        };
    }

    /// <summary>What lists of further model folders name, and the <c>models</c> folders at their base paths.</summary>
    private (List<ExtraModelPath> Paths, List<string> Bases) ReadLists(IEnumerable<string> lists, List<string> warnings)
    {
        List<ExtraModelPath> paths = [];
        List<string> bases = [];
        foreach (string list in lists)
        {
            if (ExtraModelPaths.Read(_files, list, _home) is not ExtraModelPaths read)
            {
                continue;
            }

            paths.AddRange(read.Paths);
            bases.AddRange(read.Bases.Select(static b
                => EnvironmentPath.Name(b) == "models" ? b : EnvironmentPath.Join(b, "models")));
            if (read.Problem is not null)
            {
                warnings.Add(ShownText.Of($"'{list}' could not be read as a whole: {read.Problem}."));
            }
        }

        return (paths, bases);
    }

    private static IEnumerable<string> PythonFolders(string comfy, string given, RunningComfyUi? running)
    {
        if (running?.Python is string python)
        {
            yield return python;
        }

        foreach (string folder in (string[])[comfy, EnvironmentPath.Parent(comfy), given])
        {
            foreach (string name in s_virtual)
            {
                yield return EnvironmentPath.Join(folder, name);
            }
        }
    }

    private static string At(string folder, string path)
        => EnvironmentPath.Normalize(EnvironmentPath.Join(folder, path.Replace('\\', '/')));

    private bool IsSame(string one, string other)
        => one == other
            || (_files.Look(one) is { Inode: > 0 } a
                && _files.Look(other) is { Inode: > 0 } b
                && a.Inode == b.Inode
                && a.Device == b.Device);

    private string? FindComfyUi(string given)
    {
        if (IsComfyUi(_files, given))
        {
            return given;
        }

        string[] usual =
            [.. s_usual.Select(name => EnvironmentPath.Join(given, name)).Where(path => IsComfyUi(_files, path))];
        string[] found = usual.Length > 0 ? Distinct(usual) : Distinct([.. Below(given)]);
        return found.Length > 1
            ? throw new ComfyDepsException(
                ErrorCode.EnvironmentUnavailable,
                ShownText.Of(
                    $"There is more than one ComfyUI in '{given}': {string.Join(", ", found.Select(static f =>
                        $"'{f}'"))}."),
                ShownText.Of(given),
                "Give the folder of one of them.")
            : found.FirstOrDefault();
    }

    /// <summary>On a file system without case two names are one folder.</summary>
    private string[] Distinct(string[] folders)
        => folders.Length < 2 ? folders
            : [.. folders.Where((folder, i) => !folders.Take(i).Any(before => IsSame(before, folder)
                || string.Equals(before, folder, StringComparison.OrdinalIgnoreCase)))];

    private IEnumerable<string> Below(string given)
    {
        foreach (string name in _files.List(given) ?? [])
        {
            string folder = EnvironmentPath.Join(given, name);
            if (name[0] == '.' || name is "proc" or "sys" or "dev" || !_files.Look(folder).IsFolder)
            {
                continue;
            }

            if (IsComfyUi(_files, folder))
            {
                yield return folder;
            }
            else if (IsComfyUi(_files, EnvironmentPath.Join(folder, "ComfyUI")))
            {
                yield return EnvironmentPath.Join(folder, "ComfyUI");
            }
        }
    }
}
