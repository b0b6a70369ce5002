using System;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>The words of the language.</summary>
internal static class Keywords
{
    /// <summary>The kind of a word: a keyword's, or <see cref="TokenKind.Identifier"/>.</summary>
    public static TokenKind KindOf(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > 11 || word[0] is < 'a' or > 'y')
        {
            return TokenKind.Identifier;
        }

        return ReservedKindOf(word);
    }

    /// <summary>Words that name nothing anywhere.</summary>
    private static TokenKind ReservedKindOf(ReadOnlySpan<char> word)
        => word switch
        {
            "break" => TokenKind.BreakKeyword,
            "case" => TokenKind.CaseKeyword,
            "catch" => TokenKind.CatchKeyword,
            "class" => TokenKind.ClassKeyword,
            "const" => TokenKind.ConstKeyword,
            "continue" => TokenKind.ContinueKeyword,
            "debugger" => TokenKind.DebuggerKeyword,
            "default" => TokenKind.DefaultKeyword,
            "delete" => TokenKind.DeleteKeyword,
            "do" => TokenKind.DoKeyword,
            "else" => TokenKind.ElseKeyword,
            "enum" => TokenKind.EnumKeyword,
            "export" => TokenKind.ExportKeyword,
            "extends" => TokenKind.ExtendsKeyword,
            "false" => TokenKind.FalseKeyword,
            "finally" => TokenKind.FinallyKeyword,
            "for" => TokenKind.ForKeyword,
            "function" => TokenKind.FunctionKeyword,
            "if" => TokenKind.IfKeyword,
            "import" => TokenKind.ImportKeyword,
            "in" => TokenKind.InKeyword,
            "instanceof" => TokenKind.InstanceOfKeyword,
            "new" => TokenKind.NewKeyword,
            "null" => TokenKind.NullKeyword,
            "return" => TokenKind.ReturnKeyword,
            "super" => TokenKind.SuperKeyword,
            "switch" => TokenKind.SwitchKeyword,
            "this" => TokenKind.ThisKeyword,
            "throw" => TokenKind.ThrowKeyword,
            "true" => TokenKind.TrueKeyword,
            "try" => TokenKind.TryKeyword,
            "typeof" => TokenKind.TypeOfKeyword,
            "var" => TokenKind.VarKeyword,
            "void" => TokenKind.VoidKeyword,
            "while" => TokenKind.WhileKeyword,
            "with" => TokenKind.WithKeyword,
            _ => StrictKindOf(word),
        };

    /// <summary>Words that are reserved in strict code only.</summary>
    private static TokenKind StrictKindOf(ReadOnlySpan<char> word)
        => word switch
        {
            "implements" => TokenKind.ImplementsKeyword,
            "interface" => TokenKind.InterfaceKeyword,
            "let" => TokenKind.LetKeyword,
            "package" => TokenKind.PackageKeyword,
            "private" => TokenKind.PrivateKeyword,
            "protected" => TokenKind.ProtectedKeyword,
            "public" => TokenKind.PublicKeyword,
            "static" => TokenKind.StaticKeyword,
            "yield" => TokenKind.YieldKeyword,
            _ => ContextualKindOf(word),
        };

    /// <summary>Words that mean something only where they stand: most are TypeScript's.</summary>
    private static TokenKind ContextualKindOf(ReadOnlySpan<char> word)
        => word switch
        {
            "abstract" => TokenKind.AbstractKeyword,
            "accessor" => TokenKind.AccessorKeyword,
            "as" => TokenKind.AsKeyword,
            "assert" => TokenKind.AssertKeyword,
            "asserts" => TokenKind.AssertsKeyword,
            "async" => TokenKind.AsyncKeyword,
            "await" => TokenKind.AwaitKeyword,
            "constructor" => TokenKind.ConstructorKeyword,
            "declare" => TokenKind.DeclareKeyword,
            "defer" => TokenKind.DeferKeyword,
            "from" => TokenKind.FromKeyword,
            "get" => TokenKind.GetKeyword,
            "global" => TokenKind.GlobalKeyword,
            "infer" => TokenKind.InferKeyword,
            "is" => TokenKind.IsKeyword,
            "keyof" => TokenKind.KeyOfKeyword,
            "module" => TokenKind.ModuleKeyword,
            "namespace" => TokenKind.NamespaceKeyword,
            "of" => TokenKind.OfKeyword,
            "out" => TokenKind.OutKeyword,
            "override" => TokenKind.OverrideKeyword,
            "readonly" => TokenKind.ReadonlyKeyword,
            "require" => TokenKind.RequireKeyword,
            "satisfies" => TokenKind.SatisfiesKeyword,
            "set" => TokenKind.SetKeyword,
            "type" => TokenKind.TypeKeyword,
            "unique" => TokenKind.UniqueKeyword,
            "using" => TokenKind.UsingKeyword,
            _ => TokenKind.Identifier,
        };
}
