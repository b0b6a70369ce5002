using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary><c>&lt;name …>…&lt;/name></c> or <c>&lt;>…&lt;/></c>.</summary>
internal sealed class JsxElement(
    int start,
    int end,
    string? name,
    Expression? tag,
    ImmutableArray<JsxAttribute> attributes,
    ImmutableArray<Expression> children) : Expression(start, end)
{
    /// <summary>Its name as written (<c>div</c>, <c>a:b</c>, <c>Menu.Item</c>); null for a fragment.</summary>
    public string? Name { get; } = name;

    /// <summary>
    /// The component: a name or a member of one; null for a fragment and for one of the page's own elements.
    /// </summary>
    public Expression? Tag { get; } = tag;

    /// <summary>Its attributes, in order.</summary>
    public ImmutableArray<JsxAttribute> Attributes { get; } = attributes;

    /// <summary>Elements, expressions, <see cref="SpreadElement"/> and <see cref="JsxText"/>.</summary>
    public ImmutableArray<Expression> Children { get; } = children;
}

/// <summary><c>name="value"</c>, <c>name={value}</c>, <c>name</c> or <c>{...value}</c>.</summary>
internal sealed class JsxAttribute(int start, int end, string? name, Expression? value) : SyntaxNode(start, end)
{
    /// <summary>Its name; null for a spread.</summary>
    public string? Name { get; } = name;

    /// <summary>Its value; null when only the name is written, which means true.</summary>
    public Expression? Value { get; } = value;
}

/// <summary>Text between tags.</summary>
internal sealed class JsxText(int start, int end, string value) : Expression(start, end)
{
    /// <summary>The text as written.</summary>
    public string Value { get; } = value;
}
