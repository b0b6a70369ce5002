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

        return word switch
        {
            "abstract" => TokenKind.AbstractKeyword,
            "accessor" => TokenKind.AccessorKeyword,
            "as" => TokenKind.AsKeyword,
            "assert" => TokenKind.AssertKeyword,
            "asserts" => TokenKind.AssertsKeyword,
            "async" => TokenKind.AsyncKeyword,
            "await" => TokenKind.AwaitKeyword,
            "break" => TokenKind.BreakKeyword,
            "case" => TokenKind.CaseKeyword,
            "catch" => TokenKind.CatchKeyword,
            "class" => TokenKind.ClassKeyword,
            "const" => TokenKind.ConstKeyword,
            "constructor" => TokenKind.ConstructorKeyword,
            "continue" => TokenKind.ContinueKeyword,
            "debugger" => TokenKind.DebuggerKeyword,
            "declare" => TokenKind.DeclareKeyword,
            "default" => TokenKind.DefaultKeyword,
            "defer" => TokenKind.DeferKeyword,
            "delete" => TokenKind.DeleteKeyword,
            "do" => TokenKind.DoKeyword,
            "else" => TokenKind.ElseKeyword,
            "enum" => TokenKind.EnumKeyword,
            "export" => TokenKind.ExportKeyword,
            "extends" => TokenKind.ExtendsKeyword,
            "false" => TokenKind.FalseKeyword,
            "finally" => TokenKind.FinallyKeyword,
            "for" => TokenKind.ForKeyword,
            "from" => TokenKind.FromKeyword,
            "function" => TokenKind.FunctionKeyword,
            "get" => TokenKind.GetKeyword,
            "global" => TokenKind.GlobalKeyword,
            "if" => TokenKind.IfKeyword,
            "implements" => TokenKind.ImplementsKeyword,
            "import" => TokenKind.ImportKeyword,
            "in" => TokenKind.InKeyword,
            "infer" => TokenKind.InferKeyword,
            "instanceof" => TokenKind.InstanceOfKeyword,
            "interface" => TokenKind.InterfaceKeyword,
            "is" => TokenKind.IsKeyword,
            "keyof" => TokenKind.KeyOfKeyword,
            "let" => TokenKind.LetKeyword,
            "module" => TokenKind.ModuleKeyword,
            "namespace" => TokenKind.NamespaceKeyword,
            "new" => TokenKind.NewKeyword,
            "null" => TokenKind.NullKeyword,
            "of" => TokenKind.OfKeyword,
            "out" => TokenKind.OutKeyword,
            "override" => TokenKind.OverrideKeyword,
            "package" => TokenKind.PackageKeyword,
            "private" => TokenKind.PrivateKeyword,
            "protected" => TokenKind.ProtectedKeyword,
            "public" => TokenKind.PublicKeyword,
            "readonly" => TokenKind.ReadonlyKeyword,
            "require" => TokenKind.RequireKeyword,
            "return" => TokenKind.ReturnKeyword,
            "satisfies" => TokenKind.SatisfiesKeyword,
            "set" => TokenKind.SetKeyword,
            "static" => TokenKind.StaticKeyword,
            "super" => TokenKind.SuperKeyword,
            "switch" => TokenKind.SwitchKeyword,
            "this" => TokenKind.ThisKeyword,
            "throw" => TokenKind.ThrowKeyword,
            "true" => TokenKind.TrueKeyword,
            "try" => TokenKind.TryKeyword,
            "type" => TokenKind.TypeKeyword,
            "typeof" => TokenKind.TypeOfKeyword,
            "unique" => TokenKind.UniqueKeyword,
            "using" => TokenKind.UsingKeyword,
            "var" => TokenKind.VarKeyword,
            "void" => TokenKind.VoidKeyword,
            "while" => TokenKind.WhileKeyword,
            "with" => TokenKind.WithKeyword,
            "yield" => TokenKind.YieldKeyword,
            _ => TokenKind.Identifier,
        };
    }
}
