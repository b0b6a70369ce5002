using ComfyDeps.Workflows.Script.Modules;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Enums and namespaces.</content>
internal sealed partial class Evaluator
{
    private ObjectValue MakeEnum(EnumDeclaration declaration, Scope scope)
    {
        ObjectValue result = NewObject(At(declaration, scope));
        Scope inner = new(_heap, scope);
        double next = 0;
        foreach (EnumMember member in declaration.Members)
        {
            string? name = member.Key.Name ?? Values.KeyOf(Evaluate(member.Key.Computed!, inner));
            Value value = member.Value is null ? new NumberValue(next) : Evaluate(member.Value, inner);
            if (value is NumberValue number)
            {
                next = number.Value + 1;
                result.Properties[number.ToString()] = NewText(name ?? string.Empty, At(member, scope));
            }

            if (name is not null)
            {
                result.Properties[name] = value;
                inner.Set(_heap, name, value);
            }
        }

        return result;
    }

    private void RunNamespace(NamespaceDeclaration declaration, Scope scope)
    {
        Scope inner = new(_heap, scope);
        RunAll(declaration.Body, inner);
        ObjectValue members = NewObject(At(declaration, scope));
        foreach (Statement statement in declaration.Body)
        {
            foreach (string name in statement is ExportDeclaration export ? DeclaredNames.Of(export.Declaration) : [])
            {
                if (inner.TryGet(name, out Value? value))
                {
                    members.Properties[name] = value!;
                }
            }
        }

        for (int i = declaration.Path.Length - 1; i > 0; i--)
        {
            ObjectValue around = NewObject(At(declaration, scope));
            around.Properties[declaration.Path[i].Name] = members;
            members = around;
        }

        string first = declaration.Path[0].Name;
        if (scope.TryGet(first, out Value? before) && before is ObjectValue merged)
        {
            _heap.Touch(merged);
            foreach ((string name, Value value) in members.Properties)
            {
                merged.Properties[name] = value;
            }
        }
        else
        {
            scope.Set(_heap, first, members);
        }
    }
}
