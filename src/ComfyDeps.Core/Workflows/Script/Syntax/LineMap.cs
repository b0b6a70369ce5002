using System;
using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Turns offsets into lines and columns.</summary>
internal sealed class LineMap
{
    private readonly int[] _starts;

    /// <summary>Finds the lines of a text as ECMAScript counts them: LF, CR, CRLF, U+2028 and U+2029 end one.</summary>
    public LineMap(string text)
    {
        List<int> starts = [0];
        ReadOnlySpan<char> rest = text;
        int offset = 0;
        while (true)
        {
            int next = rest.IndexOfAny("\n\r\u2028\u2029");
            if (next < 0)
            {
                break;
            }

            int length = rest[next] == '\r' && next + 1 < rest.Length && rest[next + 1] == '\n' ? 2 : 1;
            offset += next + length;
            rest = rest[(next + length)..];
            starts.Add(offset);
        }

        _starts = [.. starts];
    }

    /// <summary>How many lines there are.</summary>
    public int Count => _starts.Length;

    /// <summary>Line and column of an offset, both from 1; columns count UTF-16 units.</summary>
    public (int Line, int Column) At(int offset)
    {
        int index = Array.BinarySearch(_starts, offset);
        int line = index >= 0 ? index : ~index - 1;
        return (line + 1, offset - _starts[line] + 1);
    }
}
