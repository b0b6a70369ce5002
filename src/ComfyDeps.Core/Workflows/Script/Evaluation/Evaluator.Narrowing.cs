using System;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What a condition says about the values inside its branch.</content>
internal sealed partial class Evaluator
{
    /// <summary>In a branch, drops the values with which it would not be taken.</summary>
    private void Narrow(Expression test, Scope scope, bool truth)
    {
        switch (test)
        {
            case Identifier name:
                Keep(name, scope, option => Values.Truth(option) != !truth);
                break;
            case UnaryExpression { Operator: UnaryOperator.Not } not:
                Narrow(not.Operand, scope, !truth);
                break;
            case BinaryExpression { Operator: BinaryOperator.And } both when truth:
                Narrow(both.Left, scope, true);
                Narrow(both.Right, scope, true);
                break;
            case BinaryExpression { Operator: BinaryOperator.Or } either when !truth:
                Narrow(either.Left, scope, false);
                Narrow(either.Right, scope, false);
                break;
            case BinaryExpression { Left: Identifier left, Right: StringLiteral or NumericLiteral or NullLiteral
                or BooleanLiteral or Identifier { Name: "undefined" } } compare:
                bool isEqual = compare.Operator is BinaryOperator.StrictEqual or BinaryOperator.LooseEqual;
                if (isEqual || compare.Operator is BinaryOperator.StrictNotEqual or BinaryOperator.LooseNotEqual)
                {
                    bool isStrict = compare.Operator is BinaryOperator.StrictEqual or BinaryOperator.StrictNotEqual;
                    Value constant = Evaluate(compare.Right, scope);
                    Keep(left, scope, option => AreEqual(option, constant, isStrict) != (truth != isEqual));
                }

                break;
            default:
                break;
        }
    }

    private void Keep(Identifier name, Scope scope, Func<Value, bool> condition)
    {
        if (Find(name.Name, scope) is { } holder && holder.TryGet(name.Name, out Value? value)
            && value is UnionValue && Values.Where(value, condition) is { } kept && !ReferenceEquals(kept, value))
        {
            holder.Set(_heap, name.Name, kept);
        }
    }
}
