using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ComfyDeps.StagingTool.Help;

/// <summary>The help files of the module, made from the pages under docs and from the module's assembly.</summary>
internal static class HelpFiles
{
    private const string SyntaxHeading = "## SYNTAX\n";

    /// <summary>Writes en-US/ComfyDeps.dll-Help.xml and a text for each topic.</summary>
    /// <param name="docs">The folder with the pages, commands/ and about/.</param>
    /// <param name="cmdlets">The cmdlets.</param>
    /// <param name="address">Where that folder can be read by anybody.</param>
    /// <param name="output">The folder to write to; what it held before goes.</param>
    internal static void Write(string docs, IReadOnlyList<CmdletFacts> cmdlets, string address, string output)
    {
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        Directory.CreateDirectory(output);
        IReadOnlyDictionary<string, CommandPage> pages = Pages(docs);
        XDocument maml = MamlWriter.Write(
            cmdlets.Where(cmdlet => pages.ContainsKey(cmdlet.Name)).Select(cmdlet => (cmdlet, pages[cmdlet.Name])),
            address);
        XmlWriterSettings settings = new()
        {
            Indent = true,
            NewLineChars = "\n",
            Encoding = new UTF8Encoding(false),
            CloseOutput = true,
        };
        using (XmlWriter writer = XmlWriter.Create(File.Create(Path.Join(output, "ComfyDeps.dll-Help.xml")), settings))
        {
            maml.Save(writer);
        }

        foreach (string topic in Directory.EnumerateFiles(Path.Join(docs, "about"), "about_*.md"))
        {
            string name = Path.GetFileNameWithoutExtension(topic);
            File.WriteAllText(Path.Join(output, $"{name}.help.txt"), AboutTopic.Render(File.ReadAllText(topic), name));
        }
    }

    /// <summary>The pages of the cmdlets, by name.</summary>
    /// <param name="docs">The folder with the pages.</param>
    internal static IReadOnlyDictionary<string, CommandPage> Pages(string docs)
        => Directory.EnumerateFiles(Path.Join(docs, "commands"), "*-*.md")
            .Select(CommandPageReader.Read)
            .ToDictionary(static page => page.Name, StringComparer.Ordinal);

    /// <summary>Brings the SYNTAX of each page up to what the code says.</summary>
    /// <param name="docs">The folder with the pages.</param>
    /// <param name="cmdlets">The cmdlets.</param>
    /// <param name="write">Whether the pages are written.</param>
    /// <returns>The pages that said something else.</returns>
    internal static IReadOnlyList<string> UpdateSyntax(string docs, IReadOnlyList<CmdletFacts> cmdlets, bool write)
    {
        List<string> changed = [];
        foreach (CmdletFacts cmdlet in cmdlets)
        {
            string file = Path.Join(docs, "commands", $"{cmdlet.Name}.md");
            if (!File.Exists(file))
            {
                continue;
            }

            string before = File.ReadAllText(file);
            string after = WithSyntax(before, SyntaxText.Of(cmdlet));
            if (after != before)
            {
                changed.Add(cmdlet.Name);
                if (write)
                {
                    File.WriteAllText(file, after);
                }
            }
        }

        return changed;
    }

    private static string WithSyntax(string page, string syntax)
    {
        string section = $"{SyntaxHeading}\n```text\n{syntax}\n```\n\n";
        int description = page.IndexOf("## DESCRIPTION\n", StringComparison.Ordinal);
        int start = page.IndexOf(SyntaxHeading, StringComparison.Ordinal);
        return description < 0 ? page
            : page[..(start < 0 ? description : start)] + section + page[description..];
    }
}
