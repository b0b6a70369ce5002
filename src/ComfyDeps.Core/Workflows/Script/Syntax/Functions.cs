using System;
using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>What a method is.</summary>
internal enum MethodKind
{
    /// <summary>An ordinary one.</summary>
    Method,

    /// <summary><c>get x() {}</c></summary>
    Getter,

    /// <summary><c>set x(value) {}</c></summary>
    Setter,

    /// <summary><c>constructor() {}</c> of a class.</summary>
    Constructor,
}

/// <summary>A function of any form: expression, arrow, or the function of a declaration or method.</summary>
internal sealed class FunctionNode(
    int start,
    int end,
    FunctionFlags flags,
    Identifier? name,
    ImmutableArray<Parameter> parameters,
    SyntaxNode body,
    TypeSpan returnType) : Expression(start, end)
{
    /// <summary>Arrow, async, generator.</summary>
    public FunctionFlags Flags { get; } = flags;

    /// <summary>Its own name, or null; a method's name is its key.</summary>
    public Identifier? Name { get; } = name;

    /// <summary>Its parameters; a TypeScript <c>this</c> parameter is left out.</summary>
    public ImmutableArray<Parameter> Parameters { get; } = parameters;

    /// <summary>A <see cref="BlockStatement"/>, or the <see cref="Expression"/> of an arrow function.</summary>
    public SyntaxNode Body { get; } = body;

    /// <summary>The text of its return type, if it has one.</summary>
    public TypeSpan ReturnType { get; } = returnType;

    /// <summary>True for <c>=></c>.</summary>
    public bool IsArrow => (Flags & FunctionFlags.Arrow) != 0;

    /// <summary>True for <c>async</c>.</summary>
    public bool IsAsync => (Flags & FunctionFlags.Async) != 0;

    /// <summary>True for <c>function*</c>.</summary>
    public bool IsGenerator => (Flags & FunctionFlags.Generator) != 0;
}

/// <summary>A parameter.</summary>
internal sealed class Parameter(
    int start,
    int end,
    Expression target,
    Expression? fallback,
    ParameterFlags flags,
    TypeSpan type,
    ImmutableArray<Expression> decorators) : SyntaxNode(start, end)
{
    /// <summary>An <see cref="Identifier"/>, <see cref="ObjectPattern"/> or <see cref="ArrayPattern"/>.</summary>
    public Expression Target { get; } = target;

    /// <summary>Its value when none is given, or null.</summary>
    public Expression? Default { get; } = fallback;

    /// <summary>Rest, optional, property.</summary>
    public ParameterFlags Flags { get; } = flags;

    /// <summary>The text of its type, if it has one.</summary>
    public TypeSpan Type { get; } = type;

    /// <summary>What stands behind each <c>@</c>.</summary>
    public ImmutableArray<Expression> Decorators { get; } = decorators;

    /// <summary>True for <c>...rest</c>.</summary>
    public bool IsRest => (Flags & ParameterFlags.Rest) != 0;

    /// <summary>True for a constructor's parameter that is also a property (<c>private readonly x</c>).</summary>
    public bool IsProperty => (Flags & ParameterFlags.Property) != 0;
}

/// <summary>What kind of function it is.</summary>
[Flags]
internal enum FunctionFlags
{
    /// <summary>An ordinary one.</summary>
    None = 0,

    /// <summary><c>=></c></summary>
    Arrow = 1,

    /// <summary><c>async</c></summary>
    Async = 2,

    /// <summary><c>function*</c></summary>
    Generator = 4,
}

/// <summary>What kind of parameter it is.</summary>
[Flags]
internal enum ParameterFlags
{
    /// <summary>An ordinary one.</summary>
    None = 0,

    /// <summary><c>...rest</c></summary>
    Rest = 1,

    /// <summary><c>name?</c></summary>
    Optional = 2,

    /// <summary>Also a property of the object.</summary>
    Property = 4,
}
