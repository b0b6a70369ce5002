using System;
using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <summary>What can change while a script is followed, and can be set back to what it was.</summary>
internal abstract class Mutable(int birth)
{
    /// <summary>The moment at which it was made; what is younger than a branch needs no record in it.</summary>
    public int Birth { get; } = birth;

    /// <summary>How much there is to save.</summary>
    public virtual int Size => 1;

    /// <summary>A copy of all that can change.</summary>
    public abstract object Save();

    /// <summary>Takes a saved state back; the state is not used again.</summary>
    public abstract void Load(object state);

    /// <summary>Becomes what it may be when either of several states may hold.</summary>
    public abstract void Blend(IReadOnlyList<object> states);
}

/// <summary>An object: what it has by name, and what it has under names that are not known.</summary>
internal class ObjectValue : Value
{
    private readonly int _birth;

    /// <summary>Makes an empty object.</summary>
    public ObjectValue(int birth, Origin origin)
    {
        Origin = origin;
        _birth = birth;
    }

    /// <summary>Where it is written.</summary>
    public Origin Origin { get; }

    /// <summary>What can change about it, for the heap.</summary>
    public Mutable Cell => field ??= new HeapCell(this, _birth);

    /// <summary>Its properties, in order.</summary>
    public Dictionary<string, Value> Properties
    {
        get => field ??= [];
        set;
    }

    /// <summary>What was written under a name that is not known, or null.</summary>
    public Value? Wild { get; set; }

    /// <summary>
    /// Objects that are not known and were spread into it: a name that is missing may come from them.
    /// </summary>
    public List<UnknownValue>? Open { get; set; }

    /// <summary>Where names are looked up that it has not.</summary>
    public ObjectValue? Prototype { get; set; }

    /// <summary>The elements of a list, or null.</summary>
    public virtual List<Value>? Elements
    {
        get => null;
        set { }
    }

    private sealed record State(
        Dictionary<string, Value> Properties, Value? Wild, List<UnknownValue>? Open, List<Value>? Elements);

    private sealed class HeapCell(ObjectValue owner, int birth) : Mutable(birth)
    {
        public override int Size => 1 + ((owner.Properties.Count + (owner.Elements?.Count ?? 0)) / 8);

        public override object Save() => new State(
            new Dictionary<string, Value>(owner.Properties),
            owner.Wild,
            owner.Open is null ? null : [.. owner.Open],
            owner.Elements is null ? null : [.. owner.Elements]);

        public override void Load(object state)
        {
            State saved = (State)state;
            owner.Properties = saved.Properties;
            owner.Wild = saved.Wild;
            owner.Open = saved.Open;
            owner.Elements = saved.Elements;
        }

        public override void Blend(IReadOnlyList<object> states)
        {
            State first = (State)states[0];
            Dictionary<string, Value> properties = new(first.Properties);
            Value? wild = first.Wild;
            List<UnknownValue>? open = first.Open;
            List<Value>? elements = first.Elements;
            for (int i = 1; i < states.Count; i++)
            {
                State other = (State)states[i];
                BlendProperties(properties, other.Properties, owner is UnknownValue);
                wild = Values.JoinOptional(wild, other.Wild);
                open = open is null
                    ? other.Open
                    : other.Open is null ? open
                    : [.. new HashSet<UnknownValue>([.. open, .. other.Open])];
                elements = BlendElements(elements, other.Elements, ref wild);
            }

            owner.Properties = properties;
            owner.Wild = wild;
            owner.Open = open;
            owner.Elements = elements;
        }

        private static void BlendProperties(
            Dictionary<string, Value> properties, Dictionary<string, Value> others, bool isOpen)
        {
            foreach ((string key, Value value) in others)
            {
                properties[key] = properties.TryGetValue(key, out Value? mine)
                    ? Values.Join(mine, value)
                    : isOpen ? value : Values.Join(value, Absent);
            }

            if (!isOpen)
            {
                foreach (string key in new List<string>(properties.Keys))
                {
                    if (!others.ContainsKey(key))
                    {
                        properties[key] = Values.Join(properties[key], Absent);
                    }
                }
            }
        }

        private static List<Value>? BlendElements(List<Value>? elements, List<Value>? others, ref Value? wild)
        {
            if (elements is null || others is null)
            {
                return elements ?? others;
            }

            List<Value> result = [];
            int common = Math.Min(elements.Count, others.Count);
            for (int i = 0; i < common; i++)
            {
                result.Add(Values.Join(elements[i], others[i]));
            }

            // What only one side has makes the length uncertain: it may be there.
            List<Value> longer = elements.Count > others.Count ? elements : others;
            for (int i = common; i < longer.Count; i++)
            {
                wild = Values.JoinOptional(wild, longer[i]);
            }

            return result;
        }
    }

    /// <summary>Stands in a property's value for the possibility that the property is not there.</summary>
    public static readonly Value Absent = new NothingValue("undefined");
}

/// <summary>A list; <see cref="ObjectValue.Wild"/> holds what may stand behind its elements.</summary>
internal sealed class ArrayValue(int birth, Origin origin) : ObjectValue(birth, origin)
{
    /// <inheritdoc/>
    public override List<Value>? Elements
    {
        get => Items;
        set => Items = value ?? [];
    }

    /// <summary>The elements.</summary>
    public List<Value> Items { get; private set; } = [];

    /// <summary>True when it is the key and value pairs of a Map, or the values of a Set.</summary>
    public CollectionKind Kind { get; init; }
}

/// <summary>What a list stands for.</summary>
internal enum CollectionKind
{
    /// <summary>An array.</summary>
    Array,

    /// <summary>A Map: its elements are pairs.</summary>
    Map,

    /// <summary>A Set.</summary>
    Set,
}

/// <summary>What is not known: an object that may have any property, or a primitive value of a known kind.</summary>
internal sealed class UnknownValue(
    int birth,
    Origin origin,
    ExpressionText text,
    string reason) : ObjectValue(birth, origin)
{
    /// <summary>The expression that gives it at run time.</summary>
    public string Text => field ??= text.ToString();

    /// <summary>Why it is not known.</summary>
    public string Reason { get; } = reason;

    /// <summary>What kind of value it is.</summary>
    public UnknownKind Kind { get; init; }

    /// <summary>The object that it was read from, or null.</summary>
    public UnknownValue? Parent { get; init; }

    /// <summary>The name under which it was read, or null.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// The description of it that the script itself gives: a text that it has until another is chosen, or fields; or
    /// null.
    /// </summary>
    public Value? Form { get; init; }

    /// <summary>What was read from it before, so that one name is one value.</summary>
    public Dictionary<string, UnknownValue> Children => field ??= [];
}

/// <summary>What is known of a value that is not known.</summary>
internal enum UnknownKind
{
    /// <summary>Nothing.</summary>
    Any,

    /// <summary>It is a number.</summary>
    Number,

    /// <summary>It is true or false.</summary>
    Boolean,

    /// <summary>It is a text.</summary>
    Text,

    /// <summary>It is what a node hands out: a link.</summary>
    Link,
}
