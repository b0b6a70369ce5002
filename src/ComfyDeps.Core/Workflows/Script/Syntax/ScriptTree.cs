using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>What the parser makes of a file.</summary>
internal sealed class ScriptTree
{
    /// <summary>The text that was parsed.</summary>
    public required string Text { get; init; }

    /// <summary>The grammar by which it was parsed.</summary>
    public required ScriptLanguage Language { get; init; }

    /// <summary>The statements; where there are errors, all that could be read around them.</summary>
    public required Program Program { get; init; }

    /// <summary>Syntax errors in the order of the text, none for a file that the compiler accepts.</summary>
    public required ImmutableArray<ScriptError> Errors { get; init; }

    /// <summary>Lines and columns of offsets.</summary>
    public LineMap LineMap => field ??= new LineMap(Text);

    /// <summary>The text of a node as it is written.</summary>
    public string TextOf(SyntaxNode node) => Text[node.Start..node.End];
}
