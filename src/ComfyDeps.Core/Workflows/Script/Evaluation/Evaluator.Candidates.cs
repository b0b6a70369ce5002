using System.Collections.Generic;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>
/// Names that a script tries one after the other, asking something from outside which of them it has
/// (<c>for (const name of names) if (info[name]) { type = name; break }</c>): which one it is, is known at run time.
/// </content>
internal sealed partial class Evaluator
{
    private readonly Dictionary<StringValue, UnknownValue> _asked = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Value, UnknownValue> _tried = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// What stands for a text that is one of several which are tried at run time; null for any other value.
    /// </summary>
    public UnknownValue? TriedAs(Value value) => _tried.GetValueOrDefault(value);

    /// <summary>Notes that something from outside was asked for a text.</summary>
    private void Ask(Value asked, Value key, Expression expression, Scope scope)
    {
        if (key is StringValue text && Values.Where(asked, static option => option is UnknownValue) is not null)
        {
            _asked[text] = Unknown(expression, scope, "tried at run time", UnknownKind.Text);
        }
    }

    /// <summary>Notes that a search through texts ended where nobody knows.</summary>
    private void NoteTried(List<Value> items)
    {
        if (items.Count < 2)
        {
            return;
        }

        foreach (Value item in items)
        {
            if (item is StringValue text && _asked.TryGetValue(text, out UnknownValue? unknown))
            {
                _tried[text] = unknown;
            }
        }
    }
}
