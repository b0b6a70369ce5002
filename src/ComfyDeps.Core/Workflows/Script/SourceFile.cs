using System;
using System.Globalization;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script;

/// <summary>The text of one file and how to name a place in it.</summary>
internal sealed class SourceFile
{
    private readonly Lazy<LineMap> _lines;

    /// <summary>Holds a text.</summary>
    /// <param name="path">The full, real path.</param>
    /// <param name="name">The path as it is shown: relative to the root, with slashes.</param>
    /// <param name="text">What the file says.</param>
    public SourceFile(string path, string name, string text)
    {
        Path = path;
        Name = name;
        Text = text;
        _lines = new Lazy<LineMap>(() => new LineMap(Text));
    }

    /// <summary>The full, real path.</summary>
    public string Path { get; }

    /// <summary>The path as it is shown.</summary>
    public string Name { get; }

    /// <summary>What the file says.</summary>
    public string Text { get; }

    /// <summary>Line and column, from 1.</summary>
    public (int Line, int Column) Locate(int offset) => _lines.Value.At(Math.Clamp(offset, 0, Text.Length));

    /// <summary>A place as the user sees it: <c>file.ts:line:column</c>.</summary>
    public string Place(int offset)
    {
        (int line, int column) = Locate(offset);
        return string.Create(CultureInfo.InvariantCulture, $"{Name}:{line}:{column}");
    }
}

/// <summary>Where something is written.</summary>
/// <param name="File">The file, or null when it is nowhere.</param>
/// <param name="Offset">The character in it.</param>
internal readonly record struct Origin(SourceFile? File, int Offset)
{
    /// <inheritdoc/>
    public override string ToString() => File?.Place(Offset) ?? string.Empty;
}
