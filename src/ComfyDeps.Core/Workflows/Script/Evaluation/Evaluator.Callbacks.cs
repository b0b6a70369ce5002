using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Functions and objects that are handed to code that is not known.</content>
internal sealed partial class Evaluator
{
    private const int MaxCallbackRuns = 3;
    private const int MaxCallbackDepth = 4;

    /// <summary>
    /// Notes that values went to code that is not known, and calls the functions among them as it might.
    /// </summary>
    private void Escape(List<Value> values)
    {
        foreach (Value value in values)
        {
            foreach (Value option in value.Options)
            {
                if (option is FunctionValue or ObjectValue or JsonTextValue or StringValue { Text.Length: > 40 })
                {
                    Escaped.Add(option);
                    RunCallbacks(option, 0);
                }
            }
        }
    }

    private void RunCallbacks(Value value, int depth)
    {
        if (value is FunctionValue function)
        {
            RunCallback(function, null);
        }
        else if (value is ObjectValue { Prototype: null } plain and not UnknownValue && depth < MaxCallbackDepth)
        {
            RunMembers(plain, depth);
        }
    }

    /// <summary>Calls the functions of an object; one that takes what another describes is called after it.</summary>
    private void RunMembers(ObjectValue plain, int depth)
    {
        HashSet<string> taken = [];
        foreach (FunctionValue function in plain.Properties.Values.OfType<FunctionValue>())
        {
            taken.UnionWith(
                function.Node.Parameters.Select(static parameter => parameter.Target)
                    .OfType<Identifier>()
                    .Select(static name => name.Name));
        }

        Dictionary<string, Value> forms = [];
        IEnumerable<KeyValuePair<string, Value>> members = taken.Count == 0
            ? plain.Properties
            : plain.Properties.OrderBy(member => taken.Contains(member.Key) ? 0 : 1);
        foreach ((string name, Value member) in members.ToList())
        {
            foreach (Value option in member.Options.ToArray())
            {
                Value? made = null;
                if (option is FunctionValue function)
                {
                    made = RunCallback(function, forms);
                }
                else
                {
                    RunCallbacks(option, depth + 1);
                }

                if (taken.Contains(name) && FormOf(made ?? option, 0) is { } form)
                {
                    forms[name] = form;
                }
            }
        }
    }

    /// <summary>
    /// Calls a function as code that is not known might: perhaps, and with arguments that are not known.
    /// </summary>
    private Value? RunCallback(FunctionValue function, Dictionary<string, Value>? forms)
    {
        int runs = _callbacks.GetValueOrDefault(function.Node);
        if (runs >= MaxCallbackRuns || _active.GetValueOrDefault(function.Node) > 0)
        {
            return null;
        }

        _callbacks[function.Node] = runs + 1;
        Value? result = null;
        Branches([
            s_skip,
            () =>
            {
                result = Within(Budget.MaxStepsOfCallback, () => CallFromOutside(function, forms));
                if (result is ObjectValue or UnionValue)
                {
                    Escaped.Add(result);
                }

                return Flow.Next;
            },
        ]);
        return result;
    }
}
