using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <summary>
/// Follows several branches one after the other from the same state, and joins what they leave: everything that is
/// written inside a branch is first saved.
/// </summary>
internal sealed class Heap
{
    private readonly Stack<Branch> _open = new();

    /// <summary>How many things were made so far: the age of the next one.</summary>
    public int Births { get; private set; }

    /// <summary>How much was saved so far: it counts as work.</summary>
    public int Cost { get; private set; }

    /// <summary>The age of a new thing.</summary>
    public int NextBirth() => Births++;

    /// <summary>Must be called before a thing is changed.</summary>
    public void Touch(Mutable thing)
    {
        if (_open.Count > 0)
        {
            Branch branch = _open.Peek();
            if (thing.Birth < branch.Start && !branch.Saved.ContainsKey(thing))
            {
                branch.Saved.Add(thing, thing.Save());
                Cost += thing.Size;
            }
        }
    }

    /// <summary>Must be called before an object is changed.</summary>
    public void Touch(ObjectValue value) => Touch(value.Cell);

    /// <summary>Starts a branch.</summary>
    public void Begin() => _open.Push(new Branch(Births));

    /// <summary>Ends a branch: everything is again as it was at its start, and what it left is handed out.</summary>
    public Outcome End()
    {
        Branch branch = _open.Pop();
        Outcome outcome = new();
        foreach ((Mutable thing, object before) in branch.Saved)
        {
            outcome.Left.Add(thing, thing.Save());
            thing.Load(before);
        }

        return outcome;
    }

    /// <summary>Makes everything what it may be after any of several branches.</summary>
    public void Merge(IReadOnlyList<Outcome> outcomes)
    {
        HashSet<Mutable> seen = [];
        List<object> states = [];
        foreach (Outcome outcome in outcomes)
        {
            foreach (Mutable thing in outcome.Left.Keys)
            {
                if (!seen.Add(thing))
                {
                    continue;
                }

                states.Clear();
                bool isScope = thing is Variable;
                foreach (Outcome other in outcomes)
                {
                    if (isScope && !other.KeepsVariables)
                    {
                        continue;
                    }

                    states.Add(other.Left.TryGetValue(thing, out object? left) ? left : thing.Save());
                }

                if (states.Count == 0)
                {
                    continue;
                }

                Touch(thing);
                if (states.Count == 1)
                {
                    thing.Load(states[0]);
                }
                else
                {
                    thing.Blend(states);
                    Cost += thing.Size * states.Count;
                }
            }
        }
    }

    private sealed class Branch(int start)
    {
        public int Start { get; } = start;

        public Dictionary<Mutable, object> Saved { get; } = [];
    }
}

/// <summary>What a branch left behind.</summary>
internal sealed class Outcome
{
    /// <summary>What it changed, and to what.</summary>
    public Dictionary<Mutable, object> Left { get; } = [];

    /// <summary>False when what follows is not reached with its variables (it returned).</summary>
    public bool KeepsVariables { get; set; } = true;
}

/// <summary>One variable.</summary>
internal sealed class Variable(int birth, Value value) : Mutable(birth)
{
    /// <summary>What it holds.</summary>
    public Value Value { get; set; } = value;

    /// <inheritdoc/>
    public override int Size => 1 + (Value is UnionValue union ? union.Items.Length / 8 : 0);

    /// <inheritdoc/>
    public override object Save() => Value;

    /// <inheritdoc/>
    public override void Load(object state) => Value = (Value)state;

    /// <inheritdoc/>
    public override void Blend(IReadOnlyList<object> states)
    {
        Value = (Value)states[0];
        for (int i = 1; i < states.Count; i++)
        {
            Value = Values.Join(Value, (Value)states[i]);
        }
    }
}

/// <summary>The variables of a block, function or module.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, Variable> _variables = [];
    private readonly int _birth;

    /// <summary>Makes a scope inside another.</summary>
    public Scope(Heap heap, Scope parent)
        : this(heap, parent, parent.Frame)
    {
    }

    /// <summary>Makes the scope of a call or module.</summary>
    public Scope(Heap heap, Scope? parent, Frame frame)
    {
        _birth = heap.NextBirth();
        Parent = parent;
        Frame = frame;
    }

    /// <summary>The call that it belongs to.</summary>
    public Frame Frame { get; }

    /// <summary>The scope around it.</summary>
    public Scope? Parent { get; }

    /// <summary>The module whose imports are seen, on a module's own scope.</summary>
    public ModuleInstance? Module { get; init; }

    /// <summary>The variables that it holds, in the order in which they were declared.</summary>
    public IReadOnlyDictionary<string, Variable> Variables => _variables;

    /// <summary>Reads a variable of this scope.</summary>
    public bool TryGet(string name, out Value? value)
    {
        bool found = _variables.TryGetValue(name, out Variable? variable);
        value = variable?.Value;
        return found;
    }

    /// <summary>Declares or changes a variable of this scope.</summary>
    public void Set(Heap heap, string name, Value value)
    {
        if (_variables.TryGetValue(name, out Variable? variable))
        {
            heap.Touch(variable);
            variable.Value = value;
        }
        else
        {
            _variables.Add(name, new Variable(_birth, value));
        }
    }
}
