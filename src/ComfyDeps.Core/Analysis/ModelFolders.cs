using System;
using System.Collections.Generic;

namespace ComfyDeps.Analysis;

/// <summary>The folders under models/ and their older names, in one place.</summary>
internal static class ModelFolders
{
    /// <summary>Older names and other packs' keys, with the newest name of the same folder.</summary>
    private static readonly Dictionary<string, string> s_newest = new(StringComparer.OrdinalIgnoreCase)
    {
        ["clip"] = "text_encoders",
        ["clip_gguf"] = "text_encoders",
        ["t2i_adapter"] = "controlnet",
        ["ultralytics_bbox"] = "ultralytics/bbox",
        ["ultralytics_segm"] = "ultralytics/segm",
        ["unet"] = "diffusion_models",
        ["unet_gguf"] = "diffusion_models",
    };

    /// <summary>The folder by its newest name: of <c>unet/flux</c> that is <c>diffusion_models/flux</c>.</summary>
    /// <param name="folder">A folder under models/, or a key of ComfyUI's or a pack's folder table.</param>
    public static string Newest(string folder)
    {
        string path = folder.Contains('\\', StringComparison.Ordinal) ? folder.Replace('\\', '/') : folder;
        path = path.Trim('/');
        if (path.StartsWith("models/", StringComparison.OrdinalIgnoreCase))
        {
            path = path["models/".Length..];
        }

        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? path : path[..slash];
        return s_newest.TryGetValue(first, out string? newest)
            ? slash < 0 ? newest : newest + path[slash..]
            : path;
    }
}
