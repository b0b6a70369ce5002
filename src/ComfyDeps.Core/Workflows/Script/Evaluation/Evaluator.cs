using System;
using System.Collections.Generic;
using System.Threading;
using ComfyDeps.Workflows.Script.Modules;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <summary>
/// Follows a script without running it: every branch that may be taken is taken, and a value that may be one of several
/// is the set of them. What cannot be known is an <see cref="UnknownValue"/>.
/// </summary>
internal sealed partial class Evaluator
{
    private readonly ModuleGraph _graph;
    private readonly string _root;
    private readonly CancellationToken _cancellationToken;
    private readonly Heap _heap = new();
    private readonly Dictionary<ScriptModule, ModuleInstance> _instances = [];
    private readonly Dictionary<FunctionNode, FunctionValue> _closures = [];
    private readonly HashSet<FunctionNode> _called = [];
    private readonly HashSet<FunctionNode> _cutOff = [];
    private readonly Dictionary<FunctionNode, int> _active = [];
    private readonly Dictionary<FunctionNode, int> _again = [];
    private readonly Dictionary<FunctionNode, int> _callbacks = [];
    private readonly ScriptModule _main;
    private int _steps;
    private readonly int _share;
    private int _limit;
    private int _costs;
    private int _depth;
    private int _nesting;
    private long _texts;

    /// <summary>Prepares to follow one file.</summary>
    /// <param name="graph">The files of the run.</param>
    /// <param name="main">The file.</param>
    /// <param name="root">The folder out of which nothing is read.</param>
    /// <param name="isDistant">True when the file does not speak of graphs itself: then it may cost less.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Evaluator(
        ModuleGraph graph,
        ScriptModule main,
        string root,
        bool isDistant,
        CancellationToken cancellationToken)
    {
        _share = isDistant ? Budget.DistantShare : 1;
        _limit = MaxSteps;
        _graph = graph;
        _main = main;
        _root = root;
        _cancellationToken = cancellationToken;
    }

    private int MaxSteps => Budget.MaxSteps / _share;

    private int MaxStepsOfEntry => Budget.MaxStepsOfEntry / _share;

    private int MaxStepsOfLoad => Budget.MaxStepsOfLoad / _share;

    /// <summary>Why not everything was followed, or null.</summary>
    public string? Exhausted { get; private set; }

    /// <summary>What was handed to code that is not known since the entry began: it may go anywhere.</summary>
    public List<Value> Escaped { get; private set; } = [];

    /// <summary>Values from outside into which something was written.</summary>
    public HashSet<UnknownValue> Written { get; } = [];

    /// <summary>The functions of the file that were made, by where they are written.</summary>
    public IReadOnlyDictionary<FunctionNode, FunctionValue> Closures => _closures;

    /// <summary>The functions that were made since the entry began.</summary>
    public List<FunctionValue> Made { get; } = [];

    /// <summary>Which files bring in which.</summary>
    public ModuleReach Reach => field ??= new ModuleReach(_graph, _root, _cancellationToken);

    /// <summary>The functions that were called.</summary>
    public IReadOnlySet<FunctionNode> Called => _called;

    /// <summary>The functions in which a budget ended before they did.</summary>
    public IReadOnlySet<FunctionNode> CutOff => _cutOff;

    /// <summary>Does something, and lets nothing of it last.</summary>
    public void Try(Action action)
    {
        List<Value> escaped = Escaped;
        List<FactoryNode> factories = _factoryCalls;
        Escaped = [];
        _factoryCalls = [];
        int limit = _limit;
        _limit = Math.Min(limit, _steps + MaxStepsOfEntry);
        _callbacks.Clear();
        Made.Clear();
        _heap.Begin();
        try
        {
            action();
        }
        finally
        {
            _heap.End();
            Escaped = escaped;
            _factoryCalls = factories;
            Written.Clear();
            Made.Clear();
            NoteLimit(limit, "one of its functions takes more than", MaxStepsOfEntry);
            _limit = limit;
        }
    }

    /// <summary>The place of a piece of the script that runs.</summary>
    private static Origin At(SyntaxNode node, Scope scope) => new(scope.Frame.Module.Module.File, node.Start);

    private static ExpressionText TextOf(SyntaxNode node, Scope scope) => new(scope.Frame.Module.Module.File, node);

    private ObjectValue NewObject(Origin origin)
    {
        Count();
        return new ObjectValue(_heap.NextBirth(), origin);
    }

    private ArrayValue NewArray(
        Origin origin,
        IEnumerable<Value>? items = null,
        CollectionKind kind = CollectionKind.Array)
    {
        Count();
        ArrayValue array = new(_heap.NextBirth(), origin) { Kind = kind };
        if (items is not null)
        {
            array.Items.AddRange(items);
        }

        return array;
    }

    private UnknownValue Unknown(Origin origin, ExpressionText text, string reason, UnknownKind kind = UnknownKind.Any)
        => new(_heap.NextBirth(), origin, text, reason) { Kind = kind };

    private UnknownValue Unknown(SyntaxNode node, Scope scope, string reason, UnknownKind kind = UnknownKind.Any)
        => Unknown(At(node, scope), TextOf(node, scope), reason, kind);

    private StringValue NewText(string text, Origin origin)
    {
        _texts += text.Length;
        return new StringValue(text, origin);
    }

    private bool CanHold(long length) => length <= Budget.MaxText && _texts + length <= Budget.MaxTexts;

    private void Count(int steps = 1) => _steps += steps;

    /// <summary>Counts a step; false when the budget is used up and everything should end quickly.</summary>
    private bool Step()
    {
        _steps++;
        if ((_steps & 0xFFF) == 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
        }

        _steps += _heap.Cost - _costs;
        _costs = _heap.Cost;
        return _steps < _limit;
    }

    /// <summary>True when the part that is followed now has used up what it may take.</summary>
    private bool IsSpent => _steps >= _limit;

    private void NoteLimit(int outer, string what, int steps)
    {
        if (IsSpent && _steps < outer)
        {
            Exhausted ??= $"{what} {steps} steps to follow";
        }
        else if (_steps >= MaxSteps)
        {
            Exhausted ??= $"it takes more than {MaxSteps} steps to follow";
        }
    }

    /// <summary>Follows a part with a budget of its own: when that is used up, the rest goes on.</summary>
    private Value Within(int steps, Func<Value> part)
    {
        int limit = _limit;
        _limit = Math.Min(limit, _steps + steps);
        try
        {
            return part();
        }
        finally
        {
            _limit = limit;
        }
    }

    /// <summary>Takes several branches from the same state and joins what they leave.</summary>
    private Flow Branches(ReadOnlySpan<Func<Flow>> branches)
    {
        List<Outcome> outcomes = [];
        Flow all = 0;
        foreach (Func<Flow> branch in branches)
        {
            _heap.Begin();
            Flow flow;
            Outcome outcome;
            try
            {
                flow = branch();
            }
            finally
            {
                outcome = _heap.End();
            }

            all |= flow;
            if (flow == Flow.Throw)
            {
                continue;
            }

            outcome.KeepsVariables = (flow & ~(Flow.Return | Flow.Throw)) != 0;
            outcomes.Add(outcome);
        }

        if (outcomes.TrueForAll(outcome => !outcome.KeepsVariables))
        {
            // Nothing follows: the variables matter to functions that were made on the way.
            outcomes.ForEach(outcome => outcome.KeepsVariables = true);
        }

        _heap.Merge(outcomes);
        return all;
    }
}
