using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary><c>{ }</c>.</summary>
internal sealed class BlockStatement(int start, int end, ImmutableArray<Statement> body) : Statement(start, end)
{
    /// <summary>Its statements.</summary>
    public ImmutableArray<Statement> Body { get; } = body;
}

/// <summary><c>;</c> alone, or what only the compiler sees where a statement must stand.</summary>
internal sealed class EmptyStatement(int start, int end) : Statement(start, end);

/// <summary>An expression as a statement.</summary>
internal sealed class ExpressionStatement(int start, int end, Expression expression) : Statement(start, end)
{
    /// <summary>The expression.</summary>
    public Expression Expression { get; } = expression;
}

/// <summary><c>if</c>; chains grow on the side of <see cref="Otherwise"/> without a limit.</summary>
internal sealed class IfStatement(int start, int end, Expression test, Statement then, Statement? otherwise)
    : Statement(start, end)
{
    /// <summary>The condition.</summary>
    public Expression Test { get; } = test;

    /// <summary>What is done when it holds.</summary>
    public Statement Then { get; } = then;

    /// <summary>What is done when it does not, or null.</summary>
    public Statement? Otherwise { get; } = otherwise;
}

/// <summary><c>for (start; test; step)</c>.</summary>
internal sealed class ForStatement(
    int start, int end, SyntaxNode? initializer, Expression? test, Expression? update, Statement body)
    : Statement(start, end)
{
    /// <summary>A <see cref="VariableStatement"/>, an <see cref="Expression"/> or null.</summary>
    public SyntaxNode? Initializer { get; } = initializer;

    /// <summary>The condition, or null.</summary>
    public Expression? Test { get; } = test;

    /// <summary>What is done after each round, or null.</summary>
    public Expression? Update { get; } = update;

    /// <summary>What is repeated.</summary>
    public Statement Body { get; } = body;
}

/// <summary><c>for (x in y)</c>.</summary>
internal sealed class ForInStatement(int start, int end, SyntaxNode target, Expression source, Statement body)
    : Statement(start, end)
{
    /// <summary>A <see cref="VariableStatement"/> with one variable, or a target.</summary>
    public SyntaxNode Target { get; } = target;

    /// <summary>Whose keys.</summary>
    public Expression Source { get; } = source;

    /// <summary>What is repeated.</summary>
    public Statement Body { get; } = body;
}

/// <summary><c>for (x of y)</c>, also with <c>await</c>.</summary>
internal sealed class ForOfStatement(
    int start, int end, SyntaxNode target, Expression source, Statement body, bool isAwait) : Statement(start, end)
{
    /// <summary>A <see cref="VariableStatement"/> with one variable, or a target.</summary>
    public SyntaxNode Target { get; } = target;

    /// <summary>Whose elements.</summary>
    public Expression Source { get; } = source;

    /// <summary>What is repeated.</summary>
    public Statement Body { get; } = body;

    /// <summary>True for <c>for await</c>.</summary>
    public bool IsAwait { get; } = isAwait;
}

/// <summary><c>while</c>.</summary>
internal sealed class WhileStatement(int start, Expression test, Statement body) : Statement(start, body.End)
{
    /// <summary>The condition.</summary>
    public Expression Test { get; } = test;

    /// <summary>What is repeated.</summary>
    public Statement Body { get; } = body;
}

/// <summary><c>do … while</c>.</summary>
internal sealed class DoWhileStatement(int start, int end, Statement body, Expression test) : Statement(start, end)
{
    /// <summary>What is repeated.</summary>
    public Statement Body { get; } = body;

    /// <summary>The condition.</summary>
    public Expression Test { get; } = test;
}

/// <summary><c>return</c>.</summary>
internal sealed class ReturnStatement(int start, int end, Expression? value) : Statement(start, end)
{
    /// <summary>What is returned, or null.</summary>
    public Expression? Value { get; } = value;
}

/// <summary><c>throw</c>.</summary>
internal sealed class ThrowStatement(int start, int end, Expression value) : Statement(start, end)
{
    /// <summary>What is thrown.</summary>
    public Expression Value { get; } = value;
}

/// <summary><c>break</c>.</summary>
internal sealed class BreakStatement(int start, int end, Identifier? label) : Statement(start, end)
{
    /// <summary>Out of what, or null.</summary>
    public Identifier? Label { get; } = label;
}

/// <summary><c>continue</c>.</summary>
internal sealed class ContinueStatement(int start, int end, Identifier? label) : Statement(start, end)
{
    /// <summary>Which loop, or null.</summary>
    public Identifier? Label { get; } = label;
}

/// <summary><c>try</c>.</summary>
internal sealed class TryStatement(
    int start,
    int end,
    BlockStatement block,
    Expression? parameter,
    BlockStatement? handler,
    BlockStatement? finalizer) : Statement(start, end)
{
    /// <summary>What is tried.</summary>
    public BlockStatement Block { get; } = block;

    /// <summary>What takes the error, or null.</summary>
    public Expression? Parameter { get; } = parameter;

    /// <summary>The block of <c>catch</c>, or null.</summary>
    public BlockStatement? Handler { get; } = handler;

    /// <summary>The block of <c>finally</c>, or null.</summary>
    public BlockStatement? Finalizer { get; } = finalizer;
}

/// <summary><c>switch</c>.</summary>
internal sealed class SwitchStatement(int start, int end, Expression value, ImmutableArray<SwitchCase> cases)
    : Statement(start, end)
{
    /// <summary>What is compared.</summary>
    public Expression Value { get; } = value;

    /// <summary>Its cases, in order.</summary>
    public ImmutableArray<SwitchCase> Cases { get; } = cases;
}

/// <summary><c>case x:</c> or <c>default:</c>.</summary>
internal sealed class SwitchCase(int start, int end, Expression? test, ImmutableArray<Statement> body)
    : SyntaxNode(start, end)
{
    /// <summary>What it is compared with; null for <c>default</c>.</summary>
    public Expression? Test { get; } = test;

    /// <summary>Its statements, up to the next case.</summary>
    public ImmutableArray<Statement> Body { get; } = body;
}

/// <summary><c>label: statement</c>.</summary>
internal sealed class LabeledStatement(Identifier label, Statement body) : Statement(label.Start, body.End)
{
    /// <summary>The label.</summary>
    public Identifier Label { get; } = label;

    /// <summary>What it names.</summary>
    public Statement Body { get; } = body;
}

/// <summary><c>with (x)</c>.</summary>
internal sealed class WithStatement(int start, Expression target, Statement body) : Statement(start, body.End)
{
    /// <summary>The object.</summary>
    public Expression Object { get; } = target;

    /// <summary>What sees its members as names.</summary>
    public Statement Body { get; } = body;
}

/// <summary><c>debugger</c>.</summary>
internal sealed class DebuggerStatement(int start, int end) : Statement(start, end);
