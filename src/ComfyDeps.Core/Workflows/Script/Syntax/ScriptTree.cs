using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>What the parser makes of a file.</summary>
internal sealed class ScriptTree(
    string text, ScriptLanguage language, Program program, ImmutableArray<ScriptError> errors, LineMap lineMap)
{
    /// <summary>The text that was parsed.</summary>
    public string Text { get; } = text;

    /// <summary>The grammar by which it was parsed.</summary>
    public ScriptLanguage Language { get; } = language;

    /// <summary>The statements; where there are errors, all that could be read around them.</summary>
    public Program Program { get; } = program;

    /// <summary>Syntax errors in the order of the text, none for a file that the compiler accepts.</summary>
    public ImmutableArray<ScriptError> Errors { get; } = errors;

    /// <summary>Lines and columns of offsets.</summary>
    public LineMap LineMap { get; } = lineMap;

    /// <summary>The text of a node as it is written.</summary>
    public string TextOf(SyntaxNode node) => Text[node.Start..node.End];
}
