using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ComfyDeps.StagingTool.Help;

/// <summary>Markdown as text that needs no rendering: what people read in a terminal.</summary>
internal static class PlainText
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UsePreciseSourceLocation()
        .Build();

    internal static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, s_pipeline);

    /// <summary>One text for each block; a list is one text with a line for each item.</summary>
    /// <param name="blocks">The blocks.</param>
    internal static IReadOnlyList<string> Of(IEnumerable<Block> blocks)
        => [.. blocks.Select(Of).Where(static text => text.Length > 0)];

    internal static string Of(Block block) => block switch
    {
        CodeBlock code => Code(code),
        LeafBlock leaf => Of(leaf.Inline),
        ListBlock list => string.Join('\n', list.OfType<ListItemBlock>().Select((item, i) => Item(list, item, i))),
        Table table => string.Join('\n', table.OfType<TableRow>().Select(static row => string.Join(": ", Cells(row)))),
        ContainerBlock container => string.Join("\n\n", Of((IEnumerable<Block>)container)),
        _ => string.Empty,
    };

    internal static IEnumerable<string> Cells(TableRow row)
        => row.OfType<TableCell>().Select(static cell => Of((Block)cell));

    /// <summary>The lines of a code block as they stand.</summary>
    /// <param name="code">The block.</param>
    internal static string Code(LeafBlock code) => code.Lines.ToString().TrimEnd().ReplaceLineEndings("\n");

    internal static string Of(ContainerInline? inlines)
    {
        StringBuilder text = new();
        Append(text, inlines);
        return text.ToString().Trim();
    }

    internal static IEnumerable<LinkInline> Links(IEnumerable<Block> blocks)
        => blocks.SelectMany(static block => block.Descendants<LinkInline>());

    private static string Item(ListBlock list, ListItemBlock item, int index)
    {
        string mark = list.IsOrdered ? $"{index + 1}. " : "- ";
        return mark + string.Join('\n', Of((IEnumerable<Block>)item));
    }

    private static void Append(StringBuilder text, ContainerInline? inlines)
    {
        foreach (Inline inline in inlines ?? [])
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.ToString());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline line:
                    text.Append(line.IsHard ? '\n' : ' ');
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.ToString());
                    break;
                case AutolinkInline address:
                    text.Append(address.Url);
                    break;
                case ContainerInline container:
                    Append(text, container);
                    break;
            }
        }
    }
}
