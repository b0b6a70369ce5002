using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>A class, as an expression or of a declaration.</summary>
internal sealed class ClassNode(
    int start,
    int end,
    Identifier? name,
    Expression? superClass,
    ImmutableArray<ClassMember> members,
    ImmutableArray<Expression> decorators) : Expression(start, end)
{
    /// <summary>Its name, or null.</summary>
    public Identifier? Name { get; } = name;

    /// <summary>What it extends, or null.</summary>
    public Expression? SuperClass { get; } = superClass;

    /// <summary>What exists at run time: no index signatures, overloads, abstract or declared members.</summary>
    public ImmutableArray<ClassMember> Members { get; } = members;

    /// <summary>What stands behind each <c>@</c>.</summary>
    public ImmutableArray<Expression> Decorators { get; } = decorators;
}

/// <summary>A member of a class.</summary>
internal abstract class ClassMember(int start, int end, bool isStatic) : SyntaxNode(start, end)
{
    /// <summary>True when it belongs to the class itself.</summary>
    public bool IsStatic { get; } = isStatic;
}

/// <summary>A field, also an <c>accessor</c>.</summary>
internal sealed class FieldMember(
    int start,
    int end,
    bool isStatic,
    PropertyKey key,
    Expression? value,
    TypeSpan type,
    ImmutableArray<Expression> decorators) : ClassMember(start, end, isStatic)
{
    /// <summary>Its name.</summary>
    public PropertyKey Key { get; } = key;

    /// <summary>Its first value, or null.</summary>
    public Expression? Value { get; } = value;

    /// <summary>The text of its type, if it has one.</summary>
    public TypeSpan Type { get; } = type;

    /// <summary>What stands behind each <c>@</c>.</summary>
    public ImmutableArray<Expression> Decorators { get; } = decorators;
}

/// <summary>A method, getter, setter or the constructor.</summary>
internal sealed class MethodMember(
    int start,
    bool isStatic,
    PropertyKey key,
    MethodKind kind,
    FunctionNode function,
    ImmutableArray<Expression> decorators) : ClassMember(start, function.End, isStatic)
{
    /// <summary>Its name.</summary>
    public PropertyKey Key { get; } = key;

    /// <summary>Which of them.</summary>
    public MethodKind Kind { get; } = kind;

    /// <summary>Parameters and body.</summary>
    public FunctionNode Function { get; } = function;

    /// <summary>What stands behind each <c>@</c>.</summary>
    public ImmutableArray<Expression> Decorators { get; } = decorators;
}

/// <summary><c>static { }</c>.</summary>
internal sealed class StaticBlock(int start, BlockStatement body) : ClassMember(start, body.End, isStatic: true)
{
    /// <summary>Its statements.</summary>
    public BlockStatement Body { get; } = body;
}
