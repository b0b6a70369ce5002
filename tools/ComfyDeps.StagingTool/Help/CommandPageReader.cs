using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ComfyDeps.StagingTool.Help;

/// <summary>
/// Reads a page under docs/commands. Its headings are a form: what is not one of them is an error, not lost.
/// </summary>
internal static class CommandPageReader
{
    private const string DefaultMark = "Default: ";

    private static readonly string[] s_sections =
    [
        "SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS",
    ];

    internal static CommandPage Read(string file) => Parse(File.ReadAllText(file), Path.GetFileName(file));

    internal static CommandPage Parse(string markdown, string file)
    {
        IReadOnlyList<Part> top = Parts(PlainText.Parse(markdown), 1);
        if (top is not [{ Title: string name, Blocks: IReadOnlyList<Block> body }]
            || name != Path.GetFileNameWithoutExtension(file))
        {
            throw new InvalidDataException(
                $"{file}: the page must have one heading of the first level, which is the cmdlet's name.");
        }

        IReadOnlyList<Part> parts = Parts(body, 2);
        if (parts.FirstOrDefault(static part => !s_sections.Contains(part.Title)) is Part unknown)
        {
            throw new InvalidDataException(
                $"{file}: '{unknown.Title}' is not a section; there are {string.Join(", ", s_sections)}.");
        }

        IReadOnlyList<Block> section(string title)
            => parts.Where(part => part.Title == title).Select(static part => part.Blocks).SingleOrDefault([]);
        return new CommandPage
        {
            File = file,
            Name = name,
            Synopsis = string.Join(' ', PlainText.Of(section("SYNOPSIS"))),
            Description = PlainText.Of(section("DESCRIPTION")),
            Examples = [.. Parts(section("EXAMPLES"), 3).Select(Example)],
            Parameters = Parts(section("PARAMETERS"), 3).ToDictionary(
                static part => part.Title.TrimStart('-'),
                static part => Parameter(part.Blocks),
                StringComparer.Ordinal),
            Inputs =
            [
                .. Parts(section("INPUTS"), 3).Select(
                    static part => new PageType(part.Title, PlainText.Of(part.Blocks))),
            ],
            Outputs =
            [
                .. Parts(section("OUTPUTS"), 3).Select(
                    static part => new PageType(part.Title, PlainText.Of(part.Blocks))),
            ],
            Notes = PlainText.Of(section("NOTES")),
            Links = [.. PlainText.Links(section("RELATED LINKS")).Select(Link)],
        };
    }

    private static PageExample Example(Part part)
    {
        IEnumerable<FencedCodeBlock> code = part.Blocks.OfType<FencedCodeBlock>();
        return new PageExample(
            part.Title,
            string.Join('\n', code.Where(static block => block.Info == "powershell").Select(PlainText.Code)),
            string.Join("\n\n", code.Where(static block => block.Info != "powershell").Select(PlainText.Code)),
            PlainText.Of(part.Blocks.Where(static block => block is not FencedCodeBlock)));
    }

    private static PageParameter Parameter(IReadOnlyList<Block> blocks)
    {
        IReadOnlyList<string> text = PlainText.Of(blocks);
        return text.Count > 0 && text[^1].StartsWith(DefaultMark, StringComparison.Ordinal)
            ? new PageParameter([.. text.SkipLast(1)], text[^1][DefaultMark.Length..].TrimEnd('.'))
            : new PageParameter(text, "None");
    }

    private static PageLink Link(LinkInline link)
        => new(PlainText.Of(link), link.Url!.StartsWith("https://", StringComparison.Ordinal) ? link.Url : null);

    /// <summary>What stands below each heading of a level.</summary>
    private static List<Part> Parts(IEnumerable<Block> blocks, int level)
    {
        List<Part> parts = [];
        List<Block>? current = null;
        foreach (Block block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                current = [];
                parts.Add(new Part(PlainText.Of(heading), current));
            }
            else
            {
                current?.Add(block);
            }
        }

        return parts;
    }

    private sealed record Part(string Title, IReadOnlyList<Block> Blocks);
}
