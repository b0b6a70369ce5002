using System;
using System.Globalization;
using System.Text;

namespace ComfyDeps.Registry.Reading;

/// <summary>The bytes of a registry, with the words for what is wrong in them.</summary>
/// <param name="path">The file, as messages name it.</param>
/// <param name="bytes">What is in it.</param>
internal sealed class RegistryText(string path, ReadOnlyMemory<byte> bytes)
{
    private const string Hint
        = "Correct it there, or take the file's last good version from version control. Nothing was written.";

    /// <summary>The file, as messages name it.</summary>
    internal string Path => path;

    /// <summary>What is in it.</summary>
    internal ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The error for a value that is not what it should be.</summary>
    /// <param name="value">The value.</param>
    /// <param name="expected">What was expected, and what stands there.</param>
    internal ComfyDepsException Wrong(JsonValue value, string expected) => At(value.Offset, value.Place, expected);

    /// <summary>The error for a member that should not be there.</summary>
    /// <param name="value">The member.</param>
    /// <param name="expected">What was expected.</param>
    internal ComfyDepsException WrongName(JsonValue value, string expected)
        => At(value.NameOffset, value.Place, expected);

    /// <summary>The error for something at a byte of the file.</summary>
    /// <param name="offset">The byte.</param>
    /// <param name="place">The place in the registry; empty where there is none.</param>
    /// <param name="message">What was expected.</param>
    /// <param name="more">How many further things are wrong.</param>
    internal ComfyDepsException At(int offset, string place, string message, int more = 0)
    {
        (int line, int column) = PositionOf(offset);
        string where = place.Length == 0 ? string.Empty : $" {place}:";
        string others = more switch
        {
            0 => string.Empty,
            1 => " One more thing is wrong in it.",
            _ => string.Create(CultureInfo.InvariantCulture, $" {more} more things are wrong in it."),
        };
        return new ComfyDepsException(
            ErrorCode.RegistryInvalid,
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' is not a valid registry: line {line}, column {column}:{where} {message}.{others}"),
            path,
            Hint);
    }

    /// <summary>The line and the column of a byte, as editors count: from one, and characters, not bytes.</summary>
    /// <param name="offset">The byte.</param>
    internal (int Line, int Column) PositionOf(int offset)
    {
        ReadOnlySpan<byte> before = bytes.Span[..Math.Min(offset, bytes.Length)];
        int start = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1);
    }
}
