using System.Collections.Generic;

namespace ComfyDeps.Catalog.Python;

/// <content>Functions, classes and what stands before them.</content>
internal sealed partial class PythonParser
{
    private void Decorated(List<PythonStatement> into)
    {
        List<PythonExpression> decorators = [];
        while (Current.Is("@"))
        {
            _at++;
            PythonExpression decorator = Expression();
            SkipLine();
            if (decorator is CallExpression
                or NameExpression { Name: not ("classmethod" or "staticmethod" or "property") })
            {
                decorators.Add(decorator);
            }
        }

        _at += Current.Is("async") ? 1 : 0;
        List<PythonStatement> inner = [];
        Statement(inner);
        into.AddRange(
            decorators.Count == 0 || inner.Count != 1 ? inner : [new DecoratedStatement(decorators, inner[0])]);
    }

    private void Global(List<PythonStatement> into)
    {
        List<string> names = [];
        for (_at++; Current.Kind == PythonTokenKind.Name || Current.Is(","); _at++)
        {
            names.Add(Current.Text);
        }

        into.Add(new GlobalStatement(names));
        SkipLine();
    }

    private FunctionStatement Function()
    {
        _at++;
        string name = Current.Text;
        _at++;
        List<PythonParameter> parameters = [];
        if (Current.Is("("))
        {
            _at++;
            while (!Current.Is(")") && Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
            {
                Parameter(parameters);
            }
        }

        SkipToColon();
        List<PythonStatement> body = Block();
        // Only small functions help to name nodes; the history of a pack has very many large ones.
        return new FunctionStatement(
            name, parameters, Size(body) <= LargestFunction || name == "define_schema" ? body : []);
    }

    private static int Size(IReadOnlyList<PythonStatement> body)
    {
        int size = 0;
        foreach (PythonStatement statement in body)
        {
            size += 1 + statement switch
            {
                IfStatement choice => Size(choice.Then) + Size(choice.Else),
                ForStatement loop => Size(loop.Body),
                BlockStatement block => Size(block.Body),
                _ => 0,
            };
        }

        return size;
    }

    private void Parameter(List<PythonParameter> parameters)
    {
        int stars = Current.Is("**") ? 2 : Current.Is("*") ? 1 : 0;
        _at += stars > 0 ? 1 : 0;
        string? name = Current.Kind == PythonTokenKind.Name ? Current.Text : null;
        _at += name is null ? 0 : 1;
        if (Current.Is(":"))
        {
            _at++;
            Single();
        }

        PythonExpression? value = null;
        if (Current.Is("="))
        {
            _at++;
            value = Single();
        }

        if (name is not null)
        {
            parameters.Add(new PythonParameter(name, stars, value));
        }

        if (Current.Is(",") || Current.Is("/") || (name is null && stars == 0))
        {
            _at += Current.Kind == PythonTokenKind.End ? 0 : 1;
        }
    }

    private ClassStatement Class()
    {
        _at++;
        string name = Current.Text;
        _at++;
        IReadOnlyList<PythonArgument> bases = Current.Is("(") ? Arguments() : [];
        SkipToColon();
        return new ClassStatement(name, bases, Block());
    }
}
