using System;
using System.Text;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <summary>The text of an expression, made only when somebody asks for it.</summary>
internal readonly struct ExpressionText
{
    private const int MaxLength = 120;
    private readonly object? _source;
    private readonly int _start;
    private readonly int _end;

    /// <summary>The text of a piece of a file.</summary>
    public ExpressionText(SourceFile file, SyntaxNode node)
    {
        _source = file;
        _start = node.Start;
        _end = node.End;
    }

    private ExpressionText(string text) => _source = text;

    /// <summary>A text that is there already.</summary>
    public static implicit operator ExpressionText(string text) => new(text);

    /// <summary>The text in one line and not too long.</summary>
    public override string ToString() => _source switch
    {
        string text => text,
        SourceFile file => Squeeze(
            file.Text.AsSpan(_start, Math.Max(0, Math.Min(Math.Min(_end, file.Text.Length) - _start, MaxLength * 4)))),
        _ => string.Empty,
    };

    private static string Squeeze(ReadOnlySpan<char> span)
    {
        StringBuilder line = new();
        bool blank = false;
        foreach (char c in span)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                blank = line.Length > 0;
                continue;
            }

            if (blank)
            {
                line.Append(' ');
                blank = false;
            }

            line.Append(c);
            if (line.Length >= MaxLength)
            {
                return line.Append('…').ToString();
            }
        }

        return line.ToString();
    }
}
