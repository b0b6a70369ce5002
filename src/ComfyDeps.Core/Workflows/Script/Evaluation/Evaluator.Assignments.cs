using System;
using System.Collections.Generic;
using System.Globalization;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Writing and removing properties, and asking for them.</content>
internal sealed partial class Evaluator
{
    private void Assign(Expression target, Value value, Scope scope)
    {
        switch (target)
        {
            case Identifier name:
                Scope? holder = Find(name.Name, scope);
                if (holder is not null)
                {
                    holder.Set(_heap, name.Name, value);
                }
                else if (name.Name == "exports" || scope.Frame.Module.Module.Imports.ContainsKey(name.Name))
                {
                    break;
                }
                else
                {
                    UnknownValue everything = Global("globalThis", At(name, scope));
                    _heap.Touch(everything);
                    everything.Properties[name.Name] = value;
                }

                break;
            case MemberExpression member:
                Value owner = member.Object is SuperExpression ? scope.Frame.This : Evaluate(member.Object, scope);
                Set(owner, new StringValue(member.Name, At(member, scope)), value);
                break;
            case IndexExpression index:
                Set(Evaluate(index.Object, scope), Evaluate(index.Index, scope), value);
                break;
            default:
                Bind(target, value, null, scope);
                break;
        }
    }

    private void Set(Value target, Value key, Value value)
    {
        bool isSure = target is not UnionValue && key is not UnionValue;
        foreach (Value option in target.Options)
        {
            Value at = option is ProxyValue proxy ? proxy.Target : option;
            if (at is not ObjectValue item)
            {
                continue;
            }

            foreach (Value name in key.Options)
            {
                if (Values.KeyOf(name) is { } known)
                {
                    SetOne(item, known, value, isSure);
                }
                else
                {
                    _heap.Touch(item);
                    item.Wild = Values.JoinOptional(item.Wild, value);
                }
            }
        }
    }

    private void SetOne(ObjectValue target, string name, Value value, bool isSure)
    {
        for (ObjectValue? at = target; at is not null; at = at.Prototype)
        {
            if (at.Properties.GetValueOrDefault(name) is AccessorValue { } accessor)
            {
                if (accessor.Setter is not null)
                {
                    Call(accessor.Setter, target, [value], target.Origin, name);
                }

                return;
            }
        }

        _heap.Touch(target);
        if (target is ArrayValue { Kind: CollectionKind.Array } array && SetElement(array, name, value, isSure))
        {
            return;
        }

        target.Properties[name] = isSure
            ? value
            : Values.Join(target.Properties.GetValueOrDefault(name, ObjectValue.Absent), value);
        if (target is UnknownValue unknown && isSure)
        {
            Written.Add(Root(unknown));
        }
    }

    private static bool SetElement(ArrayValue array, string name, Value value, bool isSure)
    {
        if (name == "length" && value is NumberValue length)
        {
            if (length.Value < array.Items.Count && isSure)
            {
                array.Items.RemoveRange(
                    (int)Math.Max(0, length.Value), array.Items.Count - (int)Math.Max(0, length.Value));
                array.Wild = null;
            }

            return true;
        }

        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            return false;
        }

        if (index > array.Items.Count + MaxGap)
        {
            array.Wild = Values.JoinOptional(array.Wild, value);
            return true;
        }

        while (array.Items.Count <= index)
        {
            array.Items.Add(Value.Undefined);
        }

        array.Items[index] = isSure ? value : Values.Join(array.Items[index], value);
        return true;
    }

    private static UnknownValue Root(UnknownValue unknown)
    {
        while (unknown.Parent is { } parent)
        {
            unknown = parent;
        }

        return unknown;
    }

    private void Delete(Expression operand, Scope scope)
    {
        Value target;
        Value key;
        switch (operand)
        {
            case MemberExpression member:
                target = Evaluate(member.Object, scope);
                key = new StringValue(member.Name, default);
                break;
            case IndexExpression index:
                target = Evaluate(index.Object, scope);
                key = Evaluate(index.Index, scope);
                break;
            default:
                return;
        }

        if (target is ObjectValue item && Values.KeyOf(key) is { } name)
        {
            _heap.Touch(item);
            item.Properties.Remove(name);
        }
    }

    private bool? Has(Value target, string name)
    {
        bool? result = null;
        bool isFirst = true;
        foreach (Value option in target.Options)
        {
            bool? has = option switch
            {
                UnknownValue unknown => unknown.Properties.ContainsKey(name) ? true : null,
                ProxyValue => null,
                ObjectValue plain => HasOwn(plain, name),
                _ => false,
            };
            if (has is null || (!isFirst && has != result))
            {
                return null;
            }

            result = has;
            isFirst = false;
        }

        return result;
    }

    private static bool? HasOwn(ObjectValue plain, string name)
    {
        for (ObjectValue? at = plain; at is not null; at = at.Prototype)
        {
            if (at.Properties.TryGetValue(name, out Value? value))
            {
                return HasAbsent(value) ? null : true;
            }

            if (at.Wild is not null || at.Open is not null)
            {
                return null;
            }
        }

        return plain.Elements is { } elements && int.TryParse(
            name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index < elements.Count;
    }

    private static bool? IsInstance(Value left, Value right)
    {
        if (left is NothingValue or StringValue or NumberValue or BooleanValue)
        {
            return false;
        }

        if (right is NativeValue { Name: "Array" or "Map" or "Set" } native && left is ObjectValue and not UnknownValue)
        {
            return left is ArrayValue array && array.Kind.ToString() == native.Name;
        }

        if (left is not ObjectValue item || left is UnknownValue || right is not ClassValue type)
        {
            return null;
        }

        for (ObjectValue? at = item.Prototype; at is not null; at = at.Prototype)
        {
            if (ReferenceEquals(at, type.Instances))
            {
                return true;
            }
        }

        return item.Open is null ? false : null;
    }
}
