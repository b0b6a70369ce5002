using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>A name.</summary>
internal sealed class Identifier(int start, int end, string name) : Expression(start, end)
{
    /// <summary>The name, escapes resolved.</summary>
    public string Name { get; } = name;
}

/// <summary><c>#name</c> on the left of <c>in</c>.</summary>
internal sealed class PrivateName(int start, int end, string name) : Expression(start, end)
{
    /// <summary>The name with its <c>#</c>.</summary>
    public string Name { get; } = name;
}

/// <summary>Stands where an expression should be and is none; an error says so.</summary>
internal sealed class MissingExpression(int start, int end) : Expression(start, end);

/// <summary><c>this</c>.</summary>
internal sealed class ThisExpression(int start, int end) : Expression(start, end);

/// <summary><c>super</c>.</summary>
internal sealed class SuperExpression(int start, int end) : Expression(start, end);

/// <summary><c>import.meta</c> or <c>new.target</c>.</summary>
internal sealed class MetaProperty(int start, int end, string name) : Expression(start, end)
{
    /// <summary>Both words with their dot.</summary>
    public string Name { get; } = name;
}

/// <summary><c>import(source, options)</c>, also with a phase (<c>import.defer(…)</c>).</summary>
internal sealed class ImportExpression(int start, int end, Expression source, Expression? options)
    : Expression(start, end)
{
    /// <summary>What is imported.</summary>
    public Expression Source { get; } = source;

    /// <summary>The second argument, or null.</summary>
    public Expression? Options { get; } = options;
}

/// <summary><c>object.name</c>.</summary>
internal sealed class MemberExpression(
    int start,
    int end,
    Expression target,
    string name,
    int nameStart,
    bool isOptional)
    : Expression(start, end)
{
    /// <summary>The object.</summary>
    public Expression Object { get; } = target;

    /// <summary>The member's name; starts with <c>#</c> when it is private.</summary>
    public string Name { get; } = name;

    /// <summary>The offset of the name.</summary>
    public int NameStart { get; } = nameStart;

    /// <summary>True for <c>?.</c>.</summary>
    public bool IsOptional { get; } = isOptional;
}

/// <summary><c>object[index]</c>.</summary>
internal sealed class IndexExpression(int start, int end, Expression target, Expression index, bool isOptional)
    : Expression(start, end)
{
    /// <summary>The object.</summary>
    public Expression Object { get; } = target;

    /// <summary>What stands in the brackets.</summary>
    public Expression Index { get; } = index;

    /// <summary>True for <c>?.[</c>.</summary>
    public bool IsOptional { get; } = isOptional;
}

/// <summary><c>callee(arguments)</c>.</summary>
internal sealed class CallExpression(
    int start,
    int end,
    Expression callee,
    ImmutableArray<Expression> arguments,
    bool isOptional) : Expression(start, end)
{
    /// <summary>What is called.</summary>
    public Expression Callee { get; } = callee;

    /// <summary>Its arguments; <see cref="SpreadElement"/> for a spread.</summary>
    public ImmutableArray<Expression> Arguments { get; } = arguments;

    /// <summary>True for <c>?.(</c>.</summary>
    public bool IsOptional { get; } = isOptional;
}

/// <summary><c>new callee(arguments)</c>.</summary>
internal sealed class NewExpression(int start, int end, Expression callee, ImmutableArray<Expression> arguments)
    : Expression(start, end)
{
    /// <summary>The class.</summary>
    public Expression Callee { get; } = callee;

    /// <summary>Its arguments, none when no parentheses are written.</summary>
    public ImmutableArray<Expression> Arguments { get; } = arguments;
}

/// <summary>An operator in front of its operand.</summary>
internal sealed class UnaryExpression(int start, int end, UnaryOperator kind, Expression operand)
    : Expression(start, end)
{
    /// <summary>The operator.</summary>
    public UnaryOperator Operator { get; } = kind;

    /// <summary>The operand.</summary>
    public Expression Operand { get; } = operand;
}

/// <summary><c>++</c> or <c>--</c>, before or behind.</summary>
internal sealed class UpdateExpression(int start, int end, Expression operand, bool isIncrement, bool isPrefix)
    : Expression(start, end)
{
    /// <summary>What is changed.</summary>
    public Expression Operand { get; } = operand;

    /// <summary>True for <c>++</c>.</summary>
    public bool IsIncrement { get; } = isIncrement;

    /// <summary>True when it stands in front.</summary>
    public bool IsPrefix { get; } = isPrefix;
}

/// <summary>Two operands with an operator between them; <c>&amp;&amp;</c>, <c>||</c> and <c>??</c> too.</summary>
internal sealed class BinaryExpression(int start, int end, BinaryOperator kind, Expression left, Expression right)
    : Expression(start, end)
{
    /// <summary>The operator.</summary>
    public BinaryOperator Operator { get; } = kind;

    /// <summary>The left operand; chains grow on this side.</summary>
    public Expression Left { get; } = left;

    /// <summary>The right operand.</summary>
    public Expression Right { get; } = right;
}

/// <summary>
/// <c>test ? then : otherwise</c>; chains grow on the side of <see cref="Otherwise"/> without a limit.
/// </summary>
internal sealed class ConditionalExpression(
    int start, int end, Expression test, Expression then, Expression otherwise) : Expression(start, end)
{
    /// <summary>The condition.</summary>
    public Expression Test { get; } = test;

    /// <summary>The value when it holds.</summary>
    public Expression Then { get; } = then;

    /// <summary>The value when it does not.</summary>
    public Expression Otherwise { get; } = otherwise;
}

/// <summary><c>target = value</c> or <c>target op= value</c>.</summary>
internal sealed class AssignmentExpression(
    int start, int end, BinaryOperator? kind, Expression target, Expression value) : Expression(start, end)
{
    /// <summary>
    /// The operator of <c>op=</c> (<c>&amp;&amp;=</c>, <c>||=</c>, <c>??=</c> too), or null for <c>=</c>.
    /// </summary>
    public BinaryOperator? Operator { get; } = kind;

    /// <summary>
    /// A name, a member, or with <c>=</c> an <see cref="ObjectPattern"/> or <see cref="ArrayPattern"/>.
    /// </summary>
    public Expression Target { get; } = target;

    /// <summary>What is assigned.</summary>
    public Expression Value { get; } = value;
}

/// <summary><c>a, b, c</c>.</summary>
internal sealed class SequenceExpression(int start, int end, ImmutableArray<Expression> expressions)
    : Expression(start, end)
{
    /// <summary>Two or more; the last one is the value.</summary>
    public ImmutableArray<Expression> Expressions { get; } = expressions;
}

/// <summary><c>yield x</c> or <c>yield* x</c>.</summary>
internal sealed class YieldExpression(
    int start,
    int end,
    Expression? argument,
    bool isDelegate) : Expression(start, end)
{
    /// <summary>What is handed out, or null.</summary>
    public Expression? Argument { get; } = argument;

    /// <summary>True for <c>yield*</c>.</summary>
    public bool IsDelegate { get; } = isDelegate;
}

/// <summary><c>await x</c>.</summary>
internal sealed class AwaitExpression(int start, int end, Expression argument) : Expression(start, end)
{
    /// <summary>What is waited for.</summary>
    public Expression Argument { get; } = argument;
}
