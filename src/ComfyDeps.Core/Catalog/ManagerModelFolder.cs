using System;

namespace ComfyDeps.Catalog;

/// <summary>Where ComfyUI-Manager puts a file of its model list, by the newest names of the folders.</summary>
internal static class ManagerModelFolder
{
    /// <summary>The folder under models/.</summary>
    /// <param name="savePath">The list's <c>save_path</c>.</param>
    /// <param name="type">The list's <c>type</c>.</param>
    internal static string Of(string savePath, string type)
    {
        string path = savePath.Replace('\\', '/').Trim('/');
        if (savePath.StartsWith('/') || savePath.Contains("..", StringComparison.Ordinal))
        {
            return "etc";
        }

        return path is "default" or "" ? OfType(type) : Newest(path);
    }

    private static string OfType(string type) => type.ToLowerInvariant() switch
    {
        "checkpoint" or "checkpoints" or "unclip" => "checkpoints",
        "clip" or "text_encoders" => "text_encoders",
        "vae" => "vae",
        "lora" => "loras",
        "t2i-adapter" or "t2i-style" or "controlnet" => "controlnet",
        "clip_vision" => "clip_vision",
        "gligen" => "gligen",
        "upscale" => "upscale_models",
        "embedding" or "embeddings" => "embeddings",
        "unet" or "diffusion_model" => "diffusion_models",
        _ => "etc",
    };

    private static string Newest(string path)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? path : path[..slash];
        string rest = slash < 0 ? string.Empty : path[slash..];
        return first switch
        {
            "unet" => "diffusion_models" + rest,
            "clip" => "text_encoders" + rest,
            _ => path,
        };
    }
}
