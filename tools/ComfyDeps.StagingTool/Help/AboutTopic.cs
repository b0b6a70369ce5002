using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace ComfyDeps.StagingTool.Help;

/// <summary>
/// A page under docs/about as the text that <c>Get-Help about_…</c> shows: 76 columns, four before each line.
/// </summary>
internal static class AboutTopic
{
    private const int Width = 76;
    private const string Indent = "    ";

    /// <summary>The topic's text.</summary>
    /// <param name="markdown">The page: its name as heading, then a sentence, then the rest.</param>
    /// <param name="name">The topic's name.</param>
    internal static string Render(string markdown, string name)
    {
        MarkdownDocument page = PlainText.Parse(markdown);
        if (page is not [HeadingBlock { Level: 1 } title, ParagraphBlock summary, ..] || PlainText.Of(title) != name)
        {
            throw new InvalidDataException(
                $"{name}: the page must begin with its name as heading, and one paragraph that says what it is about.");
        }

        StringBuilder text = new();
        text.Append("TOPIC\n").Append(Indent).Append(name).Append("\n\nSHORT DESCRIPTION\n");
        Write(text, PlainText.Of(summary), Indent, Indent);
        text.Append("\nLONG DESCRIPTION\n");
        bool isFirst = true;
        foreach (Block block in page.Skip(2))
        {
            if (!isFirst || block is HeadingBlock)
            {
                text.Append('\n');
            }

            isFirst = block is HeadingBlock;
            Append(text, block);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Block block)
    {
        switch (block)
        {
            case HeadingBlock { Level: 2 } heading:
                text.Append(PlainText.Of(heading).ToUpperInvariant()).Append('\n');
                break;
            case HeadingBlock heading:
                text.Append("  ").Append(PlainText.Of(heading)).Append('\n');
                break;
            case CodeBlock code:
                Lines(text, PlainText.Code(code), Indent + Indent);
                break;
            case ListBlock list:
                foreach (string item in PlainText.Of((Block)list).Split('\n'))
                {
                    Write(text, item, Indent, Indent + "  ");
                }

                break;
            case Table table:
                Rows(text, table);
                break;
            default:
                foreach (string line in PlainText.Of(block).Split('\n'))
                {
                    Write(text, line, Indent, Indent);
                }

                break;
        }
    }

    /// <summary>A table as a list of terms: what is first in a row, and below it what the others say.</summary>
    private static void Rows(StringBuilder text, Table table)
    {
        string[][] rows =
        [
            .. table
                .OfType<TableRow>()
                .Where(static row => !row.IsHeader)
                .Select(static row => PlainText.Cells(row).ToArray()),
        ];
        int first = rows.Max(static row => row[0].Length);
        bool isNarrow = rows.All(static row => row.Length == 2) && first <= 20;
        foreach (string[] row in rows)
        {
            if (isNarrow)
            {
                Write(text, $"{row[0].PadRight(first)}  {row[1]}", Indent, Indent + new string(' ', first + 2));
                continue;
            }

            Write(text, row[0], Indent, Indent);
            foreach (string cell in row.Skip(1).Where(static cell => cell.Length > 0))
            {
                Write(text, cell, Indent + Indent, Indent + Indent);
            }
        }
    }

    private static void Lines(StringBuilder text, string code, string indent)
    {
        foreach (string line in code.Split('\n'))
        {
            text.Append(line.Length > 0 ? indent + line : string.Empty).Append('\n');
        }
    }

    /// <summary>Breaks a text between words, keeping the runs of spaces that line it up.</summary>
    private static void Write(StringBuilder text, string paragraph, string first, string rest)
    {
        StringBuilder line = new(first);
        int begun = line.Length;
        foreach (string word in Words(paragraph))
        {
            if (line.Length > begun && line.Length + word.TrimEnd().Length > Width)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(rest);
                begun = line.Length;
            }

            line.Append(word);
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    /// <summary>Words, each with the spaces behind it.</summary>
    private static IEnumerable<string> Words(string text)
    {
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i - 1] == ' ' && text[i] != ' ')
            {
                yield return text[start..i];
                start = i;
            }
        }

        yield return text[start..];
    }
}
