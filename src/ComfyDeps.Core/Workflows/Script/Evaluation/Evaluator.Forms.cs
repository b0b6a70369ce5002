using System.Collections.Generic;
using System.Text.RegularExpressions;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>
/// Forms and schemas: descriptions of values that somebody chooses later, each with the text that counts until then
/// (<c>b.enum({ default: 'x' })</c>, <c>z.string().default('x')</c>). What is read from the filled-in form by the same
/// name is not known, and may be that text.
/// </content>
internal sealed partial class Evaluator
{
    private const int MaxFormDepth = 3;

    /// <summary>Names under which a description keeps its fields.</summary>
    private static readonly string[] s_fields = ["items", "fields", "options", "properties", "shape"];

    /// <summary>Names under which a filled-in form keeps its values.</summary>
    private static readonly HashSet<string> s_filledIn = ["data", "values", "value", "output"];

    private readonly Dictionary<(SourceFile, string), string?> _schemas = [];

    /// <summary>
    /// What is described by what code that is not known hands out: a text, an object of fields, or null.
    /// </summary>
    private static Value? FormOf(UnknownValue callee, List<Value> arguments)
    {
        if (callee.Key == "default" && arguments is [StringValue only])
        {
            return only;
        }

        foreach (Value argument in arguments)
        {
            if (FormOf(argument, 0) is { } form)
            {
                return form;
            }
        }

        // Methods refine what was described: z.string().default('x').describe('…'), schema.parse(body).
        return callee.Parent?.Form;
    }

    private static Value? FormOf(Value? value, int depth)
    {
        if (value is UnknownValue unknown)
        {
            return unknown.Form;
        }

        if (value is not ObjectValue plain
            || value is ArrayValue or FunctionValue or ClassValue
            || depth > MaxFormDepth)
        {
            return null;
        }

        if (plain.Properties.GetValueOrDefault("default") is StringValue text)
        {
            return text;
        }

        foreach (Value member in plain.Properties.Values)
        {
            if (FormOf(member, depth + 1) is not null)
            {
                return plain;
            }
        }

        return null;
    }

    /// <summary>What a form says of a field, or null.</summary>
    private static Value? FieldOf(Value? form, string name)
    {
        if (form is not ObjectValue fields)
        {
            return null;
        }

        if (fields.Properties.TryGetValue(name, out Value? field))
        {
            return FormOf(field, 0);
        }

        foreach (string group in s_fields)
        {
            if (fields.Properties.GetValueOrDefault(group) is ObjectValue inner
                && inner.Properties.TryGetValue(name, out field))
            {
                return FormOf(field, 0);
            }
        }

        return s_filledIn.Contains(name) ? form : null;
    }

    /// <summary>
    /// The schema that a parameter's type is inferred from: <c>input: z.infer&lt;typeof Schema&gt;</c>, or null.
    /// </summary>
    private Value? FormOf(Parameter parameter, FunctionValue function)
    {
        SourceFile file = function.Closure.Frame.Module.Module.File;
        if (parameter.Type.IsEmpty)
        {
            return null;
        }

        string type = file.Text[parameter.Type.Start..parameter.Type.End].Trim();
        if (!_schemas.TryGetValue((file, type), out string? schema))
        {
            Match match = InferredFrom().Match(type);
            if (!match.Success && PlainName().IsMatch(type))
            {
                match = Regex.Match(
                    file.Text, $@"\btype\s+{type}\s*=\s*{InferredPattern}", RegexOptions.NonBacktracking);
            }

            schema = match.Success ? match.Groups[1].Value : null;
            _schemas.Add((file, type), schema);
        }

        return schema is null
            ? null
            : (Lookup(
                new Identifier(parameter.Start, parameter.Start, schema), function.Closure) as UnknownValue)?.Form;
    }

    private const string InferredPattern =
        @"(?:\w+\.)?(?:infer|input|output|TypeOf|InferType|InferOutput|Infer|Static)<typeof (\w+)>";

    [GeneratedRegex("^" + InferredPattern)]
    private static partial Regex InferredFrom();

    [GeneratedRegex(@"^\w{1,100}$")]
    private static partial Regex PlainName();
}
