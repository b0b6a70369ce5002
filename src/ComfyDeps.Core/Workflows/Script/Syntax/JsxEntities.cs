using System;
using System.Net;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Resolves <c>&amp;amp;</c> and its like in text and attributes of tags.</summary>
internal static class JsxEntities
{
    /// <summary>What the text says.</summary>
    public static string Decode(string text)
        => text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;
}
