using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Inspection.Models;

/// <summary>Which files in a model folder are models, parts of one, or neither.</summary>
internal static class ModelFileNames
{
    private static readonly HashSet<string> s_unfinished = new(StringComparer.OrdinalIgnoreCase)
    {
        ".part", ".partial", ".tmp", ".temp", ".aria2", ".crdownload", ".download",
        ".incomplete", ".opdownload", ".!ut", ".!qb",
    };

    /// <summary>What people and programs keep beside a model: previews, notes, logs.</summary>
    private static readonly HashSet<string> s_beside = new(StringComparer.OrdinalIgnoreCase)
    {
        ".avif", ".gif", ".htm", ".html", ".info", ".ini", ".jpeg", ".jpg", ".json",
        ".json5", ".lock", ".log", ".md", ".metadata",
        ".mp4", ".png", ".py", ".pyc", ".rst", ".sha256", ".toml", ".tsv", ".txt", ".webm", ".webp", ".yaml", ".yml",
    };

    /// <summary>Files that make everything in their folder and below it part of one model.</summary>
    private static readonly HashSet<string> s_folderModel = new(StringComparer.OrdinalIgnoreCase)
    {
        "config.json", "model_index.json", "tokenizer.json", "tokenizer_config.json",
        "preprocessor_config.json", "adapter_config.json",
    };

    /// <summary>Whether a download did not end, by the file's name.</summary>
    /// <param name="name">The file's name.</param>
    internal static bool IsUnfinished(string name) => s_unfinished.Contains(Extension(name));

    /// <summary>Whether a file says that its folder is one model.</summary>
    /// <param name="name">The file's name.</param>
    internal static bool MarksFolderModel(string name) => s_folderModel.Contains(name);

    /// <summary>Whether a file is passed over wherever it is.</summary>
    /// <param name="name">The file's name.</param>
    internal static bool IsNothing(string name)
        => name[0] == '.'
            || name is "Thumbs.db" or "desktop.ini"
            || (name.StartsWith("put_", StringComparison.Ordinal) && name.Contains("_here", StringComparison.Ordinal));

    /// <summary>Whether a file is beside a model rather than one.</summary>
    /// <param name="name">The file's name.</param>
    internal static bool IsBeside(string name) => s_beside.Contains(Extension(name));

    /// <summary>The extension, in lower case, with its dot; empty where there is none.</summary>
    /// <param name="name">The file's name.</param>
    internal static string Extension(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? string.Empty : name[dot..].ToLowerInvariant();
    }

    /// <summary>Whether a file of this name has no place for text in it.</summary>
    /// <param name="name">The file's name.</param>
    internal static bool IsBinary(string name)
        => Extension(name) is ".safetensors" or ".sft" or ".ckpt" or ".pt" or ".pt2" or ".pth" or ".bin"
            or ".pkl" or ".gguf" or ".onnx"
            or ".engine" or ".zip" or ".task" or ".tflite";

    /// <summary>The folder's own part of a path, and the file: <c>ultralytics/bbox</c> and <c>face.pt</c>.</summary>
    /// <param name="name">A place under <c>models/</c>.</param>
    internal static (string? Folder, string FileName) Split(string name)
    {
        string[] parts = name.Split('/');
        bool isTwo = parts.Length > 2
            && (parts[0], parts[1]) is ("ultralytics", "bbox" or "segm") or ("insightface", "models");
        return (parts.Length == 1 ? null : isTwo ? $"{parts[0]}/{parts[1]}" : parts[0], parts.Last());
    }
}
