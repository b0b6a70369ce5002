using System;
using System.Linq;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>The words of the language.</summary>
internal static class Keywords
{
    private const int Shortest = 2;
    private const int Longest = 11;
    private const char LastLetter = 'y';

    /// <summary>Words that name nothing anywhere.</summary>
    private static readonly (string Word, TokenKind Kind)[] s_reserved =
    [
        ("break", TokenKind.BreakKeyword),
        ("case", TokenKind.CaseKeyword),
        ("catch", TokenKind.CatchKeyword),
        ("class", TokenKind.ClassKeyword),
        ("const", TokenKind.ConstKeyword),
        ("continue", TokenKind.ContinueKeyword),
        ("debugger", TokenKind.DebuggerKeyword),
        ("default", TokenKind.DefaultKeyword),
        ("delete", TokenKind.DeleteKeyword),
        ("do", TokenKind.DoKeyword),
        ("else", TokenKind.ElseKeyword),
        ("enum", TokenKind.EnumKeyword),
        ("export", TokenKind.ExportKeyword),
        ("extends", TokenKind.ExtendsKeyword),
        ("false", TokenKind.FalseKeyword),
        ("finally", TokenKind.FinallyKeyword),
        ("for", TokenKind.ForKeyword),
        ("function", TokenKind.FunctionKeyword),
        ("if", TokenKind.IfKeyword),
        ("import", TokenKind.ImportKeyword),
        ("in", TokenKind.InKeyword),
        ("instanceof", TokenKind.InstanceOfKeyword),
        ("new", TokenKind.NewKeyword),
        ("null", TokenKind.NullKeyword),
        ("return", TokenKind.ReturnKeyword),
        ("super", TokenKind.SuperKeyword),
        ("switch", TokenKind.SwitchKeyword),
        ("this", TokenKind.ThisKeyword),
        ("throw", TokenKind.ThrowKeyword),
        ("true", TokenKind.TrueKeyword),
        ("try", TokenKind.TryKeyword),
        ("typeof", TokenKind.TypeOfKeyword),
        ("var", TokenKind.VarKeyword),
        ("void", TokenKind.VoidKeyword),
        ("while", TokenKind.WhileKeyword),
        ("with", TokenKind.WithKeyword),
    ];

    /// <summary>Words that are reserved in strict code only.</summary>
    private static readonly (string Word, TokenKind Kind)[] s_strict =
    [
        ("implements", TokenKind.ImplementsKeyword),
        ("interface", TokenKind.InterfaceKeyword),
        ("let", TokenKind.LetKeyword),
        ("package", TokenKind.PackageKeyword),
        ("private", TokenKind.PrivateKeyword),
        ("protected", TokenKind.ProtectedKeyword),
        ("public", TokenKind.PublicKeyword),
        ("static", TokenKind.StaticKeyword),
        ("yield", TokenKind.YieldKeyword),
    ];

    /// <summary>Words that mean something only where they stand: most are TypeScript's.</summary>
    private static readonly (string Word, TokenKind Kind)[] s_contextual =
    [
        ("abstract", TokenKind.AbstractKeyword),
        ("accessor", TokenKind.AccessorKeyword),
        ("as", TokenKind.AsKeyword),
        ("assert", TokenKind.AssertKeyword),
        ("asserts", TokenKind.AssertsKeyword),
        ("async", TokenKind.AsyncKeyword),
        ("await", TokenKind.AwaitKeyword),
        ("constructor", TokenKind.ConstructorKeyword),
        ("declare", TokenKind.DeclareKeyword),
        ("defer", TokenKind.DeferKeyword),
        ("from", TokenKind.FromKeyword),
        ("get", TokenKind.GetKeyword),
        ("global", TokenKind.GlobalKeyword),
        ("infer", TokenKind.InferKeyword),
        ("is", TokenKind.IsKeyword),
        ("keyof", TokenKind.KeyOfKeyword),
        ("module", TokenKind.ModuleKeyword),
        ("namespace", TokenKind.NamespaceKeyword),
        ("of", TokenKind.OfKeyword),
        ("out", TokenKind.OutKeyword),
        ("override", TokenKind.OverrideKeyword),
        ("readonly", TokenKind.ReadonlyKeyword),
        ("require", TokenKind.RequireKeyword),
        ("satisfies", TokenKind.SatisfiesKeyword),
        ("set", TokenKind.SetKeyword),
        ("type", TokenKind.TypeKeyword),
        ("unique", TokenKind.UniqueKeyword),
        ("using", TokenKind.UsingKeyword),
    ];

    /// <summary>
    /// The words by their first letter and their length: each name of each file is looked up, and most of those that
    /// are no word of the language find their slot empty.
    /// </summary>
    private static readonly (string Word, TokenKind Kind)[][] s_slots = Sort();

    /// <summary>The kind of a word: a keyword's, or <see cref="TokenKind.Identifier"/>.</summary>
    public static TokenKind KindOf(ReadOnlySpan<char> word)
    {
        if (word.Length is < Shortest or > Longest || word[0] is < 'a' or > LastLetter)
        {
            return TokenKind.Identifier;
        }

        foreach ((string known, TokenKind kind) in s_slots[SlotOf(word)])
        {
            if (word.SequenceEqual(known))
            {
                return kind;
            }
        }

        return TokenKind.Identifier;
    }

    private static int SlotOf(ReadOnlySpan<char> word)
        => ((word[0] - 'a') * (Longest - Shortest + 1)) + (word.Length - Shortest);

    private static (string Word, TokenKind Kind)[][] Sort()
    {
        int count = (LastLetter - 'a' + 1) * (Longest - Shortest + 1);
        ILookup<int, (string, TokenKind)> words = s_reserved.Concat(s_strict).Concat(s_contextual)
            .ToLookup(static entry => SlotOf(entry.Word));
        return [.. Enumerable.Range(0, count).Select(slot => words[slot].ToArray())];
    }
}
