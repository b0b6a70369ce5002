using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>Reads a file as the tests need it, and holds the two texts that they embed.</summary>
internal static class Reading
{
    public const long Limit = 256 << 20;

    /// <summary>The API form, with what Python writes and JSON forbids, and with letters beyond Latin-1.</summary>
    public const string Prompt =
        """{"3": {"class_type": "KSampler", "inputs": {"cfg": NaN, "text": "a \"naïve\" 猫, (blue:1.2) ; # = \\ end"}}}""";

    /// <summary>The front end's form.</summary>
    public const string Workflow =
        """{"last_node_id": 3, "nodes": [{"id": 3, "type": "KSampler", "widgets_values": [1, "é"]}], "links": [], "version": 0.4}""";

    /// <summary>Both of them, as the older savers wrap them.</summary>
    public const string Both = $$"""{"prompt": {{Prompt}}, "workflow": {{Workflow}}}""";

    public static MediaContent Read(byte[] file, long maximumSize = Limit)
        => Read(new MemoryStream(file, writable: false), maximumSize);

    public static MediaContent Read(Stream file, long maximumSize = Limit)
    {
        MediaContent? content = MediaMetadata.TryRead(
            file, "some file", maximumSize, TestContext.Current.CancellationToken);
        Assert.NotNull(content);
        return content;
    }

    public static MediaContent ReadFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Key, container and text of each: what most tests compare.</summary>
    public static IEnumerable<(string Key, string Container, string Text)> Texts(this MediaContent content)
        => content.Texts.Select(text => (text.Key, text.Container, Encoding.UTF8.GetString(text.Utf8.Span)));

    /// <summary>That a file holds both texts, wherever, and nothing else.</summary>
    public static void AssertBoth(this MediaContent content, string container)
        => Assert.Equal(
            [("prompt", container, Prompt), ("workflow", container, Workflow)],
            content.Texts().OrderBy(static text => text.Key, System.StringComparer.Ordinal));

    public static ComfyDepsException AssertMalformed(byte[] file)
    {
        ComfyDepsException exception = Assert.Throws<ComfyDepsException>(
            () => MediaMetadata.TryRead(new MemoryStream(file), "some file", Limit, CancellationToken.None));
        Assert.Equal(ErrorCode.MediaMalformed, exception.Code);
        Assert.Equal("some file", exception.Target);
        Assert.Matches(@"^'some file' is a damaged \w+ file: at byte \d+, .+\.$", exception.Message);
        return exception;
    }
}
