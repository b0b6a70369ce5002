using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>How a variable is declared.</summary>
internal enum VariableKind
{
    /// <summary><c>var</c></summary>
    Var,

    /// <summary><c>let</c></summary>
    Let,

    /// <summary><c>const</c></summary>
    Const,

    /// <summary><c>using</c></summary>
    Using,

    /// <summary><c>await using</c></summary>
    AwaitUsing,
}

/// <summary><c>const a = 1, b = 2</c>.</summary>
internal sealed class VariableStatement(
    int start, int end, VariableKind kind, ImmutableArray<VariableDeclarator> declarators) : Statement(start, end)
{
    /// <summary>The word in front.</summary>
    public VariableKind Kind { get; } = kind;

    /// <summary>The variables.</summary>
    public ImmutableArray<VariableDeclarator> Declarators { get; } = declarators;
}

/// <summary><c>a = 1</c> of a declaration.</summary>
internal sealed class VariableDeclarator(int start, int end, Expression target, Expression? value, TypeSpan type)
    : SyntaxNode(start, end)
{
    /// <summary>An <see cref="Identifier"/>, <see cref="ObjectPattern"/> or <see cref="ArrayPattern"/>.</summary>
    public Expression Target { get; } = target;

    /// <summary>Its value, or null.</summary>
    public Expression? Value { get; } = value;

    /// <summary>The text of its type, if it has one.</summary>
    public TypeSpan Type { get; } = type;
}

/// <summary><c>function f() {}</c>; an overload without a body is left out.</summary>
internal sealed class FunctionDeclaration(int start, FunctionNode function) : Statement(start, function.End)
{
    /// <summary>The function; it has no name only behind <c>export default</c>.</summary>
    public FunctionNode Function { get; } = function;
}

/// <summary><c>class C {}</c>.</summary>
internal sealed class ClassDeclaration(int start, ClassNode node) : Statement(start, node.End)
{
    /// <summary>The class; it has no name only behind <c>export default</c>.</summary>
    public ClassNode Class { get; } = node;
}

/// <summary><c>enum E { A, B = 'b' }</c>.</summary>
internal sealed class EnumDeclaration(
    int start, int end, Identifier name, ImmutableArray<EnumMember> members, bool isConst) : Statement(start, end)
{
    /// <summary>Its name.</summary>
    public Identifier Name { get; } = name;

    /// <summary>Its members, in order.</summary>
    public ImmutableArray<EnumMember> Members { get; } = members;

    /// <summary>True for <c>const enum</c>.</summary>
    public bool IsConst { get; } = isConst;
}

/// <summary>A member of an enum.</summary>
internal sealed class EnumMember(int start, int end, PropertyKey key, Expression? value) : SyntaxNode(start, end)
{
    /// <summary>Its name.</summary>
    public PropertyKey Key { get; } = key;

    /// <summary>Its value; null when it is one more than the member before it, or 0.</summary>
    public Expression? Value { get; } = value;
}

/// <summary><c>namespace A.B { }</c>.</summary>
internal sealed class NamespaceDeclaration(
    int start, int end, ImmutableArray<Identifier> path, ImmutableArray<Statement> body) : Statement(start, end)
{
    /// <summary>Its names, one for each dot and one more.</summary>
    public ImmutableArray<Identifier> Path { get; } = path;

    /// <summary>Its statements; the exported ones are its members.</summary>
    public ImmutableArray<Statement> Body { get; } = body;
}
