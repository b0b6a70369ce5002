using System;
using System.Collections.Generic;

namespace ComfyDeps;

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

    /// <summary>The folders that ComfyUI itself knows, and those that several packs share.</summary>
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "animatediff_models", "animatediff_motion_lora", "audio_encoders", "background_removal", "checkpoints",
        "clip_vision", "controlnet", "detection", "diffusers", "diffusion_models", "embeddings", "facerestore_models",
        "frame_interpolation", "geometry_estimation", "gligen", "hypernetworks",
        "insightface", "instantid", "ipadapter",
        "latent_upscale_models", "LLM", "loras", "model_patches", "onnx", "optical_flow", "photomaker", "pulid", "sam2",
        "sams", "style_models", "text_encoders", "ultralytics", "upscale_models", "vae", "vae_approx",
    };

    /// <summary>Whether a text is a model folder's name, an older one too, or a path below such a folder.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsFolder(string text)
    {
        if (text.Length is 0 or > 100)
        {
            return false;
        }

        string folder = Newest(text);
        int slash = folder.IndexOf('/', StringComparison.Ordinal);
        return s_known.Contains(slash < 0 ? folder : folder[..slash]);
    }

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
