using System.Collections.Generic;

namespace ComfyDeps.Catalog.Python;

/// <summary>An expression of Python.</summary>
internal abstract record PythonExpression;

/// <summary>What the reader does not follow.</summary>
internal sealed record UnknownExpression : PythonExpression
{
    /// <summary>The one instance.</summary>
    internal static readonly UnknownExpression Instance = new();
}

/// <summary>A constant: a string, a number, a bool, or null for None.</summary>
internal sealed record ConstantExpression(object? Value) : PythonExpression;

/// <summary>A formatted string's parts.</summary>
internal sealed record FormatExpression(IReadOnlyList<PythonExpression> Parts) : PythonExpression;

/// <summary>A name.</summary>
internal sealed record NameExpression(string Name) : PythonExpression;

/// <summary>A name after a dot.</summary>
internal sealed record AttributeExpression(PythonExpression Target, string Name) : PythonExpression;

/// <summary>A value in brackets after another.</summary>
internal sealed record IndexExpression(PythonExpression Target, PythonExpression Index) : PythonExpression;

/// <summary>A call.</summary>
internal sealed record CallExpression(
    PythonExpression Target,
    IReadOnlyList<PythonArgument> Arguments) : PythonExpression;

/// <summary>An argument: by name, by position, or spread (<c>*</c>, <c>**</c>).</summary>
internal sealed record PythonArgument(string? Name, int Stars, PythonExpression Value);

/// <summary>A dict display; an entry without key is spread into it.</summary>
internal sealed record DictExpression(
    IReadOnlyList<(PythonExpression? Key, PythonExpression Value)> Entries) : PythonExpression;

/// <summary>A list, tuple or set display.</summary>
internal sealed record ListExpression(IReadOnlyList<PythonExpression> Items) : PythonExpression;

/// <summary>A value spread into a display (<c>*</c>).</summary>
internal sealed record SpreadExpression(PythonExpression Value) : PythonExpression;

/// <summary>A comprehension; with a key it makes a dict.</summary>
internal sealed record ComprehensionExpression(
    PythonExpression? Key,
    PythonExpression Value,
    IReadOnlyList<PythonClause> Clauses) : PythonExpression;

/// <summary>One <c>for … in … if …</c> of a comprehension.</summary>
internal sealed record PythonClause(
    PythonExpression Target,
    PythonExpression Source,
    IReadOnlyList<PythonExpression> Conditions);

/// <summary>Two operands and an operator.</summary>
internal sealed record BinaryExpression(
    string Operator,
    PythonExpression Left,
    PythonExpression Right) : PythonExpression;

/// <summary>A condition negated.</summary>
internal sealed record NotExpression(PythonExpression Value) : PythonExpression;

/// <summary>A choice of two values.</summary>
internal sealed record ChoiceExpression(
    PythonExpression Test,
    PythonExpression Then,
    PythonExpression Else) : PythonExpression;

/// <summary>A statement of Python.</summary>
internal abstract record PythonStatement;

/// <summary>An expression on its own.</summary>
internal sealed record ExpressionStatement(PythonExpression Value) : PythonStatement;

/// <summary>An assignment to one or more targets.</summary>
internal sealed record AssignStatement(
    IReadOnlyList<PythonExpression> Targets,
    PythonExpression Value) : PythonStatement;

/// <summary>An assignment with an operator.</summary>
internal sealed record AugmentStatement(
    PythonExpression Target,
    string Operator,
    PythonExpression Value) : PythonStatement;

/// <summary>A choice of two blocks.</summary>
internal sealed record IfStatement(
    PythonExpression Test,
    IReadOnlyList<PythonStatement> Then,
    IReadOnlyList<PythonStatement> Else) : PythonStatement;

/// <summary>A loop over a value.</summary>
internal sealed record ForStatement(
    PythonExpression Target,
    PythonExpression Source,
    IReadOnlyList<PythonStatement> Body) : PythonStatement;

/// <summary>A block that is taken to run once (<c>with</c>, <c>try</c>, <c>while</c>).</summary>
internal sealed record BlockStatement(IReadOnlyList<PythonStatement> Body) : PythonStatement;

/// <summary>A function.</summary>
internal sealed record FunctionStatement(
    string Name,
    IReadOnlyList<PythonParameter> Parameters,
    IReadOnlyList<PythonStatement> Body) : PythonStatement;

/// <summary>A parameter of a function.</summary>
internal sealed record PythonParameter(string Name, int Stars, PythonExpression? Default);

/// <summary>A class.</summary>
internal sealed record ClassStatement(
    string Name,
    IReadOnlyList<PythonArgument> Bases,
    IReadOnlyList<PythonStatement> Body) : PythonStatement;

/// <summary>An import of modules, or of names from one.</summary>
internal sealed record ImportStatement(
    int Level,
    string Module,
    IReadOnlyList<(string Name, string? As)> Names,
    bool From) : PythonStatement;

/// <summary>The end of a function with its value.</summary>
internal sealed record ReturnStatement(PythonExpression Value) : PythonStatement;

/// <summary>Names of a function that mean the module's.</summary>
internal sealed record GlobalStatement(IReadOnlyList<string> Names) : PythonStatement;

/// <summary>A function or class with decorators, the outermost first.</summary>
internal sealed record DecoratedStatement(
    IReadOnlyList<PythonExpression> Decorators,
    PythonStatement Inner) : PythonStatement;
