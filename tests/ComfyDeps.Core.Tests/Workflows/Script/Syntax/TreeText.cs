using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Core.Tests.Workflows.Script.Syntax;

/// <summary>
/// Writes expressions with every operator in parentheses, so that a test can say what was understood.
/// </summary>
internal static class TreeText
{
    public static ScriptTree Parse(string text, ScriptLanguage language = ScriptLanguage.TypeScript)
        => ScriptParser.Parse(text, language, TestContext.Current.CancellationToken);

    public static ScriptTree ParseClean(string text, ScriptLanguage language = ScriptLanguage.TypeScript)
    {
        ScriptTree tree = Parse(text, language);
        Assert.Empty(tree.Errors);
        return tree;
    }

    public static string OfOnlyExpression(string text, ScriptLanguage language = ScriptLanguage.TypeScript)
    {
        Statement statement = Assert.Single(ParseClean(text, language).Program.Body);
        return Of(Assert.IsType<ExpressionStatement>(statement).Expression);
    }

    public static string Of(SyntaxNode? node)
        => node switch
        {
            null => "-",
            Identifier name => name.Name,
            PrivateName name => name.Name,
            StringLiteral text => $"'{text.Value}'",
            NumericLiteral number => JsNumber.Format(number.Value),
            BigIntLiteral number => number.Digits + "n",
            BooleanLiteral value => value.Value ? "true" : "false",
            NullLiteral => "null",
            ThisExpression => "this",
            SuperExpression => "super",
            RegExpLiteral regExp => $"regexp<{regExp.Pattern}|{regExp.Flags}>",
            TemplateLiteral template => "`" + string.Concat(template.Texts.Select(
                (text, i) => text.Value
                    + (i < template.Expressions.Length ? "${" + Of(template.Expressions[i]) + "}" : ""))) + "`",
            TaggedTemplate tagged => Of(tagged.Tag) + Of(tagged.Template),
            ArrayLiteral array => $"[{List(array.Elements)}]",
            ObjectLiteral literal => $"{{{List(literal.Members)}}}",
            ObjectPattern pattern => $"pattern{{{List(pattern.Properties)}|{Of(pattern.Rest)}}}",
            ArrayPattern pattern => $"pattern[{List(pattern.Elements)}|{Of(pattern.Rest)}]",
            PatternProperty property => $"{Of(property.Key)}:{Of(property.Target)}={Of(property.Default)}",
            PatternElement element => $"{Of(element.Target)}={Of(element.Default)}",
            PropertyAssignment property => $"{Of(property.Key)}:{Of(property.Value)}",
            ShorthandProperty property => property.Name.Name,
            SpreadProperty spread => "..." + Of(spread.Argument),
            SpreadElement spread => "..." + Of(spread.Argument),
            MethodProperty method => $"{method.Kind} {Of(method.Key)}{Of(method.Function)}",
            PropertyKey key => key.Name ?? $"[{Of(key.Computed)}]",
            MemberExpression member => $"{Of(member.Object)}{(member.IsOptional ? "?." : ".")}{member.Name}",
            IndexExpression index => $"{Of(index.Object)}{(index.IsOptional ? "?." : "")}[{Of(index.Index)}]",
            CallExpression call => $"{Of(call.Callee)}{(call.IsOptional ? "?." : "")}({List(call.Arguments)})",
            NewExpression created => $"new {Of(created.Callee)}({List(created.Arguments)})",
            ImportExpression import => $"import({Of(import.Source)},{Of(import.Options)})",
            MetaProperty meta => meta.Name,
            UnaryExpression unary => $"({unary.Operator} {Of(unary.Operand)})",
            UpdateExpression update => $"({(update.IsPrefix ? "pre" : "post")}{(update.IsIncrement ? "++" : "--")} "
                + $"{Of(update.Operand)})",
            BinaryExpression binary => $"({Of(binary.Left)} {binary.Operator} {Of(binary.Right)})",
            ConditionalExpression choice => $"({Of(choice.Test)} ? {Of(choice.Then)} : {Of(choice.Otherwise)})",
            AssignmentExpression assignment
                => $"({Of(assignment.Target)} {assignment.Operator}= {Of(assignment.Value)})",
            SequenceExpression sequence => $"seq({List(sequence.Expressions)})",
            AwaitExpression awaited => $"(await {Of(awaited.Argument)})",
            YieldExpression yielded => $"(yield{(yielded.IsDelegate ? "*" : "")} {Of(yielded.Argument)})",
            FunctionNode function => OfFunction(function),
            Parameter parameter => OfParameter(parameter),
            ClassNode type => $"class {Of(type.Name)}:{Of(type.SuperClass)}{{{List(type.Members)}}}",
            FieldMember field => $"{(field.IsStatic ? "static " : "")}field {Of(field.Key)}={Of(field.Value)}",
            MethodMember method => $"{(method.IsStatic ? "static " : "")}{method.Kind} {Of(method.Key)}"
                + $"{Of(method.Function)}",
            StaticBlock => "static block",
            JsxElement element => $"<{element.Name}{Of(element.Tag)} {List(element.Attributes)}>"
                + $"{List(element.Children)}</>",
            JsxAttribute attribute => $"{attribute.Name ?? "..."}={Of(attribute.Value)}",
            JsxText text => $"text'{text.Value}'",
            _ => node.GetType().Name,
        };

    private static string OfFunction(FunctionNode function)
    {
        string name = (function.IsAsync ? "async " : "")
            + (function.IsArrow ? "arrow" : "fn")
            + (function.IsGenerator ? "*" : "");
        string body = function.Body is Expression expression ? Of(expression) : "block";
        return $"{name}({List(function.Parameters)}){body}";
    }

    private static string OfParameter(Parameter parameter)
        => (parameter.IsProperty ? "property " : "") + (parameter.IsRest ? "..." : "") + Of(parameter.Target)
            + (parameter.Default is null ? "" : "=" + Of(parameter.Default));

    private static string List(IEnumerable<SyntaxNode?> nodes) => string.Join(", ", nodes.Select(Of));
}
