using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Help;

/// <summary>
/// The documents are one set: nothing links into the void, nothing is out of reach, no command in them is made up.
/// </summary>
public sealed partial class DocumentTests
{
    private static readonly string[] s_documents =
    [
        .. Directory.EnumerateFiles(Path.Join(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
    ];

    [Fact]
    public void EveryLinkLeadsSomewhere()
        => Assert.Empty(
            Links()
                .Where(static link => !Path.Exists(link.Target))
                .Select(static link => $"{link.Document} links to {link.Target}"));

    /// <summary>A part of a page that is linked to has its heading there.</summary>
    [Fact]
    public void EveryAnchorIsThere()
        => Assert.Empty(s_documents.SelectMany(static document => Link().Matches(
            Fence().Replace(File.ReadAllText(document), string.Empty))
            .Select(static match => match.Groups[1].Value.Split('#', 2))
            .Where(static parts => parts.Length == 2 && !parts[0].Contains("://", StringComparison.Ordinal))
            .Where(
                parts => !Anchors(
                    parts[0].Length == 0
                        ? document
                        : Path.GetFullPath(parts[0], Path.GetDirectoryName(document)!)).Contains(
                    parts[1]))
            .Select(parts => $"{document} links to {parts[0]}#{parts[1]}")));

    [Fact]
    public void EveryDocumentIsReachedFromReadme()
    {
        ILookup<string, string> links = Links().ToLookup(static link => link.Document, static link => link.Target);
        HashSet<string> reached = [];
        Reach(Path.Join(Repository.Root, "README.md"));
        Assert.Equal([Path.Join(Repository.Root, "CHANGELOG.md")], s_documents.Except(reached));

        void Reach(string document)
        {
            if (reached.Add(document))
            {
                foreach (string target in links[document])
                {
                    // A link to a folder is one to all its pages.
                    foreach (string next in Directory.Exists(target)
                        ? Directory.EnumerateFiles(target, "*.md")
                        : [target])
                    {
                        Reach(next);
                    }
                }
            }
        }
    }

    /// <summary>What a block of PowerShell calls of this module exists, with the parameters that it is given.</summary>
    [Fact]
    public void EveryCommandExists()
    {
        using Engine engine = new();
        Dictionary<string, HashSet<string>> known = engine.Run("Get-Command -Module ComfyDeps").Output
            .Select(static one => (System.Management.Automation.CmdletInfo)one.BaseObject)
            .ToDictionary(
                static one => one.Name,
                static one => one.Parameters.SelectMany(static p => p.Value.Aliases.Prepend(p.Key))
                    .ToHashSet(StringComparer.OrdinalIgnoreCase),
                StringComparer.OrdinalIgnoreCase);
        List<string> wrong = [];
        foreach ((string document, string script) in s_documents.SelectMany(
            static document => Block()
                .Matches(File.ReadAllText(document))
                .Select(match => (document, match.Groups[1].Value))))
        {
            Ast ast = Parser.ParseInput(script, out _, out ParseError[] errors);
            wrong.AddRange(errors.Select(error => $"{document}: {error.Message}"));
            foreach (CommandAst command in ast
                .FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true)
                .Cast<CommandAst>())
            {
                string name = command.GetCommandName() ?? string.Empty;
                if (!name.Contains("-Comfy", StringComparison.Ordinal))
                {
                    continue;
                }

                if (!known.TryGetValue(name, out HashSet<string>? parameters))
                {
                    wrong.Add($"{document}: there is no {name}");
                    continue;
                }

                wrong.AddRange(command.CommandElements.OfType<CommandParameterAst>()
                    .Where(
                        parameter => !parameters.Any(
                            one => one.StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase)))
                    .Select(parameter => $"{document}: {name} has no -{parameter.ParameterName}"));
            }
        }

        Assert.Empty(wrong);
    }

    private static IEnumerable<(string Document, string Target)> Links()
        => s_documents.SelectMany(static document => Link().Matches(
            Fence().Replace(File.ReadAllText(document), string.Empty))
            .Select(static match => match.Groups[1].Value)
            .Where(static target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Select(
                target => (document, Path.GetFullPath(target.Split('#')[0], Path.GetDirectoryName(document)!)
                    .TrimEnd('/'))));

    /// <summary>
    /// The names that a forge gives to headings: in lower case, without signs, with hyphens for spaces.
    /// </summary>
    private static HashSet<string> Anchors(string page)
        => [.. Heading().Matches(Fence().Replace(File.ReadAllText(page), string.Empty))
            .Select(
                static match => Sign()
                    .Replace(match.Groups[1].Value.ToLowerInvariant(), string.Empty)
                    .Replace(' ', '-'))];

    [GeneratedRegex(@"(?m)^#+ (.+?)\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Sign();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("```powershell\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
