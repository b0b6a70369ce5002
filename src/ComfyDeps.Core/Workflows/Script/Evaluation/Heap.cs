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
                bool isScope = thing is Scope;
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

/// <summary>The variables of a block, function or module.</summary>
internal sealed class Scope : Mutable
{
    private Dictionary<string, Value> _variables = [];

    /// <summary>Makes a scope inside another.</summary>
    public Scope(Heap heap, Scope parent)
        : this(heap, parent, parent.Frame)
    {
    }

    /// <summary>Makes the scope of a call or module.</summary>
    public Scope(Heap heap, Scope? parent, Frame frame)
    {
        Birth = heap.NextBirth();
        Parent = parent;
        Frame = frame;
    }

    /// <summary>The call that it belongs to.</summary>
    public Frame Frame { get; }

    /// <summary>The scope around it.</summary>
    public Scope? Parent { get; }

    /// <summary>The module whose imports are seen, on a module's own scope.</summary>
    public ModuleInstance? Module { get; init; }

    /// <summary>The names it holds.</summary>
    public IReadOnlyDictionary<string, Value> Variables => _variables;

    /// <summary>Reads a variable of this scope.</summary>
    public bool TryGet(string name, out Value? value) => _variables.TryGetValue(name, out value);

    /// <summary>Declares or changes a variable of this scope.</summary>
    public void Set(Heap heap, string name, Value value)
    {
        heap.Touch(this);
        _variables[name] = value;
    }

    /// <inheritdoc/>
    public override object Save() => new Dictionary<string, Value>(_variables);

    /// <inheritdoc/>
    public override void Load(object state) => _variables = (Dictionary<string, Value>)state;

    /// <inheritdoc/>
    public override void Blend(IReadOnlyList<object> states)
    {
        Dictionary<string, Value> result = new((Dictionary<string, Value>)states[0]);
        for (int i = 1; i < states.Count; i++)
        {
            foreach ((string name, Value value) in (Dictionary<string, Value>)states[i])
            {
                result[name] = result.TryGetValue(name, out Value? mine) ? Values.Join(mine, value) : value;
            }
        }

        _variables = result;
    }
}
