using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>An object in braces.</summary>
internal sealed class ObjectLiteral(int start, int end, ImmutableArray<ObjectMember> members) : Expression(start, end)
{
    /// <summary>Its members, in order.</summary>
    public ImmutableArray<ObjectMember> Members { get; } = members;
}

/// <summary>A member of an object: property, shorthand, method or spread.</summary>
internal abstract class ObjectMember(int start, int end) : SyntaxNode(start, end);

/// <summary><c>key: value</c>.</summary>
internal sealed class PropertyAssignment(int start, int end, PropertyKey key, Expression value)
    : ObjectMember(start, end)
{
    /// <summary>Its key.</summary>
    public PropertyKey Key { get; } = key;

    /// <summary>Its value.</summary>
    public Expression Value { get; } = value;
}

/// <summary><c>name</c> alone, which is <c>name: name</c>.</summary>
internal sealed class ShorthandProperty(int end, Identifier name, Expression? fallback)
    : ObjectMember(name.Start, end)
{
    /// <summary>Key and value.</summary>
    public Identifier Name { get; } = name;

    /// <summary>
    /// The default of <c>name = value</c>, which is only right where the object turns out to be a pattern.
    /// </summary>
    public Expression? Default { get; } = fallback;
}

/// <summary><c>...x</c> in an object.</summary>
internal sealed class SpreadProperty(int start, int end, Expression argument) : ObjectMember(start, end)
{
    /// <summary>What is spread.</summary>
    public Expression Argument { get; } = argument;
}

/// <summary>A method, getter or setter of an object.</summary>
internal sealed class MethodProperty(int start, PropertyKey key, MethodKind kind, FunctionNode function)
    : ObjectMember(start, function.End)
{
    /// <summary>Its key.</summary>
    public PropertyKey Key { get; } = key;

    /// <summary>Method, getter or setter.</summary>
    public MethodKind Kind { get; } = kind;

    /// <summary>Parameters and body.</summary>
    public FunctionNode Function { get; } = function;
}

/// <summary>The name of a property, or the expression that gives it.</summary>
internal sealed class PropertyKey(int start, int end, string? name, Expression? computed, bool isPrivate = false)
    : SyntaxNode(start, end)
{
    /// <summary>The name as a string (<c>1.0</c> is "1", <c>#x</c> is "#x"); null when computed.</summary>
    public string? Name { get; } = name;

    /// <summary>The expression in brackets, or null.</summary>
    public Expression? Computed { get; } = computed;

    /// <summary>True for <c>#name</c>.</summary>
    public bool IsPrivate { get; } = isPrivate;
}
