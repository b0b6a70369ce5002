using System;

namespace ComfyDeps.Analysis;

/// <summary>
/// Guesses a model's folder where nothing is known of the node class: from the input's name, then the class's.
/// </summary>
internal static class FolderGuess
{
    /// <summary>Words in input names and what they stand for; the first that occurs decides.</summary>
    private static readonly (string Word, string Folder)[] s_words =
    [
        ("motion_lora", "animatediff_motion_lora"),
        ("motion_model", "animatediff_models"),
        ("lora", "loras"),
        ("taesd", "vae_approx"),
        ("vae", "vae"),
        ("clip_vision", "clip_vision"),
        ("clipvision", "clip_vision"),
        ("text_encoder", "text_encoders"),
        ("textencoder", "text_encoders"),
        ("t5", "text_encoders"),
        ("ckpt", "checkpoints"),
        ("checkpoint", "checkpoints"),
        ("unet", "diffusion_models"),
        ("diffusion_model", "diffusion_models"),
        ("diffusionmodel", "diffusion_models"),
        ("clip", "text_encoders"),
        ("ipadapter", "ipadapter"),
        ("ip_adapter", "ipadapter"),
        ("control_net", "controlnet"),
        ("controlnet", "controlnet"),
        ("cnet", "controlnet"),
        ("pulid", "pulid"),
        ("instantid", "instantid"),
        ("upscale", "upscale_models"),
        ("style_model", "style_models"),
        ("stylemodel", "style_models"),
        ("hypernetwork", "hypernetworks"),
        ("embedding", "embeddings"),
        ("gligen", "gligen"),
        ("sam_model", "sams"),
        ("photomaker", "photomaker"),
        ("audio_encoder", "audio_encoders"),
    ];

    /// <summary>What decides that a class writes or only shows: its texts name nothing that must be there.</summary>
    private static readonly string[] s_writers =
        ["Save", "Saver", "Export", "Preview", "ShowText", "Show Text", "Display", "Note"];

    /// <summary>The folder that an input's name speaks of, or null.</summary>
    /// <param name="input">The input's name, dotted through objects.</param>
    public static string? FromInput(ReadOnlySpan<char> input)
        => Find(input) ?? (input.EndsWith("upscaler", StringComparison.OrdinalIgnoreCase) ? "upscale_models" : null);

    /// <summary>The folder that a class's name speaks of, or null.</summary>
    /// <param name="classType">The class.</param>
    public static string? FromClass(ReadOnlySpan<char> classType) => Find(classType);

    /// <summary>The folder that a path itself says, behind <c>models/</c>; or null.</summary>
    /// <param name="path">A value with slashes made '/'.</param>
    public static string? FromPath(string path)
    {
        const string Models = "models/";
        int at = path.StartsWith(Models, StringComparison.Ordinal)
            ? 0
            : path.IndexOf("/" + Models, StringComparison.Ordinal) + 1;
        int start = at + Models.Length;
        bool isBelow = at > 0 || path.StartsWith(Models, StringComparison.Ordinal);
        int end = isBelow ? path.IndexOf('/', start) : -1;
        return end > start ? ModelFolders.Newest(path[start..end]) : null;
    }

    /// <summary>Whether an input takes the name of something that the node writes or downloads to.</summary>
    /// <param name="input">The input's name.</param>
    public static bool IsOutputName(ReadOnlySpan<char> input)
        => input.Contains("prefix", StringComparison.OrdinalIgnoreCase)
            || input.Contains("output", StringComparison.OrdinalIgnoreCase)
            || input.StartsWith("save", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a class of which nothing is known writes files or shows texts, to judge by its name.</summary>
    /// <param name="classType">The class.</param>
    public static bool IsWriter(string classType)
    {
        foreach (string word in s_writers)
        {
            int at = classType.IndexOf(word, StringComparison.Ordinal);
            int end = at + word.Length;
            if (at >= 0 && (end == classType.Length || !char.IsAsciiLetterLower(classType[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Find(ReadOnlySpan<char> name)
    {
        foreach ((string word, string folder) in s_words)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return folder;
            }
        }

        return null;
    }
}
