using System;
using System.Threading;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Reads ECMAScript 2025 and TypeScript into a tree, executing nothing.</summary>
internal sealed partial class ScriptParser
{
    /// <summary>How deep brackets, blocks, functions and types may nest; what is deeper is an error and passed over.</summary>
    public const int MaximumDepth = 1000;

    /// <summary>Parses a file; never throws for what the text says.</summary>
    public static ScriptTree Parse(
        string text, ScriptLanguage language, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    /// <summary>The grammar of a file by its name, or null when it is no script.</summary>
    public static ScriptLanguage? LanguageOf(string path)
    {
        ReadOnlySpan<char> name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1);
        int dot = name.LastIndexOf('.');
        if (dot < 0)
        {
            return null;
        }

        ReadOnlySpan<char> stem = name[..dot];
        switch (name[(dot + 1)..])
        {
            case "js" or "jsx" or "mjs" or "cjs":
                return ScriptLanguage.JavaScript;
            case "tsx":
                return ScriptLanguage.TypeScriptJsx;
            case "mts" or "cts" when stem.EndsWith(".d", StringComparison.Ordinal):
                return ScriptLanguage.Declaration;
            case "ts" when stem.EndsWith(".d", StringComparison.Ordinal) || stem.Contains(".d.", StringComparison.Ordinal):
                return ScriptLanguage.Declaration;
            case "ts" or "mts" or "cts":
                return ScriptLanguage.TypeScript;
            default:
                return null;
        }
    }
}
