using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>
/// A piece of a script. Types, interfaces and everything declared for the compiler alone are left out of the tree, and
/// <c>x as T</c>, <c>x satisfies T</c>, <c>x!</c>, <c>&lt;T&gt;x</c>, <c>f&lt;T&gt;</c> and <c>(x)</c> are just
/// <c>x</c>.
/// </summary>
/// <remarks>
/// Long chains (<c>a + b + …</c>, <c>a.b().c()…</c>) are left-deep without a limit, and <c>a ? b : c ? d : …</c> and
/// <c>else if</c> right-deep: who walks them must loop down that side. Everything else is nested at most
/// <see cref="ScriptParser.MaximumDepth"/> deep.
/// </remarks>
internal abstract class SyntaxNode(int start, int end)
{
    /// <summary>The offset of its first character.</summary>
    public int Start { get; } = start;

    /// <summary>The offset behind its last character; its start when nothing of it is written.</summary>
    public int End { get; } = end < start ? start : end;
}

/// <summary>What has a value, or is a target to which one can be assigned.</summary>
internal abstract class Expression(int start, int end) : SyntaxNode(start, end);

/// <summary>What can stand in a block.</summary>
internal abstract class Statement(int start, int end) : SyntaxNode(start, end);

/// <summary>A whole file.</summary>
internal sealed class Program(int start, int end, ImmutableArray<Statement> body, bool isModule)
    : SyntaxNode(start, end)
{
    /// <summary>Its statements, in order.</summary>
    public ImmutableArray<Statement> Body { get; } = body;

    /// <summary>True when it has an import, an export or <c>import.meta</c>.</summary>
    public bool IsModule { get; } = isModule;
}

/// <summary>Where the text of a type stands; empty when there is none.</summary>
internal readonly record struct TypeSpan(int Start, int End)
{
    /// <summary>True when no type is written.</summary>
    public bool IsEmpty => End <= Start;
}
