using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ComfyDeps.Sources.DirectUrl;

/// <summary>The short text that git has in the place of a large file: it names the file's hash and size.</summary>
internal static partial class LfsPointer
{
    /// <summary>No pointer is longer.</summary>
    internal const int LongestPointer = 1024;

    /// <summary>Reads a pointer; false for what is none.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="sha256">The SHA-256 of the file's content.</param>
    /// <param name="size">The file's size.</param>
    internal static bool TryRead(ReadOnlySpan<byte> body, out string sha256, out long size)
    {
        sha256 = string.Empty;
        size = 0;
        if (body.Length > LongestPointer || !body.StartsWith("version https://git-lfs.github.com/spec/v1"u8))
        {
            return false;
        }

        Match match = Lines().Match(Encoding.ASCII.GetString(body));
        sha256 = match.Groups[1].Value;
        return match.Success
            && long.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }

    [GeneratedRegex(@"\noid sha256:([0-9a-f]{64})\r?\n(?:.*\n)*?size ([0-9]{1,18})\r?(?:\n|$)")]
    private static partial Regex Lines();
}
