using System;
using System.Collections.Generic;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Loops: round by round where the bounds are known, else as a body that may be run.</content>
internal sealed partial class Evaluator
{
    private const int UncertainRounds = 3;

    private Flow RunLoop(Statement statement, Scope scope) => statement switch
    {
        ForOfStatement loop => RunEach(
            loop.Target, Elements(Evaluate(loop.Source, scope), At(loop.Source, scope)), loop.Body, scope),
        ForInStatement loop => RunEach(
            loop.Target, KeysOf(Evaluate(loop.Source, scope), At(loop.Source, scope)), loop.Body, scope),
        ForStatement loop => RunFor(loop, scope),
        WhileStatement loop => RunWhile(loop.Test, loop.Body, null, scope, testsFirst: true),
        DoWhileStatement loop => RunWhile(loop.Test, loop.Body, null, scope, testsFirst: false),
        _ => Flow.Next,
    };

    private Flow RunFor(ForStatement loop, Scope scope)
    {
        Scope inner = new(_heap, scope);
        if (loop.Initializer is VariableStatement variables)
        {
            Declare(variables, inner);
        }
        else if (loop.Initializer is Expression expression)
        {
            Evaluate(expression, inner);
        }

        return RunWhile(loop.Test, loop.Body, loop.Update, inner, testsFirst: true);
    }

    private Flow RunWhile(Expression? test, Statement body, Expression? update, Scope scope, bool testsFirst)
    {
        // A loop without a bound ends by what is in it, soon; or it is a server's and never does.
        bool isEndless = test is null or BooleanLiteral { Value: true };
        int most = isEndless ? Budget.MaxEndlessRounds : Budget.MaxRounds;
        Flow ended = RunRounds(test, body, update, scope, testsFirst, most, out bool isCutOff);
        if (isCutOff && !isEndless)
        {
            NoteRounds(scope);
        }

        return ended;
    }

    /// <summary>
    /// Runs a loop until it ends, or nothing more is to be learned of it, or there were too many rounds.
    /// </summary>
    private Flow RunRounds(
        Expression? test,
        Statement body,
        Expression? update,
        Scope scope,
        bool testsFirst,
        int most,
        out bool isCutOff)
    {
        Flow ended = 0;
        int uncertain = 0;
        Scope round = scope;
        isCutOff = false;
        for (int i = 0; i < most; i++)
        {
            bool? truth = test is null || (!testsFirst && i == 0) ? true : Values.Truth(Evaluate(test, round));
            if (truth == false)
            {
                return ended | Flow.Next;
            }

            bool isSure = truth == true && uncertain == 0;
            Flow flow = isSure ? RunRound(body, update, round) : MayRunRound(body, update, round);
            ended |= flow & (Flow.Return | Flow.Throw | Flow.Jump);
            if (isSure && (flow & (Flow.Next | Flow.Continue)) == 0)
            {
                return (flow & Flow.Break) != 0 ? ended | Flow.Next : ended;
            }

            if (!isSure || (flow & ~(Flow.Next | Flow.Continue)) != 0)
            {
                uncertain++;
            }

            if (uncertain >= UncertainRounds || IsSpent)
            {
                return ended | Flow.Next;
            }

            round = Copy(round);
        }

        isCutOff = true;
        return ended | Flow.Next;
    }

    private Flow MayRunRound(Statement body, Expression? update, Scope scope)
        => Branches([s_skip, () => RunRound(body, update, scope)]);

    private Flow RunRound(Statement body, Expression? update, Scope scope)
    {
        Flow flow = Run(body, scope);
        if (update is not null && (flow & (Flow.Next | Flow.Continue)) != 0)
        {
            Evaluate(update, scope);
        }

        return flow;
    }

    /// <summary>A long loop of the file itself is told; one in what it brings in is not its concern.</summary>
    private void NoteRounds(Scope scope)
    {
        if (!IsSpent && ReferenceEquals(scope.Frame.Module.Module, _main))
        {
            Exhausted ??= $"one of its loops has more than {Budget.MaxRounds} rounds";
        }
    }

    /// <summary>Each round has variables of its own, which functions made in it keep.</summary>
    private Scope Copy(Scope scope)
    {
        if (scope.Variables.Count == 0 || scope.Module is not null)
        {
            return scope;
        }

        Scope copy = new(_heap, scope.Parent!, scope.Frame);
        foreach ((string name, Variable variable) in scope.Variables)
        {
            copy.Set(_heap, name, variable.Value);
        }

        return copy;
    }

    private Flow RunEach(SyntaxNode target, (List<Value> Items, Value? More) elements, Statement body, Scope scope)
    {
        Flow ended = 0;
        int rounds = 0;
        bool mayEnd = false;
        bool isSearch = false;
        foreach (Value item in elements.Items)
        {
            if (++rounds > Budget.MaxRounds || IsSpent)
            {
                NoteRounds(scope);
                break;
            }

            Flow flow = mayEnd ? MayRunWith(item, target, body, scope) : RunWith(item, target, body, scope);
            ended |= flow & (Flow.Return | Flow.Throw | Flow.Jump);
            if ((flow & (Flow.Next | Flow.Continue)) == 0)
            {
                return (flow & Flow.Break) != 0 ? ended | Flow.Next : ended;
            }

            mayEnd |= (flow & ~(Flow.Next | Flow.Continue)) != 0;
            isSearch |= (flow & (Flow.Break | Flow.Return)) != 0;
        }

        if (isSearch)
        {
            NoteTried(elements.Items);
        }

        for (int i = 0; elements.More is { } more && i < 2; i++)
        {
            ended |= MayRunWith(more, target, body, scope) & (Flow.Return | Flow.Throw | Flow.Jump);
        }

        return ended | Flow.Next;
    }

    private Flow MayRunWith(Value item, SyntaxNode target, Statement body, Scope scope)
        => Branches([s_skip, () => RunWith(item, target, body, scope)]);

    /// <summary>One round of a loop, with variables of its own.</summary>
    private Flow RunWith(Value item, SyntaxNode target, Statement body, Scope scope)
    {
        Scope inner = new(_heap, scope);
        if (target is VariableStatement { Declarators: [{ } declarator, ..] })
        {
            Bind(declarator.Target, item, inner, inner);
        }
        else if (target is Expression expression)
        {
            Bind(expression, item, null, inner);
        }

        return Run(body, inner);
    }

    /// <summary>
    /// What a value hands out when it is walked through: what is surely there, and what else may come.
    /// </summary>
    private (List<Value> Items, Value? More) Elements(Value value, Origin origin)
    {
        Value source = Values.Where(value, option => option is not NothingValue) ?? Value.Undefined;
        switch (source)
        {
            case ArrayValue array:
                return ([.. array.Items], array.Wild);
            case StringValue text:
                List<Value> characters = [];
                foreach (System.Text.Rune rune in text.Text.EnumerateRunes())
                {
                    if (characters.Count >= Budget.MaxRounds)
                    {
                        break;
                    }

                    characters.Add(NewText(rune.ToString(), text.Origin));
                }

                return (characters, null);
            case UnionValue union:
                Value? rest = null;
                foreach (Value option in union.Items)
                {
                    (List<Value> items, Value? more) = Elements(option, origin);
                    rest = Values.JoinOptional(
                        rest, Values.JoinOptional(items.Count == 0 ? null : Values.JoinAll(items), more));
                }

                return ([], rest);
            case UnknownValue unknown:
                return ([], Element(unknown));
            case ObjectValue plain when Get(plain, "@@iterator", origin, "iterator") is FunctionValue iterator:
                return Elements(Call(iterator, plain, [], origin, "iterator"), origin);
            default:
                return ([], null);
        }
    }

    /// <summary>What stands for every element of something that is not known.</summary>
    private Value Element(UnknownValue unknown)
    {
        Value element = unknown.Kind == UnknownKind.Any
            ? Child(unknown, "[]", unknown.Text + "[]", unknown.Origin)
            : Unknown(unknown.Origin, unknown.Text + "[]", unknown.Reason);
        Value? known = unknown.Wild;
        foreach (Value value in unknown.Properties.Values)
        {
            known = Values.JoinOptional(known, value);
        }

        return known is null ? element : Values.Join(element, known);
    }

    /// <summary>The keys of an object: those that are surely there, and what else may come.</summary>
    private (List<Value> Items, Value? More) KeysOf(Value value, Origin origin)
    {
        List<Value> keys = [];
        Value? rest = null;
        Value source = Values.Where(value, option => option is not NothingValue) ?? Value.Undefined;
        foreach (Value option in source.Options)
        {
            if (option is not ObjectValue item)
            {
                continue;
            }

            if (item.Elements is { } elements)
            {
                for (int i = 0; i < elements.Count; i++)
                {
                    keys.Add(NewText(NumberValue.Format(i), origin));
                }
            }

            foreach (string key in item.Properties.Keys)
            {
                if (!key.StartsWith("@@", StringComparison.Ordinal))
                {
                    keys.Add(NewText(key, item.Origin));
                }
            }

            if (item.Wild is not null || item.Open is not null || item is UnknownValue)
            {
                string text = item is UnknownValue unknown ? $"keys of {unknown.Text}" : "a key that is not known";
                rest = Values.JoinOptional(
                    rest, Unknown(origin, text, "a key that is known at run time", UnknownKind.Text));
            }
        }

        return source is UnionValue
            ? ([], Values.JoinOptional(rest, keys.Count == 0 ? null : Values.JoinAll(keys)))
            : (keys, rest);
    }
}
