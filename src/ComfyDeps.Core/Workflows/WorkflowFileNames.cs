using System;
using System.Collections.Generic;
using System.IO;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows;

/// <summary>
/// What a file's name says. In a folder scan it decides what is opened; a file that is named is always opened.
/// </summary>
internal static class WorkflowFileNames
{
    private static readonly HashSet<string> s_media = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".apng", ".webp", ".avif", ".jpg", ".jpeg", ".svg", ".flac", ".ogg", ".oga", ".opus", ".mp3",
        ".mp4", ".mov", ".m4v", ".webm", ".mkv", ".glb", ".safetensors", ".latent",
    };

    /// <summary>Whether a folder scan opens a file of this name.</summary>
    public static bool MayHoldWorkflow(string name)
    {
        string extension = Path.GetExtension(name);
        return extension.Equals(".json", StringComparison.OrdinalIgnoreCase)
            || s_media.Contains(extension)
            || IsScript(name);
    }

    /// <summary>Whether the name is a script's. Nothing in a script's content tells its language.</summary>
    public static bool IsScript(string name) => ScriptParser.LanguageOf(name) is not null;
}
