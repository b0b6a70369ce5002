namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>An operator with two operands.</summary>
internal enum BinaryOperator
{
    /// <summary><c>+</c></summary>
    Add,

    /// <summary><c>-</c></summary>
    Subtract,

    /// <summary><c>*</c></summary>
    Multiply,

    /// <summary><c>/</c></summary>
    Divide,

    /// <summary><c>%</c></summary>
    Remainder,

    /// <summary><c>**</c></summary>
    Power,

    /// <summary><c>&amp;</c></summary>
    BitAnd,

    /// <summary><c>|</c></summary>
    BitOr,

    /// <summary><c>^</c></summary>
    BitXor,

    /// <summary><c>&lt;&lt;</c></summary>
    ShiftLeft,

    /// <summary><c>&gt;&gt;</c></summary>
    ShiftRight,

    /// <summary><c>&gt;&gt;&gt;</c></summary>
    ShiftRightUnsigned,

    /// <summary><c>==</c></summary>
    LooseEqual,

    /// <summary><c>!=</c></summary>
    LooseNotEqual,

    /// <summary><c>===</c></summary>
    StrictEqual,

    /// <summary><c>!==</c></summary>
    StrictNotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>in</c>; on its left may stand a <see cref="PrivateName"/>.</summary>
    In,

    /// <summary><c>instanceof</c></summary>
    InstanceOf,

    /// <summary><c>&amp;&amp;</c></summary>
    And,

    /// <summary><c>||</c></summary>
    Or,

    /// <summary><c>??</c></summary>
    Coalesce,
}

/// <summary>An operator in front of one operand.</summary>
internal enum UnaryOperator
{
    /// <summary><c>!</c></summary>
    Not,

    /// <summary><c>+</c></summary>
    Plus,

    /// <summary><c>-</c></summary>
    Minus,

    /// <summary><c>~</c></summary>
    BitNot,

    /// <summary><c>typeof</c></summary>
    TypeOf,

    /// <summary><c>void</c></summary>
    Void,

    /// <summary><c>delete</c></summary>
    Delete,
}
