using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What texts, numbers and patterns can do.</content>
internal sealed partial class Evaluator
{
    private static readonly TimeSpan s_patternTime = TimeSpan.FromMilliseconds(50);

    private Value CallText(StringValue receiver, string name, List<Value> arguments, Origin origin, ExpressionText text)
    {
        if (arguments.Count > 0 && arguments[0] is UnionValue && name is not ("replace" or "replaceAll" or "concat"))
        {
            return CallTextWithEach(receiver, name, arguments, origin, text);
        }

        string value = receiver.Text;
        return name switch
        {
            "toString" or "valueOf" or "normalize" or "toWellFormed" => receiver,
            "toLowerCase" or "toLocaleLowerCase" => Same(receiver, value.ToLowerInvariant()),
            "toUpperCase" or "toLocaleUpperCase" => Same(receiver, value.ToUpperInvariant()),
            "trim" => Same(receiver, value.Trim()),
            "trimStart" or "trimLeft" => Same(receiver, value.TrimStart()),
            "trimEnd" or "trimRight" => Same(receiver, value.TrimEnd()),
            "concat" => ConcatTexts(receiver, arguments, origin, text),
            "replace" or "replaceAll" => Replace(receiver, arguments, name == "replaceAll", origin, text),
            "split" => Split(receiver, arguments, origin, text),
            "slice" or "substring" or "substr" => Part(receiver, name, arguments, origin, text),
            "padStart" or "padEnd" => Pad(receiver, name == "padStart", arguments, origin, text),
            "repeat"
                when arguments is [NumberValue { Value: >= 0 } times] && CanHold((long)(value.Length * times.Value))
                => NewText(string.Concat(Enumerable.Repeat(value, (int)times.Value)), receiver.Origin),
            "charAt" or "at" when arguments is [NumberValue at] => CharacterAt(receiver, at.Value, origin),
            "match" => Match(receiver, arguments, origin, text),
            "includes" or "startsWith" or "endsWith" or "indexOf" or "lastIndexOf"
                => SearchText(value, name, arguments, origin, text),
            "localeCompare" when arguments is [StringValue other, ..]
                => new NumberValue(Math.Sign(string.CompareOrdinal(value, other.Text))),
            "charCodeAt" or "codePointAt" or "search" or "localeCompare"
                => Unknown(origin, text, "known at run time", UnknownKind.Number),
            _ => Unknown(origin, text, "known at run time"),
        };
    }

    /// <summary>Calls with each value that the first argument can have.</summary>
    private Value CallTextWithEach(
        StringValue receiver, string name, List<Value> arguments, Origin origin, ExpressionText text)
        => Map(arguments[0], option => CallText(receiver, name, [option, .. arguments.Skip(1)], origin, text));

    private StringValue CharacterAt(StringValue receiver, double position, Origin origin)
    {
        string value = receiver.Text;
        int index = (int)(position < 0 ? value.Length + position : position);
        return index >= 0 && index < value.Length
            ? NewText(value[index].ToString(), receiver.Origin)
            : NewText(string.Empty, origin);
    }

    private static bool IsGraphText(string text) => text.Contains("class_type", StringComparison.Ordinal);

    private StringValue Same(StringValue before, string after)
        => after == before.Text ? before : NewText(after, before.Origin);

    private Value ConcatTexts(StringValue receiver, List<Value> arguments, Origin origin, ExpressionText text)
        => arguments.Aggregate((Value)receiver, (left, right) => ConcatText(left, right, origin, text));

    private Value ConcatText(Value left, Value right, Origin origin, ExpressionText text)
        => Pairs(left, right, (a, b) =>
            a is StringValue first
                && b is StringValue or NumberValue
                && CanHold(first.Text.Length + (b.ToString()!.Length))
                ? NewText(
                    first.Text + b,
                    b is StringValue second && second.Text.Length > first.Text.Length ? second.Origin : first.Origin)
                : Unknown(origin, text, "made at run time", UnknownKind.Text));

    private Value Replace(StringValue receiver, List<Value> arguments, bool all, Origin origin, ExpressionText text)
    {
        if (arguments.Count < 2)
        {
            return receiver;
        }

        Value replacement = arguments[1];
        return Pairs(
            arguments[0],
            replacement is FunctionValue ? Value.Undefined : replacement,
            (wanted, with) => ReplaceOne(receiver, wanted, with, all, origin, text));
    }

    private Value ReplaceOne(
        StringValue receiver, Value wanted, Value with, bool all, Origin origin, ExpressionText text)
    {
        try
        {
            bool occurs = wanted switch
            {
                StringValue known => receiver.Text.Contains(known.Text, StringComparison.Ordinal),
                PatternValue pattern => Compile(pattern).IsMatch(receiver.Text),
                _ => true,
            };
            if (!occurs)
            {
                return receiver;
            }

            if (with is not StringValue into || !CanHold(receiver.Text.Length + (long)into.Text.Length))
            {
                return IsGraphText(receiver.Text)
                    ? receiver
                    : Unknown(origin, text, "made at run time", UnknownKind.Text);
            }

            return wanted switch
            {
                StringValue known => Replaced(receiver, known.Text, into, all),
                PatternValue pattern => Same(receiver, Compile(pattern).Replace(
                    receiver.Text, into.Text, pattern.Flags.Contains('g', StringComparison.Ordinal) ? -1 : 1)),
                _ => Unknown(origin, text, "made at run time", UnknownKind.Text),
            };
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return Unknown(origin, text, "a pattern that is not understood", UnknownKind.Text);
        }
    }

    private StringValue Replaced(StringValue receiver, string wanted, StringValue into, bool all)
    {
        if (receiver.Text == wanted)
        {
            return into;
        }

        if (all && wanted.Length > 0)
        {
            return NewText(receiver.Text.Replace(wanted, into.Text, StringComparison.Ordinal), receiver.Origin);
        }

        int at = receiver.Text.IndexOf(wanted, StringComparison.Ordinal);
        return NewText(
            string.Concat(receiver.Text.AsSpan(0, at), into.Text, receiver.Text.AsSpan(at + wanted.Length)),
            receiver.Origin);
    }

    private static Regex Compile(PatternValue pattern)
    {
        RegexOptions options = RegexOptions.ECMAScript;
        options |= pattern.Flags.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : 0;
        options |= pattern.Flags.Contains('m', StringComparison.Ordinal) ? RegexOptions.Multiline : 0;
        return pattern.Pattern.Length > 2_000
            ? throw new ArgumentException("too long", nameof(pattern))
            : new Regex(pattern.Pattern, options, s_patternTime);
    }

    private Value Split(StringValue receiver, List<Value> arguments, Origin origin, ExpressionText text)
    {
        switch (arguments)
        {
            case [] or [NothingValue, ..]:
                return NewArray(origin, [receiver]);
            case [StringValue { Text.Length: > 0 } separator, ..]:
                Origin place = receiver.Origin;
                return NewArray(
                    origin,
                    receiver.Text.Split(separator.Text)
                        .Take(Budget.MaxRounds)
                        .Select(part => (Value)NewText(part, place)));
            case [StringValue, ..]:
                return NewArray(
                    origin,
                    receiver.Text.Take(Budget.MaxRounds).Select(c => (Value)NewText(c.ToString(), receiver.Origin)));
            case [PatternValue pattern, ..]:
                try
                {
                    return NewArray(
                        origin,
                        Compile(pattern)
                            .Split(receiver.Text)
                            .Take(Budget.MaxRounds)
                            .Select(part => (Value)NewText(part, receiver.Origin)));
                }
                catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
                {
                    return Unknown(origin, text, "a pattern that is not understood");
                }

            default:
                return Unknown(origin, text, "known at run time");
        }
    }

    private Value SearchText(string value, string name, List<Value> arguments, Origin origin, ExpressionText text)
    {
        bool isNumber = name is "indexOf" or "lastIndexOf";
        if (arguments is not [StringValue wanted, ..] || arguments.Count > 1)
        {
            return Unknown(origin, text, "known at run time", isNumber ? UnknownKind.Number : UnknownKind.Boolean);
        }

        return name switch
        {
            "includes" => Value.Of(value.Contains(wanted.Text, StringComparison.Ordinal)),
            "startsWith" => Value.Of(value.StartsWith(wanted.Text, StringComparison.Ordinal)),
            "endsWith" => Value.Of(value.EndsWith(wanted.Text, StringComparison.Ordinal)),
            "indexOf" => new NumberValue(value.IndexOf(wanted.Text, StringComparison.Ordinal)),
            _ => new NumberValue(value.LastIndexOf(wanted.Text, StringComparison.Ordinal)),
        };
    }

    private Value Part(StringValue receiver, string name, List<Value> arguments, Origin origin, ExpressionText text)
    {
        int length = receiver.Text.Length;
        bool fromEnd = name != "substring";
        int? Read(int index, int otherwise) => index >= arguments.Count || arguments[index] is NothingValue ? otherwise
            : arguments[index] is NumberValue number
                ? (int)Math.Clamp(number.Value < 0 ? (fromEnd ? length + number.Value : 0) : number.Value, 0, length)
                : null;
        if (Read(0, 0) is not { } start || Read(1, length) is not { } end)
        {
            return Unknown(origin, text, "known at run time", UnknownKind.Text);
        }

        end = name == "substr" ? Math.Min(length, start + end) : end;
        (start, end) = name == "substring" && start > end ? (end, start) : (start, end);
        return Same(receiver, start < end ? receiver.Text[start..end] : string.Empty);
    }

    private Value Pad(StringValue receiver, bool atStart, List<Value> arguments, Origin origin, ExpressionText text)
    {
        string fill = arguments.Count > 1 ? (arguments[1] as StringValue)?.Text ?? string.Empty : " ";
        if (arguments is not [NumberValue { Value: < 10_000 } width, ..] || fill.Length == 0)
        {
            return Unknown(origin, text, "known at run time", UnknownKind.Text);
        }

        string padding = string.Empty;
        while (padding.Length + receiver.Text.Length < width.Value)
        {
            padding += fill[..Math.Min(fill.Length, (int)width.Value - receiver.Text.Length - padding.Length)];
        }

        return Same(receiver, atStart ? padding + receiver.Text : receiver.Text + padding);
    }

    private Value Match(StringValue receiver, List<Value> arguments, Origin origin, ExpressionText text)
    {
        if (arguments is [PatternValue pattern] && !pattern.Flags.Contains('g', StringComparison.Ordinal))
        {
            try
            {
                Match match = Compile(pattern).Match(receiver.Text);
                return match.Success
                    ? NewArray(
                        origin,
                        match.Groups.Values.Select(
                            group => group.Success ? NewText(group.Value, receiver.Origin) : Value.Undefined))
                    : Value.Null;
            }
            catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
            {
                return Unknown(origin, text, "a pattern that is not understood");
            }
        }

        return Unknown(origin, text, "known at run time");
    }

    private Value CallPattern(
        PatternValue pattern,
        string name,
        List<Value> arguments,
        Origin origin,
        ExpressionText text)
    {
        if (name == "test" && arguments is [StringValue value])
        {
            try
            {
                return Value.Of(Compile(pattern).IsMatch(value.Text));
            }
            catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
            {
                return Unknown(origin, text, "a pattern that is not understood", UnknownKind.Boolean);
            }
        }

        return name == "exec" && arguments is [StringValue subject]
            ? Match(subject, [pattern], origin, text)
            : Unknown(origin, text, "known at run time", name == "test" ? UnknownKind.Boolean : UnknownKind.Any);
    }

    private Value CallNumber(NumberValue number, string name, List<Value> arguments, Origin origin, ExpressionText text)
        => name switch
        {
            "toString" when arguments is [] or [NumberValue { Value: 10 }] => NewText(number.ToString(), origin),
            "toFixed" when arguments is [] or [NumberValue { Value: <= 20 }] => NewText(
                number.Value.ToString(
                    "F"
                        + (arguments is [NumberValue digits] ? (int)digits.Value : 0).ToString(
                            CultureInfo.InvariantCulture),
                    CultureInfo.InvariantCulture),
                origin),
            _ => Unknown(origin, text, "known at run time", UnknownKind.Text),
        };
}
