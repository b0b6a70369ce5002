using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ComfyDeps.Registry;

/// <summary>
/// Writes JSON in exactly one way: two spaces, LF, what is empty closed on its own line's end, and texts as they are
/// read by people. Only what a person could not see, or what would move other characters about, is escaped.
/// </summary>
internal sealed class CanonicalJson
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isFirst = true;

    /// <summary>Opens an object.</summary>
    /// <param name="name">Its name, or null for the whole.</param>
    internal void Open(string? name) => Open(name, '{');

    /// <summary>Closes the object that was opened last.</summary>
    internal void Close() => Close('}');

    /// <summary>Writes a text, unless there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The text, or null.</param>
    internal void Write(string name, string? value)
    {
        if (value is not null)
        {
            Start(name);
            AppendText(value);
        }
    }

    /// <summary>Writes a number, unless there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number, or null.</param>
    internal void Write(string name, long? value)
    {
        if (value is long number)
        {
            Start(name);
            _text.Append(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Writes <c>true</c>, or nothing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Whether it is so.</param>
    internal void Write(string name, bool value)
    {
        if (value)
        {
            Start(name);
            _text.Append("true");
        }
    }

    /// <summary>Writes a list of texts, unless it is empty.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The texts.</param>
    internal void Write(string name, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        Open(name, '[');
        foreach (string value in values)
        {
            Start(null);
            AppendText(value);
        }

        Close(']');
    }

    /// <summary>The whole, with a line's end behind it.</summary>
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.Append('\n').ToString());

    /// <summary>Writes a text without its quotes.</summary>
    /// <param name="text">What was written before.</param>
    /// <param name="value">The text.</param>
    /// <param name="quote">The quote that will stand around it.</param>
    internal static void AppendEscaped(StringBuilder text, string value, char quote)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c == '\\' || c == quote)
            {
                text.Append('\\').Append(c);
            }
            else if (char.IsSurrogatePair(value, i))
            {
                AppendPair(text, c, value[++i]);
            }
            else if (IsUnseen(CharUnicodeInfo.GetUnicodeCategory(c)))
            {
                AppendCode(text, c);
            }
            else
            {
                text.Append(c);
            }
        }
    }

    private static void AppendPair(StringBuilder text, char high, char low)
    {
        if (IsUnseen(CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(high, low))))
        {
            AppendCode(text, high);
            AppendCode(text, low);
        }
        else
        {
            text.Append(high).Append(low);
        }
    }

    private static void AppendCode(StringBuilder text, char c)
        => _ = c switch
        {
            '\n' => text.Append("\\n"),
            '\r' => text.Append("\\r"),
            '\t' => text.Append("\\t"),
            _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        };

    // Unassigned characters are left alone: whether one is assigned depends on the version of .NET, and the bytes may
    // not.
    private static bool IsUnseen(UnicodeCategory category)
        => category is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    private void AppendText(string value)
    {
        _text.Append('"');
        AppendEscaped(_text, value, '"');
        _text.Append('"');
    }

    private void Open(string? name, char bracket)
    {
        Start(name);
        _text.Append(bracket);
        _depth++;
        _isFirst = true;
    }

    private void Close(char bracket)
    {
        _depth--;
        if (!_isFirst)
        {
            NewLine();
        }

        _text.Append(bracket);
        _isFirst = false;
    }

    private void Start(string? name)
    {
        if (_depth > 0)
        {
            _ = _isFirst ? _text : _text.Append(',');
            NewLine();
        }

        _isFirst = false;
        if (name is not null)
        {
            AppendText(name);
            _text.Append(": ");
        }
    }

    private void NewLine() => _text.Append('\n').Append(' ', _depth * 2);
}
