using System;

namespace ComfyDeps.Workflows.Media;

/// <summary>One workflow's JSON text, as found inside a media file.</summary>
/// <param name="Key">Under which name: <c>workflow</c> (the graph) or <c>prompt</c> (the API form).</param>
/// <param name="Utf8">The JSON text in UTF-8, without padding or a second layer of quoting. It may hold bare
/// NaN.</param>
/// <param name="Container">The part of the file that holds it: <c>tEXt</c>, <c>comf</c>, <c>EXIF</c>, <c>ilst</c>,
/// …</param>
/// <param name="Position">Where in the file that part's value starts.</param>
internal sealed record EmbeddedText(string Key, ReadOnlyMemory<byte> Utf8, string Container, long Position)
{
    /// <summary>The name of a graph, as the front end saves it.</summary>
    public const string Workflow = "workflow";

    /// <summary>The name of the API form of a graph.</summary>
    public const string Prompt = "prompt";
}
