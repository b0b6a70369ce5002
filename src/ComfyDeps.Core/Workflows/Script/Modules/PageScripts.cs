using System;
using System.Collections.Generic;
using System.IO;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>
/// The scripts that stand in a page (<c>.html</c>) or in a component's file (<c>.vue</c>, <c>.svelte</c>).
/// </summary>
internal static class PageScripts
{
    private const string Opening = "<script";
    private const string Closing = "</script";

    private static readonly HashSet<string> s_pages = new(StringComparer.OrdinalIgnoreCase)
    {
        ".html",
        ".htm",
        ".vue",
        ".svelte",
    };

    /// <summary>The types that a browser runs, and those that a page has compiled; any other block is data.</summary>
    private static readonly HashSet<string> s_scriptTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "module", "text/javascript", "application/javascript",
        "application/x-javascript", "text/ecmascript", "application/ecmascript",
        "text/babel", "text/jsx", "text/typescript", "application/typescript",
    };

    /// <summary>Whether a name is a page's.</summary>
    public static bool IsPage(string path) => s_pages.Contains(Path.GetExtension(path));

    /// <summary>
    /// The text with everything blank but the scripts in it, so that each stands at its line and column. They share
    /// their names as a page's scripts do.
    /// </summary>
    public static string Only(string page)
    {
        char[] text = new char[page.Length];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = page[i] is '\n' or '\r' ? page[i] : ' ';
        }

        int at = 0;
        while (NextScript(page, ref at, out Range content))
        {
            page.AsSpan()[content].CopyTo(text.AsSpan()[content]);
            int end = content.End.Value;
            if (end < text.Length)
            {
                // One script's last statement is not the next one's beginning.
                text[end] = ';';
            }
        }

        return new string(text);
    }

    /// <summary>Finds the next block that is a script with content of its own.</summary>
    private static bool NextScript(string page, ref int at, out Range content)
    {
        while (NextTag(page, ref at))
        {
            bool isScript = ReadAttributes(page, ref at);
            int end = page.IndexOf(Closing, at, StringComparison.OrdinalIgnoreCase);
            end = end < 0 ? page.Length : end;
            content = at..end;
            at = end;
            if (isScript)
            {
                return true;
            }
        }

        content = default;
        return false;
    }

    /// <summary>Goes behind the name of the next script tag that is not inside a comment.</summary>
    private static bool NextTag(string page, ref int at)
    {
        while (at < page.Length)
        {
            int tag = page.IndexOf('<', at);
            if (tag < 0)
            {
                break;
            }

            ReadOnlySpan<char> rest = page.AsSpan(tag);
            if (rest.StartsWith("<!--", StringComparison.Ordinal))
            {
                int end = page.IndexOf("-->", tag, StringComparison.Ordinal);
                at = end < 0 ? page.Length : end + 3;
                continue;
            }

            at = tag + 1;
            if (rest.StartsWith(Opening, StringComparison.OrdinalIgnoreCase)
                && rest.Length > Opening.Length && (rest[Opening.Length] is '>' or '/'
                    || char.IsWhiteSpace(rest[Opening.Length])))
            {
                at = tag + Opening.Length;
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a tag to its end; true when what follows is a script that stands here.</summary>
    private static bool ReadAttributes(string page, ref int at)
    {
        bool isHere = true;
        while (at < page.Length && page[at] != '>')
        {
            if (char.IsWhiteSpace(page[at]) || page[at] is '/' or '=')
            {
                at++;
                continue;
            }

            int start = at;
            while (at < page.Length && !char.IsWhiteSpace(page[at]) && page[at] is not ('>' or '/' or '='))
            {
                at++;
            }

            string name = page[start..at];
            string value = ReadValue(page, ref at);
            if (name.Equals("src", StringComparison.OrdinalIgnoreCase)
                || (name.Equals("type", StringComparison.OrdinalIgnoreCase) && !s_scriptTypes.Contains(value.Trim())))
            {
                isHere = false;
            }
        }

        at = Math.Min(at + 1, page.Length);
        return isHere;
    }

    private static string ReadValue(string page, ref int at)
    {
        int next = at;
        while (next < page.Length && char.IsWhiteSpace(page[next]))
        {
            next++;
        }

        if (next >= page.Length || page[next] != '=')
        {
            return string.Empty;
        }

        next++;
        while (next < page.Length && char.IsWhiteSpace(page[next]))
        {
            next++;
        }

        int start = next;
        if (next < page.Length && page[next] is '"' or '\'')
        {
            int end = page.IndexOf(page[next], next + 1);
            end = end < 0 ? page.Length : end;
            at = Math.Min(end + 1, page.Length);
            return page[(start + 1)..end];
        }

        while (next < page.Length && !char.IsWhiteSpace(page[next]) && page[next] != '>')
        {
            next++;
        }

        at = next;
        return page[start..next];
    }
}
