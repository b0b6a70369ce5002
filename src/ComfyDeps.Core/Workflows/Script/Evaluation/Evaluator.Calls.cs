using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Calls.</content>
internal sealed partial class Evaluator
{
    private const int MaxCallees = 64;

    /// <summary>Calls a function from outside: of its arguments nothing is known.</summary>
    public Value CallFromOutside(FunctionValue function)
        => CallFromOutside(function, null);

    private Value CallFromOutside(FunctionValue function, Dictionary<string, Value>? forms)
        => Call(
            function,
            function.Owner ?? Value.Undefined,
            UnknownArguments(function, forms),
            function.Origin,
            function.Name ?? "function");

    private Value EvaluateCall(CallExpression call, Scope scope)
    {
        if (call.Callee is SuperExpression)
        {
            return SuperCall(call, scope);
        }

        Value callee = EvaluateMember(call.Callee, scope, out Value receiver);
        if (callee is NothingValue && call.IsOptional)
        {
            return Value.Undefined;
        }

        List<Value> arguments = Arguments(call.Arguments, scope, out Value? rest);
        return CallAny(callee, receiver, arguments, rest, call, scope);
    }

    private List<Value> Arguments(ImmutableArray<Expression> expressions, Scope scope, out Value? rest)
    {
        List<Value> arguments = [];
        rest = null;
        foreach (Expression expression in expressions)
        {
            if (expression is not SpreadElement spread)
            {
                Value value = Evaluate(expression, scope);
                if (rest is null)
                {
                    arguments.Add(value);
                }
                else
                {
                    rest = Values.Join(rest, value);
                }

                continue;
            }

            (List<Value> items, Value? more) = Elements(Evaluate(spread.Argument, scope), At(spread, scope));
            arguments.AddRange(items);
            rest = Values.JoinOptional(rest, more);
        }

        return arguments;
    }

    private Value CallAny(
        Value callee,
        Value receiver,
        List<Value> arguments,
        Value? rest,
        Expression call,
        Scope scope)
    {
        if (callee is not UnionValue union)
        {
            return CallOne(callee, receiver, arguments, rest, call, scope);
        }

        // Methods of several possible objects: each belongs to its own.
        ValueSet results = new();
        List<Func<Flow>> branches = [];
        foreach (Value option in union.Items)
        {
            if (option is NothingValue || branches.Count >= MaxCallees)
            {
                continue;
            }

            Value self = OwnerOf(option, receiver);
            branches.Add(() =>
            {
                results.Add(CallOne(option, self, arguments, rest, call, scope));
                return Flow.Next;
            });
        }

        Branches([.. branches]);
        return results.ToValue();
    }

    /// <summary>Of several possible objects, those of which a function is the method.</summary>
    private static Value OwnerOf(Value method, Value receiver)
    {
        if (receiver is not UnionValue || method is not FunctionValue function)
        {
            return receiver;
        }

        return Values.Where(receiver, option => IsMethodOf(function, option)) ?? receiver;
    }

    private static bool IsMethodOf(FunctionValue function, Value option)
    {
        for (ObjectValue? at = option as ObjectValue; at is not null; at = at.Prototype)
        {
            if (at.Properties.ContainsValue(function))
            {
                return true;
            }
        }

        return false;
    }

    private Value CallOne(
        Value callee,
        Value receiver,
        List<Value> arguments,
        Value? rest,
        Expression call,
        Scope scope)
    {
        Origin origin = At(call, scope);
        switch (callee)
        {
            case FunctionValue function:
                return Call(function, receiver, arguments, origin, TextOf(call, scope), rest);
            case NativeValue native:
                return CallNative(native, arguments, rest, call, scope);
            case ClassValue:
                return Unknown(call, scope, "a class called without new");
            case ProxyValue { Target: { } target } proxy:
                return proxy.Handler.Properties.GetValueOrDefault("apply") is FunctionValue apply
                    ? Call(
                        apply,
                        proxy.Handler,
                        [target, receiver, NewArray(origin, arguments)],
                        origin,
                        TextOf(call, scope))
                    : CallAny(target, receiver, arguments, rest, call, scope);
            case UnknownValue unknown:
                return CallUnknown(unknown, arguments, rest, call, scope);
            default:
                Escape(arguments);
                return Unknown(call, scope, "a call of what is no function");
        }
    }

    /// <summary>Follows a call.</summary>
    private Value Call(
        Value callee,
        Value self,
        List<Value> arguments,
        Origin origin,
        ExpressionText text,
        Value? rest = null)
    {
        if (callee is not FunctionValue function)
        {
            return callee is NativeValue native
                ? CallNative(native, arguments, origin, text)
                : Unknown(origin, text, "a call that is not known");
        }

        FunctionNode node = function.Node;
        int active = _active.GetValueOrDefault(node);
        if (IsTooDeep(node, active, arguments))
        {
            return Unknown(origin, text, "calls itself too often");
        }

        _called.Add(node);
        if (active == 0)
        {
            _again.Remove(node);
        }

        Scope scope = new(_heap, function.Closure, FrameOf(function, self));
        _active[node] = active + 1;
        _depth++;
        try
        {
            return IsForeign(function, origin)
                ? FollowForeign(function, scope, arguments, rest, origin)
                : Follow(function, scope, arguments, rest, origin);
        }
        finally
        {
            _depth--;
            _active[node] = active;
            if (IsSpent)
            {
                _cutOff.Add(node);
            }
        }
    }

    private static Frame FrameOf(FunctionValue function, Value self)
    {
        FunctionNode node = function.Node;
        Frame outer = function.Closure.Frame;
        return new Frame
        {
            Module = outer.Module,
            This = node.IsArrow ? outer.This : self,
            Home = node.IsArrow ? outer.Home : function.Home,
            Yields = node.IsGenerator ? [] : null,
        };
    }

    /// <summary>True when a call is not followed; a call that is takes a step.</summary>
    private bool IsTooDeep(FunctionNode node, int active, List<Value> arguments)
    {
        if (_depth >= Budget.MaxCallDepth)
        {
            Exhausted ??= $"its calls nest deeper than {Budget.MaxCallDepth}";
            return true;
        }

        return active >= Budget.MaxRecursion || !Step() || (active > 0 && IsUseless(node, active, arguments));
    }

    /// <summary>
    /// True when a function's call of itself is not followed: nothing is known of what it is given, so that deeper in
    /// it learns nothing new; or it called itself very often already, each time by several ways.
    /// </summary>
    private bool IsUseless(FunctionNode node, int active, List<Value> arguments)
    {
        int again = _again[node] = _again.GetValueOrDefault(node) + 1;
        return again > Budget.MaxRecursiveCalls || (active >= Budget.MaxBlindRecursion
            && arguments
                .Take(node.Parameters.Length)
                .All(static argument => argument is UnknownValue { Form: null } or NothingValue));
    }

    /// <summary>True when the file itself calls a function of another file.</summary>
    private bool IsForeign(FunctionValue function, Origin origin)
        => !ReferenceEquals(function.Origin.File, _main.File) && ReferenceEquals(origin.File, _main.File);

    /// <summary>Follows a call into another file, which gets only a share of the steps.</summary>
    private Value FollowForeign(
        FunctionValue function, Scope scope, List<Value> arguments, Value? rest, Origin origin)
        => Within(Budget.MaxStepsOfForeignCall, () => Follow(function, scope, arguments, rest, origin));

    private Value Follow(FunctionValue function, Scope scope, List<Value> arguments, Value? rest, Origin origin)
    {
        FunctionNode node = function.Node;
        if (!node.IsArrow)
        {
            scope.Set(_heap, "arguments", NewArray(origin, arguments));
            if (node.Name is not null
                && function.Name == node.Name.Name
                && !scope.Parent!.TryGet(node.Name.Name, out _))
            {
                scope.Set(_heap, node.Name.Name, function);
            }
        }

        BindParameters(node, scope, arguments, rest, origin);
        if (node.Body is Expression expression)
        {
            return Evaluate(expression, scope);
        }

        Flow flow = RunAll(((BlockStatement)node.Body).Body, scope);
        if (scope.Frame.Yields is { } yields)
        {
            return NewArray(origin, yields);
        }

        Value? returned = scope.Frame.Returned;
        if (IsSpent && returned is null)
        {
            return Unknown(origin, function.Name ?? "function", "not followed to its end");
        }

        return returned is null ? Value.Undefined
            : (flow & Flow.Next) != 0 ? Values.Join(returned, Value.Undefined) : returned;
    }

    private void BindParameters(FunctionNode node, Scope scope, List<Value> arguments, Value? rest, Origin origin)
    {
        for (int i = 0; i < node.Parameters.Length; i++)
        {
            Parameter parameter = node.Parameters[i];
            Value value;
            if (parameter.IsRest)
            {
                ArrayValue remaining = NewArray(origin);
                remaining.Items.AddRange(i < arguments.Count ? arguments.GetRange(i, arguments.Count - i) : []);
                remaining.Wild = rest;
                value = remaining;
            }
            else
            {
                value = i < arguments.Count
                    ? arguments[i]
                    : rest is null ? Value.Undefined
                    : Values.Join(rest, Value.Undefined);
                value = WithDefault(value, parameter.Default, scope, (parameter.Target as Identifier)?.Name);
            }

            Bind(parameter.Target, value, scope, scope);
            if (parameter is { IsProperty: true, Target: Identifier name } && scope.Frame.This is ObjectValue self)
            {
                SetOne(self, name.Name, value, isSure: true);
            }
        }
    }

    private List<Value> UnknownArguments(FunctionValue function, Dictionary<string, Value>? forms)
    {
        FunctionNode node = function.Node;
        List<Value> arguments = [];
        Origin origin = new(null, 0);
        foreach (Parameter parameter in node.Parameters)
        {
            string name = parameter.Target is Identifier identifier ? identifier.Name : string.Empty;
            origin = new Origin(_main.File, parameter.Start);
            Value? form = forms?.GetValueOrDefault(name) ?? FormOf(parameter, function);
            arguments.Add(new UnknownValue(_heap.NextBirth(), origin, name, "given by the caller") { Form = form });
        }

        if (node.Parameters is [.., { IsRest: true }] && arguments[^1] is UnknownValue last)
        {
            arguments.RemoveAt(arguments.Count - 1);
            arguments.Add(Child(last, "[]", last.Text + "[]", origin));
        }

        return arguments;
    }

    /// <summary>
    /// A call of which the code is not known: what it is given may go anywhere, functions may be called.
    /// </summary>
    private Value CallUnknown(UnknownValue callee, List<Value> arguments, Value? rest, Expression call, Scope scope)
    {
        if (rest is not null)
        {
            arguments = [.. arguments, rest];
        }

        if (callee.Key is { } method && callee.Parent is { } parent)
        {
            if (FactoryCall(parent, method, arguments, call, scope) is { } node)
            {
                return node;
            }

            if (UnknownMethod(parent, method, arguments, call, scope) is { } result)
            {
                return result;
            }
        }

        Escape(arguments);
        if (PassedThrough(callee, arguments, At(call, scope)) is { } passed)
        {
            return passed;
        }

        return new UnknownValue(_heap.NextBirth(), At(call, scope), TextOf(call, scope), callee.Reason)
        {
            Form = FormOf(callee, arguments),
        };
    }

    private FunctionValue MakeFunction(FunctionNode node, Scope scope, string? name, Value? owner = null)
    {
        Count();
        FunctionValue function = new(_heap.NextBirth(), At(node, scope), node, scope, name) { Owner = owner };
        _closures[node] = function;
        if (ReferenceEquals(scope.Frame.Module.Module, _main))
        {
            Made.Add(function);
        }

        return function;
    }
}
