namespace ComfyDeps.Catalog.Python;

/// <summary>What a token of Python is.</summary>
internal enum PythonTokenKind
{
    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A number, as written.</summary>
    Number,

    /// <summary>A string's content, escapes resolved.</summary>
    Text,

    /// <summary>A formatted string's content, as written between its quotes.</summary>
    Format,

    /// <summary>An operator or bracket.</summary>
    Operator,

    /// <summary>The end of a logical line.</summary>
    NewLine,

    /// <summary>The start of a deeper block.</summary>
    Indent,

    /// <summary>The end of a block.</summary>
    Dedent,

    /// <summary>The end of the file.</summary>
    End,
}

/// <summary>One token of Python.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
internal readonly record struct PythonToken(PythonTokenKind Kind, string Text)
{
    /// <summary>Whether it is an operator or a keyword with this text.</summary>
    /// <param name="text">The text.</param>
    internal bool Is(string text) => Kind is PythonTokenKind.Operator or PythonTokenKind.Name && Text == text;
}
