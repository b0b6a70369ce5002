using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using ComfyDeps.Workflows.Script.Modules;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Statements.</content>
internal sealed partial class Evaluator
{
    private static readonly Func<Flow> s_skip = static () => Flow.Next;

    private Flow RunAll(ImmutableArray<Statement> body, Scope scope)
    {
        Hoist(body, scope);
        Flow ended = 0;
        foreach (Statement statement in body)
        {
            Flow flow = Run(statement, scope);
            ended |= flow & ~Flow.Next;
            if ((flow & Flow.Next) == 0)
            {
                return ended;
            }
        }

        return ended | Flow.Next;
    }

    private void Hoist(ImmutableArray<Statement> body, Scope scope)
    {
        foreach (Statement statement in body)
        {
            Statement declaration = statement is ExportDeclaration export ? export.Declaration : statement;
            if (declaration is FunctionDeclaration { Function: { Name: { } name } function })
            {
                scope.Set(_heap, name.Name, MakeFunction(function, scope, name.Name));
            }
            else if (statement is ExportDefaultDeclaration { Value: FunctionDeclaration byDefault })
            {
                FunctionValue value = MakeFunction(
                    byDefault.Function, scope, byDefault.Function.Name?.Name ?? "default");
                scope.Set(_heap, ScriptModule.DefaultName, value);
                if (byDefault.Function.Name is not null)
                {
                    scope.Set(_heap, byDefault.Function.Name.Name, value);
                }
            }
        }
    }

    private Flow Run(Statement statement, Scope scope)
    {
        if (!Step())
        {
            return Flow.Return;
        }

        if (_nesting >= Budget.MaxNesting)
        {
            Exhausted ??= $"its statements nest deeper than {Budget.MaxNesting}";
            return Flow.Return;
        }

        _nesting++;
        try
        {
            return RunKind(statement, scope);
        }
        finally
        {
            _nesting--;
        }
    }

    private Flow RunKind(Statement statement, Scope scope)
    {
        switch (statement)
        {
            case ExpressionStatement expression:
                Evaluate(expression.Expression, scope);
                return Flow.Next;
            case VariableStatement variables:
                Declare(variables, scope);
                return Flow.Next;
            case ReturnStatement result:
                Return(result.Value is null ? Value.Undefined : Evaluate(result.Value, scope), scope);
                return Flow.Return;
            case IfStatement condition:
                return RunIf(condition, scope);
            case BlockStatement block:
                return RunAll(block.Body, NeedsScope(block.Body) ? new Scope(_heap, scope) : scope);
            case ForStatement or ForOfStatement or ForInStatement or WhileStatement or DoWhileStatement:
                return RunLoop(statement, scope);
            case SwitchStatement choice:
                return RunSwitch(choice, scope);
            case TryStatement attempt:
                return RunTry(attempt, scope);
            case ThrowStatement error:
                Evaluate(error.Value, scope);
                return Flow.Throw;
            case BreakStatement end:
                return Leave(end.Label, Flow.Break, scope);
            case ContinueStatement next:
                return Leave(next.Label, Flow.Continue, scope);
            case LabeledStatement labeled:
                return RunLabeled(labeled, scope);
            case WithStatement with:
                Evaluate(with.Object, scope);
                return Run(with.Body, scope);
            default:
                RunDeclaration(statement, scope);
                return Flow.Next;
        }
    }

    private void RunDeclaration(Statement statement, Scope scope)
    {
        switch (statement)
        {
            case ExportDeclaration export:
                RunKind(export.Declaration, scope);
                break;
            case ClassDeclaration { Class: { } node }:
                ClassValue made = MakeClass(node, scope, node.Name?.Name);
                if (node.Name is not null)
                {
                    scope.Set(_heap, node.Name.Name, made);
                }

                break;
            case EnumDeclaration declaration:
                scope.Set(_heap, declaration.Name.Name, MakeEnum(declaration, scope));
                break;
            case NamespaceDeclaration declaration:
                RunNamespace(declaration, scope);
                break;
            case ExportDefaultDeclaration { Value: Expression value }:
                scope.Set(_heap, ScriptModule.DefaultName, EvaluateNamed(value, scope, "default"));
                break;
            case ExportDefaultDeclaration { Value: ClassDeclaration { Class: { } node } }:
                ClassValue byDefault = MakeClass(node, scope, node.Name?.Name ?? "default");
                scope.Set(_heap, ScriptModule.DefaultName, byDefault);
                if (node.Name is not null)
                {
                    scope.Set(_heap, node.Name.Name, byDefault);
                }

                break;
            case ExportAssignment assignment:
                scope.Frame.Module.Whole = Evaluate(assignment.Value, scope);
                break;
            case ImportEqualsDeclaration { Entity: { } entity } equals:
                scope.Set(_heap, equals.Local.Name, Evaluate(entity, scope));
                break;
            default:
                break;
        }
    }

    private static bool NeedsScope(ImmutableArray<Statement> body)
    {
        foreach (Statement statement in body)
        {
            if (statement is VariableStatement { Kind: not VariableKind.Var }
                or FunctionDeclaration or ClassDeclaration or EnumDeclaration)
            {
                return true;
            }
        }

        return false;
    }

    private void Declare(VariableStatement variables, Scope scope)
    {
        foreach (VariableDeclarator declarator in variables.Declarators)
        {
            if (declarator.Value is null)
            {
                if (declarator.Target is Identifier name
                    && (variables.Kind != VariableKind.Var || FindInCall(name.Name, scope) is null))
                {
                    scope.Set(_heap, name.Name, Value.Undefined);
                }

                continue;
            }

            Value value = declarator.Target is Identifier target
                ? EvaluateNamed(declarator.Value, scope, target.Name)
                : Evaluate(declarator.Value, scope);
            if (variables.Kind == VariableKind.Var
                && declarator.Target is Identifier { Name: { } variable }
                && FindInCall(variable, scope) is { } holder)
            {
                holder.Set(_heap, variable, value);
            }
            else
            {
                Bind(
                    declarator.Target, value, variables.Kind == VariableKind.Var ? FunctionScope(scope) : scope, scope);
            }
        }
    }

    private static Scope FunctionScope(Scope scope)
    {
        while (scope.Parent is { } parent && ReferenceEquals(parent.Frame, scope.Frame))
        {
            scope = parent;
        }

        return scope;
    }

    private static void Return(Value value, Scope scope)
        => scope.Frame.Returned = Values.JoinOptional(scope.Frame.Returned, value);

    private Flow RunIf(IfStatement statement, Scope scope)
    {
        bool? truth = Values.Truth(Evaluate(statement.Test, scope));
        if (truth == true)
        {
            return Run(statement.Then, scope);
        }

        if (truth == false)
        {
            return statement.Otherwise is null ? Flow.Next : Run(statement.Otherwise, scope);
        }

        return Branches([
            () =>
            {
                Narrow(statement.Test, scope, true);
                return Run(statement.Then, scope);
            },
            () =>
            {
                Narrow(statement.Test, scope, false);
                return statement.Otherwise is null ? Flow.Next : Run(statement.Otherwise, scope);
            },
        ]);
    }

    private Flow RunSwitch(SwitchStatement statement, Scope scope)
    {
        Value value = Evaluate(statement.Value, scope);
        Scope inner = new(_heap, scope);
        List<int> starts = [];
        bool isDecided = false;
        int otherwise = -1;
        for (int i = 0; i < statement.Cases.Length && !isDecided; i++)
        {
            if (statement.Cases[i].Test is not { } test)
            {
                otherwise = i;
                continue;
            }

            bool? same = AreEqual(value, Evaluate(test, inner), isStrict: true);
            if (same != false)
            {
                starts.Add(i);
                isDecided = same == true;
            }
        }

        if (otherwise < 0)
        {
            otherwise = Array.FindIndex([.. statement.Cases], item => item.Test is null);
        }

        if (!isDecided)
        {
            starts.Add(otherwise);
        }

        Func<Flow>[] branches = [.. starts.ConvertAll<Func<Flow>>(start => () => RunCases(statement, start, inner))];
        Flow flow = branches.Length == 1 ? branches[0]() : Branches(branches);
        return (flow & Flow.Break) != 0 ? (flow & ~Flow.Break) | Flow.Next : flow;
    }

    private Flow RunCases(SwitchStatement statement, int start, Scope scope)
    {
        if (start < 0)
        {
            return Flow.Next;
        }

        Flow ended = 0;
        for (int i = start; i < statement.Cases.Length; i++)
        {
            Flow flow = RunAll(statement.Cases[i].Body, scope);
            ended |= flow & ~Flow.Next;
            if ((flow & Flow.Next) == 0)
            {
                return ended;
            }
        }

        return ended | Flow.Next;
    }

    private Flow RunTry(TryStatement statement, Scope scope)
    {
        Flow flow = Run(statement.Block, scope);
        if (statement.Handler is { } handler)
        {
            Flow Handle()
            {
                Scope inner = new(_heap, scope);
                if (statement.Parameter is { } parameter)
                {
                    Bind(parameter, Unknown(parameter, scope, "an error that was caught"), inner, inner);
                }

                return RunAll(handler.Body, inner);
            }

            bool always = flow == Flow.Throw;
            Flow handled = always ? Handle() : Branches([s_skip, Handle]);
            flow = always
                ? handled
                : (flow & ~Flow.Throw) | (handled & ((flow & Flow.Next) != 0 ? ~(Flow)0 : ~Flow.Next));
            if (!always && (handled & Flow.Next) != 0 && (flow & Flow.Next) == 0)
            {
                // The block returned, and the handler may go on behind it.
                flow |= Flow.Next;
            }
        }

        if (statement.Finalizer is not null)
        {
            Flow last = Run(statement.Finalizer, scope);
            flow = (last & Flow.Next) != 0 ? flow | (last & ~Flow.Next) : last;
        }

        return flow;
    }

    private static Flow Leave(Identifier? label, Flow flow, Scope scope)
    {
        if (label is null)
        {
            return flow;
        }

        scope.Frame.Labels.Add(label.Name);
        return Flow.Jump;
    }

    private Flow RunLabeled(LabeledStatement statement, Scope scope)
    {
        Flow flow = Run(statement.Body, scope);
        if ((flow & Flow.Jump) != 0 && scope.Frame.Labels.Remove(statement.Label.Name))
        {
            flow = (flow & ~Flow.Jump) | Flow.Next;
        }

        return flow;
    }
}
