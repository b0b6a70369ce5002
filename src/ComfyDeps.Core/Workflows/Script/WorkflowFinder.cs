using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ComfyDeps.Workflows.Script.Evaluation;
using ComfyDeps.Workflows.Script.Modules;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script;

/// <summary>
/// Finds the workflows of a file: what it exports, what its functions build when they are called from outside, and what
/// it does when it is loaded.
/// </summary>
internal sealed class WorkflowFinder
{
    private const int MaxEntries = 2_000;
    private const int ManyFunctions = 3_000;
    private const int MaxInnerCalls = 200;
    private const int MaxDefinitionDepth = 5;
    private readonly Evaluator _evaluator;
    private readonly ScriptModule _module;
    private readonly string _path;
    private readonly bool _isNamed;
    private readonly List<WorkflowDraft> _drafts = [];
    private readonly HashSet<object> _entered = new(ReferenceEqualityComparer.Instance);

    /// <summary>What was found of functions' texts: a bundle's functions are asked about again and again.</summary>
    private readonly Dictionary<FunctionNode, bool> _speaking = new(ReferenceEqualityComparer.Instance);

    private int _entries;

    /// <summary>Prepares to look through a file.</summary>
    public WorkflowFinder(Evaluator evaluator, ScriptModule module, string path, bool isNamed)
    {
        _evaluator = evaluator;
        _module = module;
        _path = path;
        _isNamed = isNamed;
    }

    private string Stem => Path.GetFileNameWithoutExtension(_module.File.Path);

    /// <summary>The workflows, in the order of the file.</summary>
    public IReadOnlyList<WorkflowDocument> Find()
    {
        _evaluator.Load();
        TakeLoaded();
        foreach ((string name, Value value) in _evaluator.Exports().OrderBy(export => IsFarFromGraphs(export.Value)))
        {
            Enter(value, name is "default" or "module.exports" ? Stem : name, null, 0);
        }

        EnterUncalled();
        EnterVariables();
        return DraftMerge.Documents(_drafts, _module, _path, _isNamed, _evaluator.Reach);
    }

    /// <summary>What the file does when it is loaded: calls, with what they are given.</summary>
    private void TakeLoaded()
    {
        GraphNodes nodes = new(_evaluator);
        Harvest(nodes, Value.Undefined);
        _evaluator.Written.Clear();
        if (nodes.HasKnownClass)
        {
            List<Definition> definitions =
                [
                    .. _evaluator.Escaped.OfType<ObjectValue>()
                        .Select(Definition.Of)
                        .OfType<Definition>()
                        .DistinctBy(found => found.Source),
                ];
            _drafts.Add(
                new WorkflowDraft(Stem, definitions.Count == 1 ? definitions[0] : null, 0, nodes) { IsExport = true });
        }
    }

    /// <summary>Looks at an exported value, or at a part of one.</summary>
    private void Enter(Value value, string name, Definition? definition, int depth)
    {
        foreach (Value option in value.Options.ToArray())
        {
            switch (option)
            {
                case FunctionValue function when _entered.Add(function.Node):
                    Call(function, name, definition, isExport: true);
                    break;
                case ClassValue type when _entered.Add(type.Node):
                    EnterClass(type, name, isExport: true);
                    break;
                case FunctionValue or ClassValue or UnknownValue:
                    break;
                case ObjectValue plain when depth <= MaxDefinitionDepth && _entered.Add(plain):
                    EnterObject(plain, name, definition, depth);
                    break;
                case StringValue or JsonTextValue:
                    Take(name, definition, OffsetOf(option), nodes => nodes.Visit(option), isExport: true);
                    break;
                default:
                    break;
            }
        }
    }

    private void EnterObject(ObjectValue plain, string name, Definition? around, int depth)
    {
        Definition? definition = Definition.Of(plain);
        if (definition is not null)
        {
            around = definition;
            _drafts.Add(
                new WorkflowDraft(definition.Name, definition, OffsetOf(plain), new GraphNodes(_evaluator))
                {
                    IsDefinition = true,
                });
        }

        if (IsGraph(plain))
        {
            Take(around?.Name ?? name, around, OffsetOf(plain), nodes => nodes.Visit(plain), isExport: true);
            return;
        }

        foreach ((string key, Value member) in plain.Properties.ToList())
        {
            if (member is not AccessorValue && (definition is null || !Definition.IsNeed(key)))
            {
                Enter(member, key, around, depth + 1);
            }
        }

        foreach (Value element in plain.Elements?.ToList() ?? [])
        {
            Enter(element, name, around, depth + 1);
        }

        if (plain.Wild is not null)
        {
            Enter(plain.Wild, name, around, depth + 1);
        }
    }

    /// <summary>True for an object whose members are nodes, for a node, and for a saved graph.</summary>
    private static bool IsGraph(ObjectValue plain)
    {
        static bool IsNode(Value value) => value is ObjectValue item && item.Properties.ContainsKey("class_type");
        return IsNode(plain)
            || plain.Properties.Values.Any(value => value.Options.ToArray().Any(IsNode))
            || (plain.Wild?.Options.ToArray().Any(IsNode) ?? false)
            || (plain.Elements?.Any(value => value.Options.ToArray().Any(IsNode)) ?? false)
            || (plain.Properties.GetValueOrDefault("nodes") is ArrayValue && plain.Properties.ContainsKey("links"));
    }

    private void Call(FunctionValue function, string name, Definition? definition, bool isExport)
    {
        string shown = definition?.Name ?? (name == Stem || !isExport ? function.Name ?? name : name);
        if (!_isNamed && !ReferenceEquals(function.Origin.File, _module.File))
        {
            return;
        }

        Take(shown, definition, OffsetOf(function), nodes =>
        {
            Value result = _evaluator.CallFromOutside(function);
            CallInner(function, nodes);
            Harvest(nodes, result);
        }, isExport);
    }

    /// <summary>
    /// Functions inside one that was called and did not call them: handlers, and builders that it hands out.
    /// </summary>
    private void CallInner(FunctionValue function, GraphNodes nodes)
    {
        HashSet<FunctionNode> done = [];
        for (int i = 0; i < _evaluator.Made.Count && done.Count < MaxInnerCalls; i++)
        {
            FunctionValue inner = _evaluator.Made[i];
            if (!_evaluator.Called.Contains(inner.Node)
                && inner.Node.Start >= function.Node.Start && inner.Node.End <= function.Node.End
                && !ReferenceEquals(inner.Node, function.Node) && done.Add(inner.Node))
            {
                nodes.Visit(_evaluator.CallFromOutside(inner));
            }
        }
    }

    private void EnterClass(ClassValue type, string name, bool isExport)
    {
        if (!_isNamed && !ReferenceEquals(type.Origin.File, _module.File))
        {
            return;
        }

        Take(name == Stem ? type.Name ?? name : name, null, OffsetOf(type), nodes =>
        {
            foreach (Value member in type.Properties.Values.ToList())
            {
                if (member is FunctionValue method)
                {
                    nodes.Visit(_evaluator.CallFromOutside(method));
                }
                else if (member is ObjectValue)
                {
                    nodes.Visit(member);
                }
            }

            if (_evaluator.ConstructFromOutside(type) is { } self)
            {
                // Twice: what one method sets, another may use.
                _evaluator.CallMethods(self, nodes.VisitAgain);
                _evaluator.CallMethods(self, nodes.VisitAgain);
                nodes.VisitAgain(self);
                Harvest(nodes, self);
            }
        }, isExport);
    }

    private void Harvest(GraphNodes nodes, Value result)
    {
        nodes.Visit(result);
        foreach (Value escaped in _evaluator.Escaped.ToList())
        {
            nodes.Visit(escaped);
        }

        foreach (UnknownValue written in _evaluator.Written.ToList())
        {
            nodes.Visit(written);
        }

        foreach (ObjectValue made in _evaluator.FactoryNodes())
        {
            nodes.Visit(made);
        }

        // An object that builds its graph on request is asked for it.
        foreach (Value option in result.Options.ToArray())
        {
            if (option is ObjectValue { Prototype: not null } built
                and not (UnknownValue or FunctionValue or ClassValue))
            {
                _evaluator.CallBuilders(built, nodes.Visit);
            }
        }
    }

    private void Take(string name, Definition? definition, int offset, Action<GraphNodes> find, bool isExport)
    {
        if (++_entries > MaxEntries)
        {
            return;
        }

        GraphNodes nodes = new(_evaluator);
        _evaluator.Try(() => find(nodes));
        if (nodes.HasKnownClass)
        {
            _drafts.Add(new WorkflowDraft(name, definition, offset, nodes) { IsExport = isExport });
        }
    }

    /// <summary>
    /// Functions and classes that nothing called: private ones, and methods of classes that are not exported. Those
    /// that speak of graphs come first, while there is most of the budget.
    /// </summary>
    private void EnterUncalled()
    {
        bool found = true;
        while (found && _entries < MaxEntries)
        {
            found = false;
            foreach (FunctionValue function in _evaluator.Closures.Values.Where(IsUncalled)
                .OrderByDescending(SpeaksOfGraphs).ThenBy(function => function.Node.Start).ToList())
            {
                if (!IsUncalled(function))
                {
                    continue;
                }

                found = true;
                if (function.Home is { } type)
                {
                    _entered.Add(function.Node);
                    if (_entered.Add(type.Node))
                    {
                        EnterClass(type, type.Name ?? Stem, isExport: false);
                    }
                }
                else
                {
                    _entered.Add(function.Node);
                    Call(
                        function,
                        function.Name ?? Stem,
                        function.Owner is ObjectValue owner ? Definition.Of(owner) : null,
                        isExport: false);
                }
            }
        }
    }

    /// <summary>True for what was never called, and for a maker of graphs in which an earlier budget ended.</summary>
    private bool IsUncalled(FunctionValue function)
        => ReferenceEquals(function.Origin.File, _module.File) && !_entered.Contains(function.Node)
            && (_evaluator.Called.Contains(function.Node)
                ? _evaluator.CutOff.Contains(function.Node) && SpeaksOfGraphs(function)
                : _evaluator.Closures.Count < ManyFunctions || SpeaksOfGraphs(function));

    /// <summary>
    /// True for a function of this file that does not speak of graphs: it waits until those are followed that do.
    /// </summary>
    private bool IsFarFromGraphs(Value value)
        => value is FunctionValue function
            && ReferenceEquals(function.Origin.File, _module.File)
            && !SpeaksOfGraphs(function);

    /// <summary>
    /// In a bundle of thousands of functions only those are looked at that speak of graphs themselves.
    /// </summary>
    private bool SpeaksOfGraphs(FunctionValue function)
    {
        FunctionNode node = function.Node;
        if (!_speaking.TryGetValue(node, out bool speaks))
        {
            speaks = GraphMentions.Mentions(_module.File.Text.AsSpan(node.Start, node.End - node.Start));
            _speaking.Add(node, speaks);
        }

        return speaks;
    }

    /// <summary>Graphs in variables that went nowhere.</summary>
    private void EnterVariables()
    {
        foreach ((string name, Value value) in _evaluator.Variables())
        {
            if (value is ObjectValue and not (FunctionValue or ClassValue or UnknownValue) or StringValue)
            {
                Take(
                    name,
                    value is ObjectValue plain ? Definition.Of(plain) : null,
                    OffsetOf(value),
                    nodes => nodes.Visit(value),
                    isExport: false);
            }
        }
    }

    private int OffsetOf(Value value)
    {
        Origin origin = value switch
        {
            ObjectValue item => item.Origin,
            StringValue text => text.Origin,
            _ => default,
        };
        return ReferenceEquals(origin.File, _module.File) ? origin.Offset : 0;
    }
}
