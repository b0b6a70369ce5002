using System;
using System.Collections.Generic;

namespace ComfyDeps.Catalog.Python;

/// <content>Strings, and what stands in brackets.</content>
internal sealed partial class PythonExpressionParser
{
    private PythonExpression Texts()
    {
        List<PythonExpression> parts = [];
        while (Current.Kind is PythonTokenKind.Text or PythonTokenKind.Format)
        {
            parts.Add(
                Current.Kind == PythonTokenKind.Text
                    ? new ConstantExpression(Current.Text)
                    : PythonFormat.Parse(Current.Text));
            At++;
        }

        return parts.Count == 1 ? parts[0] : new FormatExpression(parts);
    }

    private PythonExpression Display(string close, PythonExpression? first)
    {
        List<PythonExpression> items = first is null ? [] : [first];
        bool comma = close != ")";
        while (true)
        {
            if (items.Count == 1 && (Current.Is("for") || Current.Is("async")))
            {
                ComprehensionExpression comprehension = new(null, items[0], Clauses());
                CloseWith(close);
                return comprehension;
            }

            comma |= Current.Is(",");
            At += Current.Is(",") ? 1 : 0;
            int start = At;
            if (Current.Is(close) || Current.Kind is PythonTokenKind.End or PythonTokenKind.NewLine)
            {
                break;
            }

            items.Add(Item());
            At += At == start ? 1 : 0;
        }

        CloseWith(close);
        return items.Count == 1 && !comma ? items[0] : new ListExpression(items);
    }

    private PythonExpression Braces()
    {
        List<(PythonExpression?, PythonExpression)> entries = [];
        while (!Current.Is("}") && Current.Kind is not (PythonTokenKind.End or PythonTokenKind.NewLine))
        {
            int start = At;
            if (Current.Is("**"))
            {
                At++;
                entries.Add((null, Binary(0)));
            }
            else
            {
                PythonExpression key = Item();
                if (!Current.Is(":"))
                {
                    return entries.Count == 0 ? Display("}", key) : Broken("}");
                }

                At++;
                PythonExpression value = Choice();
                if (Current.Is("for") || Current.Is("async"))
                {
                    ComprehensionExpression comprehension = new(key, value, Clauses());
                    CloseWith("}");
                    return comprehension;
                }

                entries.Add((key, value));
            }

            At += Current.Is(",") ? 1 : 0;
            At = Math.Max(At, start + 1);
        }

        CloseWith("}");
        return new DictExpression(entries);
    }

    private List<PythonClause> Clauses()
    {
        List<PythonClause> clauses = [];
        while (Current.Is("for") || Current.Is("async"))
        {
            At += Current.Is("async") ? 2 : 1;
            PythonExpression target = Targets();
            At += Current.Is("in") ? 1 : 0;
            PythonExpression source = Or();
            List<PythonExpression> conditions = [];
            while (Current.Is("if"))
            {
                At++;
                conditions.Add(Or());
            }

            clauses.Add(new PythonClause(target, source, conditions));
        }

        return clauses;
    }
}
