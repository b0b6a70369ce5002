using System;
using System.Collections.Generic;
using System.Text;

namespace ComfyDeps.Catalog.Python;

/// <summary>Reads the parts of a formatted string.</summary>
internal static class PythonFormat
{
    /// <summary>The parts of a formatted string.</summary>
    /// <param name="text">What stands between its quotes.</param>
    internal static FormatExpression Parse(string text)
    {
        List<PythonExpression> parts = [];
        StringBuilder literal = new();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '{')
            {
                parts.Add(new ConstantExpression(literal.ToString()));
                literal.Clear();
                int end = text.IndexOf('}', i);
                end = end < 0 ? text.Length : end;
                string inner = text[(i + 1)..end];
                // A conversion or format makes another text than the value alone.
                parts.Add(inner.AsSpan().IndexOfAny('!', ':') >= 0
                    ? UnknownExpression.Instance
                    : new PythonExpressionParser(PythonLexer.Read(inner)).Tuple());
                i = end;
            }
            else
            {
                literal.Append(c);
            }
        }

        parts.Add(new ConstantExpression(literal.ToString()));
        return new FormatExpression(parts);
    }
}
