using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>A string in quotes.</summary>
internal sealed class StringLiteral(int start, int end, string value) : Expression(start, end)
{
    /// <summary>What it says, escapes resolved.</summary>
    public string Value { get; } = value;
}

/// <summary>A number.</summary>
internal sealed class NumericLiteral(int start, int end, double value) : Expression(start, end)
{
    /// <summary>Its value.</summary>
    public double Value { get; } = value;
}

/// <summary>A number with <c>n</c> behind it.</summary>
internal sealed class BigIntLiteral(int start, int end, string digits) : Expression(start, end)
{
    /// <summary>
    /// The digits as written (with <c>0x</c>, <c>0o</c>, <c>0b</c>), without separators and the <c>n</c>.
    /// </summary>
    public string Digits { get; } = digits;
}

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanLiteral(int start, int end, bool value) : Expression(start, end)
{
    /// <summary>Which of the two.</summary>
    public bool Value { get; } = value;
}

/// <summary><c>null</c>.</summary>
internal sealed class NullLiteral(int start, int end) : Expression(start, end);

/// <summary>A regular expression.</summary>
internal sealed class RegExpLiteral(int start, int end, string pattern, string flags) : Expression(start, end)
{
    /// <summary>What stands between the slashes.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>What stands behind them.</summary>
    public string Flags { get; } = flags;
}

/// <summary>The text between two placeholders of a template.</summary>
internal sealed class TemplateElement(int start, int end, string? value) : SyntaxNode(start, end)
{
    /// <summary>
    /// What it says, escapes resolved; null where an escape is wrong, which only a tagged template may have.
    /// </summary>
    public string? Value { get; } = value;
}

/// <summary>A template: its texts are one more than its expressions.</summary>
internal sealed class TemplateLiteral(
    int start,
    int end,
    ImmutableArray<TemplateElement> texts,
    ImmutableArray<Expression> expressions) : Expression(start, end)
{
    /// <summary>The texts before, between and behind the placeholders.</summary>
    public ImmutableArray<TemplateElement> Texts { get; } = texts;

    /// <summary>What stands in the placeholders.</summary>
    public ImmutableArray<Expression> Expressions { get; } = expressions;
}

/// <summary>A template with a function in front.</summary>
internal sealed class TaggedTemplate(int start, Expression tag, TemplateLiteral template)
    : Expression(start, template.End)
{
    /// <summary>The function.</summary>
    public Expression Tag { get; } = tag;

    /// <summary>What it is given.</summary>
    public TemplateLiteral Template { get; } = template;
}

/// <summary>A list in brackets.</summary>
internal sealed class ArrayLiteral(int start, int end, ImmutableArray<Expression?> elements) : Expression(start, end)
{
    /// <summary>Its elements: null for a hole, <see cref="SpreadElement"/> for a spread.</summary>
    public ImmutableArray<Expression?> Elements { get; } = elements;
}

/// <summary><c>...x</c> in an array or in arguments.</summary>
internal sealed class SpreadElement(int start, int end, Expression argument) : Expression(start, end)
{
    /// <summary>What is spread.</summary>
    public Expression Argument { get; } = argument;
}
