using System;
using System.Buffers;
using System.Collections.Generic;
using ComfyDeps.Versioning;

namespace ComfyDeps.Inspection.Python;

/// <summary>
/// Says whether a requirement counts for an interpreter: the conditions that PEP 508 writes behind <c>;</c>.
/// </summary>
internal sealed class Marker
{
    private const int DeepestNesting = 32;

    private static readonly SearchValues<char> s_signs = SearchValues.Create("<>=!~");
    private static readonly SearchValues<char> s_letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");

    private readonly List<string> _words;
    private readonly PythonPlatform _platform;
    private readonly string _extra;
    private int _at;

    private Marker(List<string> words, PythonPlatform platform, string extra)
    {
        _words = words;
        _platform = platform;
        _extra = extra;
    }

    /// <summary>Whether the condition holds; null when it cannot be read, or asks for what is not known.</summary>
    /// <param name="text">The condition; null always holds.</param>
    /// <param name="platform">The interpreter.</param>
    /// <param name="extra">The extra that is asked for, or nothing.</param>
    internal static bool? Holds(string? text, PythonPlatform platform, string extra = "")
    {
        if (text is null)
        {
            return true;
        }

        if (Words(text) is not List<string> words)
        {
            return null;
        }

        Marker marker = new(words, platform, extra);
        try
        {
            bool? holds = marker.Either(0);
            return marker._at == words.Count ? holds : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Texts keep their first quote, so that they are told from words.</summary>
    private static List<string>? Words(string text)
    {
        List<string> words = [];
        for (int i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            int end = EndOfWord(text, i);
            if (end <= i)
            {
                return null;
            }

            words.Add(text[i] is '"' or '\'' ? '"' + text[(i + 1)..(end - 1)] : text[i..end]);
            i = end;
        }

        return words;
    }

    /// <summary>
    /// Where the word ends that begins there; not behind it where there is none, or no end of a text.
    /// </summary>
    private static int EndOfWord(string text, int start)
    {
        char c = text[start];
        return c is '(' or ')' ? start + 1
            : c is '"' or '\'' ? text.IndexOf(c, start + 1) + 1
            : EndOf(c is '<' or '>' or '=' or '!' or '~' ? s_signs : s_letters);

        int EndOf(SearchValues<char> characters)
        {
            int length = text.AsSpan(start).IndexOfAnyExcept(characters);
            return length < 0 ? text.Length : start + length;
        }
    }

    private string Next()
        => _at < _words.Count ? _words[_at++] : throw new FormatException("The condition ends early.");

    private bool Take(string word)
    {
        bool isNext = _at < _words.Count && _words[_at] == word;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private bool? Either(int depth)
    {
        bool? holds = Both(depth);
        while (Take("or"))
        {
            bool? other = Both(depth);
            holds = holds == true || other == true ? true : holds is null || other is null ? null : false;
        }

        return holds;
    }

    private bool? Both(int depth)
    {
        bool? holds = One(depth);
        while (Take("and"))
        {
            bool? other = One(depth);
            holds = holds == false || other == false ? false : holds is null || other is null ? null : true;
        }

        return holds;
    }

    private bool? One(int depth)
    {
        if (Take("("))
        {
            bool? inner = depth < DeepestNesting
                ? Either(depth + 1)
                : throw new FormatException("The condition nests too deep.");
            return Take(")") ? inner : throw new FormatException("A bracket is not closed.");
        }

        string left = Next();
        string sign = Next();
        sign = sign == "not" ? "not " + Next() : sign;
        string right = Next();
        return Compare(Value(left), sign, Value(right));
    }

    private string? Value(string word)
        => word[0] == '"' ? word[1..] : word == "extra" ? _extra : _platform.Value(word.Replace('.', '_'));

    private static bool? Compare(string? left, string sign, string? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        if (sign is "in" or "not in")
        {
            return right.Contains(left, StringComparison.Ordinal) == (sign == "in");
        }

        if (PythonVersion.TryParse(left, out PythonVersion? version)
            && PythonVersionSet.TryParse(sign + right, out PythonVersionSet? versions))
        {
            return versions.Includes(version);
        }

        int order = string.CompareOrdinal(left, right);
        return sign switch
        {
            "==" or "===" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => null,
        };
    }
}
