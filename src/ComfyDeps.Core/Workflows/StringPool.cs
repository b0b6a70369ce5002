using System;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using ComfyDeps.Json;

namespace ComfyDeps.Workflows;

/// <summary>
/// Gives one string for equal UTF-8 texts. Class names, input names and versions repeat thousands of times in a folder
/// of workflows. Not safe for several threads; the table has a fixed size, so that memory stays flat whatever is read.
/// </summary>
internal sealed class StringPool
{
    private const int Slots = 1 << 13;
    private const int LongestPooled = 128;

    private readonly string?[] _strings = new string?[Slots];
    private readonly byte[]?[] _bytes = new byte[]?[Slots];

    /// <summary>The text of the string or property name that the reader stands on.</summary>
    public string Get(ref Utf8JsonReader reader)
        => reader.ValueIsEscaped ? reader.Text() : Get(reader.ValueSpan);

    /// <summary>The text of some UTF-8 bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestPooled)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        int slot = (int)(XxHash3.HashToUInt64(utf8) & (Slots - 1));
        if (_bytes[slot] is byte[] known && utf8.SequenceEqual(known))
        {
            return _strings[slot]!;
        }

        // A collision replaces what was there: the pool is a cache, not a dictionary.
        string text = Encoding.UTF8.GetString(utf8);
        _bytes[slot] = utf8.ToArray();
        _strings[slot] = text;
        return text;
    }
}
