using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;

namespace ComfyDeps.Operations;

/// <summary>Where the catalog knows that a model file of a name can be had.</summary>
internal sealed class ModelPlaces
{
    private static readonly ModelPlaces s_none = new([], isGeneric: false);

    /// <summary>
    /// What libraries call the files of every model: such a name alone does not say which model is meant.
    /// </summary>
    private static readonly string[] s_genericNames =
    [
        "adapter_model", "diffusion_pytorch_model", "model", "open_clip_model",
        "open_clip_pytorch_model", "pytorch_lora_weights", "pytorch_model",
    ];

    private ModelPlaces(IReadOnlyList<ModelFact> facts, bool isGeneric)
    {
        Addresses = [.. facts.Select(static fact => fact.Url).Distinct(StringComparer.Ordinal)];
        OnlyFolder = FolderOf(facts);
        AreOneFile = OnlyFolder is not null && !isGeneric;
    }

    /// <summary>The addresses, the one that is named most often first.</summary>
    internal IReadOnlyList<string> Addresses { get; }

    /// <summary>
    /// The folder of a name that is listed in one folder only: tells it where nothing in the workflow does.
    /// </summary>
    internal string? OnlyFolder { get; }

    /// <summary>Whether the addresses may be taken to be of the one file that the name means.</summary>
    internal bool AreOneFile { get; }

    /// <summary>The places of a model file.</summary>
    /// <param name="catalog">What is known.</param>
    /// <param name="need">The file.</param>
    internal static ModelPlaces Of(NodeCatalog catalog, ModelNeed need)
    {
        if (need is not { IsUnknown: false, FileName: string name })
        {
            return s_none;
        }

        // A list may put a file into a folder of its own below the one that the loader looks through.
        List<ModelFact> facts =
            [.. catalog.FindModels(name).Where(fact => need.Folder is null || IsIn(fact.Folder, need.Folder))];
        string subFolder = Path.GetDirectoryName(need.Name)?.Replace('\\', '/') ?? string.Empty;
        List<ModelFact> exact = subFolder.Length == 0
            ? []
            : facts.FindAll(fact => fact.Folder == $"{need.Folder}/{subFolder}");
        return exact.Count > 0 ? new ModelPlaces(exact, isGeneric: false) : new ModelPlaces(facts, IsGeneric(name));
    }

    private static bool IsIn(string folder, string wanted)
        => folder == wanted || folder.StartsWith(wanted + "/", StringComparison.Ordinal);

    private static bool IsGeneric(string fileName)
    {
        string stem = fileName.Split('.')[0];
        return Array.Exists(
            s_genericNames, generic => stem == generic || stem.StartsWith(generic + "-0", StringComparison.Ordinal));
    }

    private static string? FolderOf(IReadOnlyList<ModelFact> facts)
        => facts.MinBy(static fact => fact.Folder.Length)?.Folder is string folder
            && facts.All(fact => IsIn(fact.Folder, folder))
            ? folder
            : null;
}
