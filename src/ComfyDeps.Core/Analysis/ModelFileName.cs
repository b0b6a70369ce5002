using System;
using System.Buffers;
using System.Collections.Frozen;

namespace ComfyDeps.Analysis;

/// <summary>
/// Tells texts that name model files from others, cheaply: it is asked about every text of every workflow.
/// </summary>
internal static class ModelFileName
{
    private const int Longest = 400;

    private static readonly SearchValues<char> s_ofNumbers = SearchValues.Create("0123456789.+-eE ");

    /// <summary>Texts that loaders show for "no file", in any case.</summary>
    private static readonly FrozenSet<string> s_placeholders = FrozenSet.ToFrozenSet(
        [
            "-", "--", "[none]", "(none)", "<none>", "(use same)", "auto", "automatic",
            "baked vae", "choose", "default",
            "disable", "disabled", "empty", "enable", "enabled", "false", "fixed", "no", "none", "null", "off", "on",
            "randomize", "true", "undefined", "use default", "use_same", "select the lora to add to the text",
            "select a model", "increment", "decrement", "no models found", "no model", "n/a", "unknown", "nan",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the text is the path of a file with a model's extension.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsModelFile(ReadOnlySpan<char> text)
    {
        int dot = text.LastIndexOf('.');
        return dot > 0
            && text.Length <= Longest
            && IsExtension(text[(dot + 1)..])
            && text[dot - 1] is not ('/' or '\\')
            && text.IndexOfAnyInRange('\0', '\x1f') < 0;
    }

    /// <summary>Whether a text in a model input stands for no file.</summary>
    /// <param name="text">The text.</param>
    public static bool IsPlaceholder(string text)
        => string.IsNullOrWhiteSpace(text) || s_placeholders.Contains(text.Trim());

    /// <summary>
    /// Whether a text without extension can be the name of a file: one line, not too long, not a number.
    /// </summary>
    /// <param name="text">The text.</param>
    public static bool CanBeName(ReadOnlySpan<char> text)
        => text.Length <= Longest
            && text.IndexOfAnyInRange('\0', '\x1f') < 0
            && text.IndexOfAnyExcept(s_ofNumbers) >= 0;

    /// <summary>Whether a text is a Hugging Face repository's id: <c>owner/name</c>.</summary>
    /// <param name="text">The text.</param>
    public static bool IsRepositoryId(ReadOnlySpan<char> text)
    {
        int slash = text.IndexOf('/');
        return slash > 0
            && slash < text.Length - 1
            && text.Length <= 200
            && text[(slash + 1)..].IndexOf('/') < 0
            && IsRepositoryPart(text[..slash])
            && IsRepositoryPart(text[(slash + 1)..]);
    }

    /// <summary>The name with slashes made '/', as two names are compared.</summary>
    /// <param name="name">A path below a model folder.</param>
    public static string WithSlashes(string name)
        => name.Contains('\\', StringComparison.Ordinal) ? name.Replace('\\', '/') : name;

    /// <summary>The files of a text that may list several, with ';' between them.</summary>
    /// <param name="text">A text that <see cref="IsModelFile"/> accepts.</param>
    public static string[] Split(string text)
    {
        if (!text.Contains(';', StringComparison.Ordinal))
        {
            return [text];
        }

        string[] parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.TrueForAll(parts, static part => IsModelFile(part)) ? parts : [text];
    }

    /// <summary>The part behind the last slash of either kind.</summary>
    /// <param name="name">A path or an address.</param>
    public static string Base(string name)
    {
        ReadOnlySpan<char> path = name.AsSpan().TrimEnd(['/', '\\']);
        int slash = path.LastIndexOfAny('/', '\\');
        return slash < 0 && path.Length == name.Length ? name : path[(slash + 1)..].ToString();
    }

    private static bool IsRepositoryPart(ReadOnlySpan<char> part)
    {
        foreach (char c in part)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return part is not ("." or "..");
    }

    private static bool IsExtension(ReadOnlySpan<char> extension) => extension.Length switch
    {
        2 => Is(extension, "pt"),
        3 => Is(extension, "pth")
            || Is(extension, "sft")
            || Is(extension, "bin")
            || Is(extension, "pkl")
            || Is(extension, "pt2"),
        4 => Is(extension, "gguf") || Is(extension, "ckpt") || Is(extension, "onnx"),
        6 => Is(extension, "engine"),
        11 => Is(extension, "safetensors"),
        _ => false,
    };

    private static bool Is(ReadOnlySpan<char> text, string expected)
        => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
