using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Names and words.</content>
internal sealed partial class Lexer
{
    /// <summary>The name that the current token is, escapes resolved.</summary>
    public string Name => HasEscape ? _names.Intern(Unescape(Span)) : _names.Intern(Span);

    /// <summary>One string for the characters, however often they come.</summary>
    public string Intern(ReadOnlySpan<char> characters) => _names.Intern(characters);

    /// <summary>Reads on behind the current name, as tags and attributes may have a <c>-</c> in them.</summary>
    public void ExtendJsxName()
    {
        if (Kind < TokenKind.BreakKeyword)
        {
            return;
        }

        while (End < _text.Length && (_text[End] == '-' || IsNamePart(_text[End])))
        {
            End++;
            Kind = TokenKind.Identifier;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNameStart(char c)
        => c < '\u0080' ? (uint)((c | 0x20) - 'a') < 26 || c is '_' or '$' : char.IsLetter(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNamePart(char c)
        => (uint)((c | 0x20) - 'a') < 26
            || (uint)(c - '0') < 10
            || c is '_' or '$'
            || (c >= '\u0080' && IsWideNamePart(c));

    private static bool IsNameStart(Rune rune)
        => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
                    => true,
            _ => rune.Value is '_' or '$' or 0x1885 or 0x1886 or 0x2118 or 0x212E or 0x309B or 0x309C,
        };

    private static bool IsNamePart(Rune rune)
        => IsNameStart(rune) || Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => true,
            _ => rune.Value is 0x200C or 0x200D or 0x00B7 or 0x0387 or 0x19DA or (>= 0x1369 and <= 0x1371),
        };

    private static bool IsWideNamePart(char c) => Rune.TryCreate(c, out Rune rune) && IsNamePart(rune);

    private TokenKind ScanName()
    {
        ScanNameParts();
        return Keywords.KindOf(HasEscape ? Unescape(Span) : Span);
    }

    private void ScanNameParts()
    {
        while (End < _text.Length)
        {
            char c = _text[End];
            if (IsNamePart(c))
            {
                End++;
            }
            else if (c == '\\' && TryScanNameEscape())
            {
                HasEscape = true;
            }
            else if (char.IsHighSurrogate(c) && Rune.TryGetRuneAt(_text, End, out Rune rune) && IsNamePart(rune))
            {
                End += 2;
            }
            else
            {
                return;
            }
        }
    }

    private TokenKind ScanEscapedName()
    {
        if (TryScanNameEscape())
        {
            HasEscape = true;
            return ScanName();
        }

        _errors.Add(End, "This character cannot stand here.");
        return Take(1, TokenKind.Invalid);
    }

    private TokenKind ScanHash()
    {
        End++;
        int start = End;
        ScanNameParts();
        if (End > start)
        {
            return TokenKind.PrivateName;
        }

        _errors.Add(Start, "A name is expected behind '#'.");
        return TokenKind.Invalid;
    }

    /// <summary>Passes over <c>\u0041</c> or <c>\u{41}</c> when it stands for a character of a name.</summary>
    private bool TryScanNameEscape()
    {
        int length = EscapeDecoder.ReadUnicode(_text.AsSpan(End), out int value);
        if (length == 0 || !Rune.TryCreate(value, out Rune rune) || !IsNamePart(rune))
        {
            return false;
        }

        End += length;
        return true;
    }

    private static string Unescape(ReadOnlySpan<char> name)
    {
        StringBuilder result = new(name.Length);
        while (!name.IsEmpty)
        {
            int length = EscapeDecoder.ReadUnicode(name, out int value);
            if (length > 0 && Rune.TryCreate(value, out Rune rune))
            {
                result.Append(rune.ToString());
                name = name[length..];
            }
            else
            {
                result.Append(name[0]);
                name = name[1..];
            }
        }

        return result.ToString();
    }
}
