using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary><c>{ a, b: c = 1, ...rest }</c> as a target.</summary>
internal sealed class ObjectPattern(int start, int end, ImmutableArray<PatternProperty> properties, Expression? rest)
    : Expression(start, end)
{
    /// <summary>The properties that are taken out.</summary>
    public ImmutableArray<PatternProperty> Properties { get; } = properties;

    /// <summary>What takes the remaining ones, or null.</summary>
    public Expression? Rest { get; } = rest;
}

/// <summary>A property that an object pattern takes out.</summary>
internal sealed class PatternProperty(int start, int end, PropertyKey key, Expression target, Expression? fallback)
    : SyntaxNode(start, end)
{
    /// <summary>Which property.</summary>
    public PropertyKey Key { get; } = key;

    /// <summary>Where it goes: a name, a pattern, in an assignment also a member.</summary>
    public Expression Target { get; } = target;

    /// <summary>Its value when it is undefined, or null.</summary>
    public Expression? Default { get; } = fallback;
}

/// <summary><c>[a, , b = 1, ...rest]</c> as a target.</summary>
internal sealed class ArrayPattern(int start, int end, ImmutableArray<PatternElement?> elements, Expression? rest)
    : Expression(start, end)
{
    /// <summary>The elements that are taken out, null for one that is passed over.</summary>
    public ImmutableArray<PatternElement?> Elements { get; } = elements;

    /// <summary>What takes the remaining ones, or null.</summary>
    public Expression? Rest { get; } = rest;
}

/// <summary>An element that an array pattern takes out.</summary>
internal sealed class PatternElement(int start, int end, Expression target, Expression? fallback)
    : SyntaxNode(start, end)
{
    /// <summary>Where it goes: a name, a pattern, in an assignment also a member.</summary>
    public Expression Target { get; } = target;

    /// <summary>Its value when it is undefined, or null.</summary>
    public Expression? Default { get; } = fallback;
}
