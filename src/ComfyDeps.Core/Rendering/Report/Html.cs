using System.Net;

namespace ComfyDeps.Rendering.Report;

/// <summary>The one place that makes HTML of text.</summary>
internal static class Html
{
    /// <summary>Text as content or as the value of a quoted attribute.</summary>
    /// <param name="text">The text; null gives nothing.</param>
    internal static string Text(string? text) => WebUtility.HtmlEncode(VisibleText.Of(text));

    /// <summary>A name in the type of code.</summary>
    /// <param name="text">The name.</param>
    internal static string Code(string? text)
        => string.IsNullOrEmpty(text) ? string.Empty : $"<code>{Text(text)}</code>";

    /// <summary>A name that links to an address, where there is one.</summary>
    /// <param name="text">The name.</param>
    /// <param name="url">An http or https address, or null.</param>
    internal static string Link(string text, string? url)
        => url is null ? Code(text) : $"<a href=\"{Text(url)}\" rel=\"noopener noreferrer\">{Code(text)}</a>";
}
