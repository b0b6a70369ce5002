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

/// <summary>Which tokens are operators.</summary>
internal static class Operators
{
    /// <summary>How tightly an operator binds its operands, from 1; 0 for what is none.</summary>
    public static int Precedence(TokenKind token)
        => token switch
        {
            TokenKind.QuestionQuestion => 1,
            TokenKind.BarBar => 2,
            TokenKind.AmpersandAmpersand => 3,
            TokenKind.Bar => 4,
            TokenKind.Caret => 5,
            TokenKind.Ampersand => 6,
            TokenKind.EqualsEquals or TokenKind.ExclamationEquals or TokenKind.EqualsEqualsEquals
                or TokenKind.ExclamationEqualsEquals => 7,
            TokenKind.LessThan or TokenKind.GreaterThan or TokenKind.LessThanEquals or TokenKind.GreaterThanEquals
                or TokenKind.InKeyword or TokenKind.InstanceOfKeyword or TokenKind.AsKeyword
                or TokenKind.SatisfiesKeyword => 8,
            TokenKind.LessThanLessThan or TokenKind.GreaterThanGreaterThan
                or TokenKind.GreaterThanGreaterThanGreaterThan => 9,
            TokenKind.Plus or TokenKind.Minus => 10,
            TokenKind.Asterisk or TokenKind.Slash or TokenKind.Percent => 11,
            TokenKind.AsteriskAsterisk => 12,
            _ => 0,
        };

    /// <summary>The operator that a token is.</summary>
    public static BinaryOperator OfBinary(TokenKind token)
        => token switch
        {
            TokenKind.Plus => BinaryOperator.Add,
            TokenKind.Minus => BinaryOperator.Subtract,
            TokenKind.Asterisk => BinaryOperator.Multiply,
            TokenKind.Slash => BinaryOperator.Divide,
            TokenKind.Percent => BinaryOperator.Remainder,
            TokenKind.AsteriskAsterisk => BinaryOperator.Power,
            TokenKind.Ampersand => BinaryOperator.BitAnd,
            TokenKind.Bar => BinaryOperator.BitOr,
            TokenKind.Caret => BinaryOperator.BitXor,
            TokenKind.LessThanLessThan => BinaryOperator.ShiftLeft,
            TokenKind.GreaterThanGreaterThan => BinaryOperator.ShiftRight,
            TokenKind.GreaterThanGreaterThanGreaterThan => BinaryOperator.ShiftRightUnsigned,
            TokenKind.EqualsEquals => BinaryOperator.LooseEqual,
            TokenKind.ExclamationEquals => BinaryOperator.LooseNotEqual,
            TokenKind.EqualsEqualsEquals => BinaryOperator.StrictEqual,
            TokenKind.ExclamationEqualsEquals => BinaryOperator.StrictNotEqual,
            TokenKind.LessThan => BinaryOperator.Less,
            TokenKind.LessThanEquals => BinaryOperator.LessOrEqual,
            TokenKind.GreaterThan => BinaryOperator.Greater,
            TokenKind.GreaterThanEquals => BinaryOperator.GreaterOrEqual,
            TokenKind.InKeyword => BinaryOperator.In,
            TokenKind.InstanceOfKeyword => BinaryOperator.InstanceOf,
            TokenKind.AmpersandAmpersand => BinaryOperator.And,
            TokenKind.BarBar => BinaryOperator.Or,
            _ => BinaryOperator.Coalesce,
        };

    /// <summary>The operator in front of the <c>=</c>, or null for <c>=</c> alone.</summary>
    public static BinaryOperator? OfAssignment(TokenKind token)
        => token switch
        {
            TokenKind.PlusEquals => BinaryOperator.Add,
            TokenKind.MinusEquals => BinaryOperator.Subtract,
            TokenKind.AsteriskEquals => BinaryOperator.Multiply,
            TokenKind.AsteriskAsteriskEquals => BinaryOperator.Power,
            TokenKind.SlashEquals => BinaryOperator.Divide,
            TokenKind.PercentEquals => BinaryOperator.Remainder,
            TokenKind.LessThanLessThanEquals => BinaryOperator.ShiftLeft,
            TokenKind.GreaterThanGreaterThanEquals => BinaryOperator.ShiftRight,
            TokenKind.GreaterThanGreaterThanGreaterThanEquals => BinaryOperator.ShiftRightUnsigned,
            TokenKind.AmpersandEquals => BinaryOperator.BitAnd,
            TokenKind.BarEquals => BinaryOperator.BitOr,
            TokenKind.CaretEquals => BinaryOperator.BitXor,
            TokenKind.BarBarEquals => BinaryOperator.Or,
            TokenKind.AmpersandAmpersandEquals => BinaryOperator.And,
            TokenKind.QuestionQuestionEquals => BinaryOperator.Coalesce,
            _ => null,
        };

    /// <summary>The operator in front of an operand that a token is.</summary>
    public static UnaryOperator OfUnary(TokenKind token)
        => token switch
        {
            TokenKind.Plus => UnaryOperator.Plus,
            TokenKind.Minus => UnaryOperator.Minus,
            TokenKind.Tilde => UnaryOperator.BitNot,
            TokenKind.Exclamation => UnaryOperator.Not,
            TokenKind.TypeOfKeyword => UnaryOperator.TypeOf,
            TokenKind.VoidKeyword => UnaryOperator.Void,
            _ => UnaryOperator.Delete,
        };
}
