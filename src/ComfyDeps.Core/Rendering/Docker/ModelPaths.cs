using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ComfyDeps.Rendering.Docker;

/// <summary>
/// The file that tells ComfyUI where on the network volume models are: one key for every folder in use.
/// </summary>
internal static class ModelPaths
{
    /// <summary>Where serverless workers have the network volume.</summary>
    internal const string Volume = "/runpod-volume";

    /// <summary>The folders that the base image maps, which go on working.</summary>
    private static readonly string[] s_base =
        [
            "checkpoints", "clip_vision", "configs", "controlnet", "diffusion_models",
            "embeddings", "loras", "text_encoders", "upscale_models", "vae",
        ];

    /// <summary>
    /// Folders that ComfyUI itself makes and looks for on every path it is told; others are looked for under models/
    /// alone.
    /// </summary>
    private static readonly HashSet<string> s_own = new(StringComparer.Ordinal)
    {
        "audio_encoders", "background_removal", "checkpoints", "classifiers", "clip",
        "clip_vision", "configs", "controlnet", "detection",
        "diffusers", "diffusion_models", "embeddings", "frame_interpolation",
        "geometry_estimation", "gligen", "hypernetworks",
        "latent_upscale_models", "loras", "model_patches", "optical_flow", "photomaker",
        "style_models", "text_encoders", "unet",
        "upscale_models", "vae", "vae_approx",
    };

    /// <summary>Older names of a folder, which a volume may still have.</summary>
    private static readonly Dictionary<string, string> s_older = new(StringComparer.Ordinal)
    {
        ["diffusion_models"] = "unet",
        ["text_encoders"] = "clip",
    };

    /// <summary>The folders in use that ComfyUI does not know by itself, in ordinal order.</summary>
    /// <param name="folders">Folders under models/.</param>
    internal static IReadOnlyList<string> Foreign(IReadOnlyList<string> folders)
        => [.. Firsts(folders).Where(static folder => !s_own.Contains(folder))];

    /// <summary>The lines of the file.</summary>
    /// <param name="folders">Folders under models/ that are in use.</param>
    internal static IReadOnlyList<string> Lines(IReadOnlyList<string> folders)
    {
        List<string> lines =
        [
            $"# {Mark.Text}: a key for every folder of models that is in use.",
            "comfydeps:",
            $"  base_path: {Volume}",
        ];
        SortedDictionary<string, string> keys = new(StringComparer.Ordinal);
        foreach (string folder in s_base.Concat(Firsts(folders)))
        {
            keys[folder] = folder;
        }

        // Packs have keys of their own for folders within folders.
        foreach (string folder in folders.Where(
            static folder => folder.StartsWith("ultralytics/", StringComparison.Ordinal)))
        {
            keys[folder.Replace('/', '_')] = folder;
        }

        foreach ((string key, string folder) in keys)
        {
            lines.Add($"  {Key(key)}: |");
            lines.Add($"    models/{folder}");
            if (s_older.TryGetValue(folder, out string? older))
            {
                lines.Add($"    models/{older}");
            }
        }

        return lines;
    }

    private static IEnumerable<string> Firsts(IReadOnlyList<string> folders)
        => folders
            .Select(static folder => folder.Split('/')[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static string Key(string name)
    {
        if (name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && char.IsAsciiLetter(name[0]))
        {
            return name;
        }

        StringBuilder key = new("\"");
        foreach (char c in name)
        {
            _ = c is '"' or '\\' ? key.Append('\\').Append(c) : key.Append(c);
        }

        return key.Append('"').ToString();
    }
}
