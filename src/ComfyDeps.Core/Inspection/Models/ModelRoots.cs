using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Models;

/// <summary>Every folder with model files, in the order in which ComfyUI looks in them.</summary>
internal sealed class ModelRoots
{
    private readonly IEnvironmentFiles _files;
    private readonly List<ModelRoot> _roots = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly List<string> _modelFolders = [];
    private readonly List<ExtraModelPath> _missing = [];

    private ModelRoots(IEnvironmentFiles files) => _files = files;

    /// <summary>The folders, in that order; those in which ComfyUI does not look at the end.</summary>
    internal IReadOnlyList<ModelRoot> Roots => _roots;

    /// <summary>The <c>models</c> folders themselves, beside which hashes may be kept.</summary>
    internal IReadOnlyList<string> ModelFolders => _modelFolders;

    /// <summary>Folders that ComfyUI is told of and that are not there.</summary>
    internal IReadOnlyList<ExtraModelPath> Missing => _missing;

    /// <summary>Finds them.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="place">Where the environment is.</param>
    internal static ModelRoots Find(IEnvironmentFiles files, EnvironmentPlace place)
    {
        ModelRoots roots = new(files);
        foreach (ExtraModelPath path in place.ExtraPaths.Where(static p => p.IsDefault).Reverse())
        {
            roots.AddExtra(path);
        }

        foreach (string models in place.ModelFolders)
        {
            roots.AddModelsFolder(models, isSearched: true);
        }

        foreach (ExtraModelPath path in place.ExtraPaths.Where(static p => !p.IsDefault))
        {
            roots.AddExtra(path);
        }

        foreach (string unsearched in place.OtherModelFolders)
        {
            roots.AddModelsFolder(unsearched, isSearched: false);
        }

        return roots;
    }

    private void AddExtra(ExtraModelPath path)
    {
        if (path.Key == "custom_nodes" || path.Key.StartsWith("download_model_base", StringComparison.Ordinal))
        {
            return;
        }

        if (!_files.Look(path.Path).IsFolder)
        {
            _missing.Add(path);
            return;
        }

        Add(new ModelRoot(NewestName(path.Key), path.Path));
    }

    private void AddModelsFolder(string models, bool isSearched)
    {
        _modelFolders.Add(models);
        Add(new ModelRoot(string.Empty, models, isSearched));
        foreach (string name in (_files.List(models) ?? [])
            .OrderBy(Precedence)
            .ThenBy(static n => n, StringComparer.Ordinal))
        {
            string path = EnvironmentPath.Join(models, name);
            if (name[0] != '.' && _files.Look(path).IsFolder)
            {
                Add(new ModelRoot(NewestName(name), path, isSearched));
            }
        }
    }

    private void Add(ModelRoot root)
    {
        if (_paths.Add(root.Path))
        {
            _roots.Add(root);
        }
    }

    /// <summary>
    /// ComfyUI looks in <c>unet</c> before <c>diffusion_models</c>, and in <c>text_encoders</c> before <c>clip</c>.
    /// </summary>
    private static int Precedence(string name) => name switch
    {
        "unet" => 0,
        "clip" or "t2i_adapter" => 2,
        _ => 1,
    };

    private static string NewestName(string key) => ComfyDeps.ModelFolders.Newest(key);
}
