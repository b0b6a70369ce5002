using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.ScriptTool;

/// <summary>
/// Counts what a tree is made of, with a sum over the places, so that two parsers' trees can be compared.
/// </summary>
internal sealed class TreeSummary
{
    private static readonly Dictionary<Type, PropertyInfo[]> s_children = [];

    /// <summary>For each kind how many there are, and the sum over their places.</summary>
    public SortedDictionary<string, uint[]> Parts { get; } = new(StringComparer.Ordinal);

    /// <summary>Every part, when it is wanted.</summary>
    public List<string>? Log { get; init; }

    /// <summary>Adds a node and all below it; with a stack of its own, as trees can be deep.</summary>
    public void Add(SyntaxNode root)
    {
        Stack<SyntaxNode> open = new([root]);
        while (open.TryPop(out SyntaxNode? node))
        {
            Count(node);
            foreach (PropertyInfo property in ChildrenOf(node.GetType()))
            {
                switch (property.GetValue(node))
                {
                    case SyntaxNode child:
                        open.Push(child);
                        break;
                    case IEnumerable children:
                        foreach (SyntaxNode child in children.OfType<SyntaxNode>())
                        {
                            open.Push(child);
                        }

                        break;
                }
            }
        }
    }

    private static PropertyInfo[] ChildrenOf(Type type)
    {
        if (!s_children.TryGetValue(type, out PropertyInfo[]? children))
        {
            children = [.. type.GetProperties().Where(property => IsChild(type, property))];
            s_children[type] = children;
        }

        return children;
    }

    private static bool IsChild(Type type, PropertyInfo property)
    {
        // Names of tags are compared as text, and a template's texts are part of it.
        if ((type == typeof(JsxElement) && property.Name == nameof(JsxElement.Tag))
            || property.Name == nameof(TemplateLiteral.Texts))
        {
            return false;
        }

        return typeof(SyntaxNode).IsAssignableFrom(property.PropertyType)
            || (property.PropertyType.IsGenericType && property.PropertyType != typeof(string)
                && typeof(IEnumerable).IsAssignableFrom(property.PropertyType));
    }

    private void Count(SyntaxNode node)
    {
        string? kind = KindOf(node);
        if (kind is null)
        {
            return;
        }

        // Methods start at their name for one parser and at their parameters for the other.
        int start = kind is "function" or "enum" or "namespace" ? node.End : node.Start;
        Log?.Add($"{kind} {start} {node.End}");
        if (!Parts.TryGetValue(kind, out uint[]? part))
        {
            Parts[kind] = part = [0, 0];
        }

        part[0]++;
        part[1] += ((uint)start * 31) + ((uint)node.End * 17);
    }

    private static string? KindOf(SyntaxNode node)
        => node switch
        {
            StringLiteral => "string",
            NumericLiteral => "number",
            BigIntLiteral => "bigint",
            TemplateLiteral => "template",
            TaggedTemplate => "tagged",
            RegExpLiteral => "regexp",
            Identifier => "name",
            ThisExpression => "this",
            BooleanLiteral => "boolean",
            NullLiteral => "null",
            CallExpression or ImportExpression => "call",
            NewExpression => "new",
            MemberExpression => "member",
            IndexExpression => "index",
            FunctionNode => "function",
            ClassNode => "class",
            ObjectLiteral or ObjectPattern => "object",
            ArrayLiteral or ArrayPattern => "array",
            BinaryExpression => "binary",
            UnaryExpression => "unary",
            UpdateExpression => "update",
            AwaitExpression => "await",
            YieldExpression => "yield",
            ConditionalExpression => "conditional",
            JsxElement => "element",
            IfStatement => "if",
            ForStatement => "for",
            ForInStatement => "forIn",
            ForOfStatement => "forOf",
            WhileStatement => "while",
            DoWhileStatement => "do",
            ReturnStatement => "return",
            ThrowStatement => "throw",
            TryStatement => "try",
            SwitchStatement => "switch",
            SwitchCase => "case",
            VariableDeclarator => "variable",
            EnumDeclaration => "enum",
            NamespaceDeclaration => "namespace",
            LabeledStatement => "label",
            _ => null,
        };
}
