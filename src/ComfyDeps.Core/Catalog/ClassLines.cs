using System;
using System.Collections.Generic;
using System.Text;

namespace ComfyDeps.Catalog;

/// <summary>
/// A JSON file of facts by node class with each class on a line of its own. It is indexed by its line ends alone, so
/// that opening it costs microseconds; what stands on a line is parsed when somebody asks for it.
/// </summary>
internal sealed class ClassLines
{
    private readonly byte[] _text;
    private readonly Dictionary<string, (int Start, int Length)> _lines;

    private ClassLines(byte[] text, Dictionary<string, (int Start, int Length)> lines)
    {
        _text = text;
        _lines = lines;
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _lines.Count;

    /// <summary>The classes.</summary>
    public IEnumerable<string> Names => _lines.Keys;

    /// <summary>Indexes a file.</summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="path">Its path, for errors.</param>
    /// <exception cref="ComfyDepsException">A line is not what is expected.</exception>
    public static ClassLines Open(byte[] text, string path)
    {
        int at = text.AsSpan().IndexOf("\"classes\": {\n"u8);
        if (at < 0)
        {
            throw Damaged(path, 1);
        }

        int line = text.AsSpan(0, at).Count((byte)'\n') + 2;
        at += "\"classes\": {\n"u8.Length;
        Dictionary<string, (int, int)> lines = new(text.Length / 160, StringComparer.Ordinal);
        while (true)
        {
            int length = text.AsSpan(at).IndexOf((byte)'\n');
            if (length < 0)
            {
                throw Damaged(path, line);
            }

            ReadOnlySpan<byte> content = text.AsSpan(at, length).Trim((byte)' ');
            if (content.SequenceEqual("}"u8))
            {
                return new ClassLines(text, lines);
            }

            int colon = content.IndexOf("\": "u8);
            if (colon < 2 || content[0] != '"' || content[1..colon].Contains((byte)'\\'))
            {
                throw Damaged(path, line);
            }

            int start = at + text.AsSpan(at, length).IndexOf((byte)'"') + colon + 3;
            int end = at + length - (content[^1] == ',' ? 1 : 0);
            lines[Encoding.UTF8.GetString(content[1..colon])] = (start, end - start);
            at += length + 1;
            line++;
        }
    }

    /// <summary>The JSON value of a class.</summary>
    /// <param name="classType">The class.</param>
    /// <param name="value">Its value's text.</param>
    public bool TryFind(string classType, out ReadOnlyMemory<byte> value)
    {
        bool isKnown = _lines.TryGetValue(classType, out (int Start, int Length) line);
        value = isKnown ? _text.AsMemory(line.Start, line.Length) : default;
        return isKnown;
    }

    private static ComfyDepsException Damaged(string path, int line) => new(
        ErrorCode.CatalogUnavailable,
        $"'{path}' is damaged at line {line}: a line '\"class\": value' was expected.",
        path,
        "Install the module again.");
}
