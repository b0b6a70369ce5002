using System.Collections.Generic;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>The names that a statement or a pattern declares.</summary>
internal static class DeclaredNames
{
    /// <summary>The names of a declaration.</summary>
    public static IEnumerable<string> Of(Statement statement)
    {
        switch (statement)
        {
            case FunctionDeclaration { Function.Name: { } name }:
                yield return name.Name;
                break;
            case ClassDeclaration { Class.Name: { } name }:
                yield return name.Name;
                break;
            case EnumDeclaration declaration:
                yield return declaration.Name.Name;
                break;
            case NamespaceDeclaration { Path: [{ } first, ..] }:
                yield return first.Name;
                break;
            case ImportEqualsDeclaration equals:
                yield return equals.Local.Name;
                break;
            case VariableStatement variables:
                foreach (VariableDeclarator declarator in variables.Declarators)
                {
                    foreach (string name in Of(declarator.Target))
                    {
                        yield return name;
                    }
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The names of a pattern.</summary>
    public static IEnumerable<string> Of(Expression target)
    {
        switch (target)
        {
            case Identifier identifier:
                yield return identifier.Name;
                break;
            case ObjectPattern pattern:
                foreach (PatternProperty property in pattern.Properties)
                {
                    foreach (string name in Of(property.Target))
                    {
                        yield return name;
                    }
                }

                foreach (string name in pattern.Rest is null ? [] : Of(pattern.Rest))
                {
                    yield return name;
                }

                break;
            case ArrayPattern pattern:
                foreach (PatternElement? element in pattern.Elements)
                {
                    foreach (string name in element is null ? [] : Of(element.Target))
                    {
                        yield return name;
                    }
                }

                foreach (string name in pattern.Rest is null ? [] : Of(pattern.Rest))
                {
                    yield return name;
                }

                break;
            default:
                break;
        }
    }
}
