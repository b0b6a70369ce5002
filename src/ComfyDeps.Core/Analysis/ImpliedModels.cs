using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Analysis;

/// <summary>Adds the models that node classes load without naming them.</summary>
/// <param name="models">Where they go.</param>
internal sealed class ImpliedModels(ModelCollector models)
{
    /// <summary>What makes a checkpoint's name say which family it is of.</summary>
    private static readonly (string Word, string Family)[] s_families =
    [
        ("sdxl", "sdxl"),
        ("sd_xl", "sdxl"),
        ("xl", "sdxl"),
        ("pony", "sdxl"),
        ("illustrious", "sdxl"),
        ("noobai", "sdxl"),
        ("sd15", "sd15"),
        ("sd1.5", "sd15"),
        ("sd1_5", "sd15"),
        ("v1-5", "sd15"),
        ("1.5", "sd15"),
    ];

    /// <summary>
    /// Those for which the family of the checkpoint decides which file it is: known when all nodes are.
    /// </summary>
    private readonly List<(LoaderNode Node, ImpliedModel Model, string? Text)> _byFamily = [];

    /// <summary>Takes a node.</summary>
    /// <param name="node">The node beside what is known of its class.</param>
    public void Visit(LoaderNode node)
    {
        foreach (ImpliedModel model in node.Loader?.Implied ?? [])
        {
            string? text = model.Input is string input ? node.TextOf(input, model.Values) : null;
            if (model.Input is not null && text is null)
            {
                continue;
            }

            if (model.Family is null)
            {
                Add(node, model);
            }
            else
            {
                _byFamily.Add((node, model, text));
            }
        }
    }

    /// <summary>Adds those for which the whole workflow had to be seen.</summary>
    public void Finish()
    {
        if (_byFamily.Count == 0)
        {
            return;
        }

        string? family = Family();
        foreach ((LoaderNode node, ImpliedModel model, string? text) in _byFamily)
        {
            if (family is null)
            {
                AddOpen(node, model, text ?? model.Name);
            }
            else if (model.Family == family)
            {
                Add(node, model);
            }
        }
    }

    /// <summary>The family that all checkpoints of the workflow are of, as far as their names say; else null.</summary>
    private string? Family()
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (string name in models.Names("checkpoints").Concat(models.Names("diffusion_models")))
        {
            string? family = s_families.FirstOrDefault(
                pair => name.Contains(pair.Word, StringComparison.OrdinalIgnoreCase)).Family;
            if (family is not null)
            {
                found.Add(family);
            }
        }

        return found.Count == 1 ? found.Single() : null;
    }

    private void Add(LoaderNode node, ImpliedModel model)
        => models.Add(new ModelUse
        {
            Name = model.Name,
            Folders = [model.Folder],
            Evidence = FolderEvidence.Loader,
            Occurrence = node.Node.Occurrence,
            IsActive = node.Node.IsActive,
            FileName = ModelFileName.Base(model.Name),
            Implied = true,
            IsDirectory = !ModelFileName.IsModelFile(model.Name) && !model.Name.Contains('.', StringComparison.Ordinal),
            Url = model.Url,
        });

    /// <summary>Which file it is stays open: the need has the widget's text for its name, and every address.</summary>
    private void AddOpen(LoaderNode node, ImpliedModel model, string text)
        => models.Add(new ModelUse
        {
            Name = text,
            Folders = [model.Folder],
            Evidence = FolderEvidence.Loader,
            Occurrence = node.Node.Occurrence,
            IsActive = node.Node.IsActive,
            Implied = true,
            Url = model.Url,
        });
}
