using System;
using System.Collections.Generic;
using System.Text;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>One line of what a host tells.</summary>
/// <param name="Kind">What it is about: a letter, or <c>end</c>.</param>
/// <param name="Bytes">What it says, without escapes.</param>
/// <param name="SentLength">How long the line was on its way, without the word before it.</param>
internal sealed record ProbeLine(string Kind, byte[] Bytes, int SentLength)
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>What it says as text.</summary>
    internal string Text => Decode(Bytes);

    /// <summary>Bytes as text: names that are no UTF-8 keep one character for each byte.</summary>
    /// <param name="bytes">The bytes.</param>
    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>Reads a line; null for one that the probe did not write.</summary>
    /// <param name="line">The line.</param>
    /// <param name="nonce">The word by which the probe's lines are told.</param>
    internal static ProbeLine? Parse(ReadOnlySpan<byte> line, ReadOnlySpan<byte> nonce)
    {
        // What others print without a line end stands before it.
        int start = line.LastIndexOf(nonce);
        if (start < 0 || start + nonce.Length >= line.Length || line[start + nonce.Length] != (byte)' ')
        {
            return null;
        }

        ReadOnlySpan<byte> sent = line[(start + nonce.Length + 1)..];
        int space = sent.IndexOf((byte)' ');
        string kind = Encoding.Latin1.GetString(space < 0 ? sent : sent[..space]);
        return new ProbeLine(kind, space < 0 ? [] : Unescape(sent[(space + 1)..]), sent.Length);
    }

    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return text.ToArray();
        }

        List<byte> bytes = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'\\'
                && i + 3 < text.Length
                && IsOctal(text[i + 1])
                && IsOctal(text[i + 2])
                && IsOctal(text[i + 3]))
            {
                bytes.Add((byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0')));
                i += 3;
            }
            else
            {
                bytes.Add(text[i]);
            }
        }

        return [.. bytes];
    }

    private static bool IsOctal(byte b) => b is >= (byte)'0' and <= (byte)'7';
}
