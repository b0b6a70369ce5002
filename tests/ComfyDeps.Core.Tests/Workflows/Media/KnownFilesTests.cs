using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using ComfyDeps.Workflows;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>Public files with known answers, where they lie beside the checkout.</summary>
public sealed partial class KnownFilesTests
{
    private static readonly string s_folder = Path.GetFullPath(
        Path.Join(Repository.Root, "..", "shared", "data", "media"));

    /// <summary>What the front end draws itself; the answers leave those out.</summary>
    private static readonly string[] s_virtual =
    [
        "Note",
        "MarkdownNote",
        "Reroute",
        "PrimitiveNode",
        "SetNode",
        "GetNode",
    ];

    public static TheoryData<string> Files
    {
        get
        {
            TheoryData<string> files = [];
            string[] found = Directory.Exists(s_folder) ? Directory.GetFiles(s_folder) : [];
            foreach (string file in found.Order(StringComparer.Ordinal))
            {
                if (!file.EndsWith(".json", StringComparison.Ordinal))
                {
                    files.Add(Path.GetFileName(file));
                }
            }

            if (files.Count == 0)
            {
                files.Add("(no files)");
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void FindsWhatIsKnownToBeInside(string name)
    {
        Assert.SkipUnless(
            Directory.Exists(s_folder), "There are no known files beside the checkout: ../shared/data/media");
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllText(Path.Join(s_folder, "truth.json")));
        JsonElement file = truth.RootElement.GetProperty(name);
        MediaContent content = Reading.ReadFile(Path.Join(s_folder, name));

        // What is listed was found by searching the bytes: a text is there twice where the saver wrote it twice.
        HashSet<string> expected = [];
        foreach (JsonElement embedded in file.GetProperty("embedded").EnumerateArray())
        {
            string format = embedded.GetProperty("format").GetString()!;
            string classes = string.Join(' ', embedded.GetProperty("class_types").EnumerateArray());
            expected.Add($"{(format.StartsWith("ui", StringComparison.Ordinal) ? "workflow" : "prompt")}: {classes}");
            if (embedded.GetProperty("key").GetString() is string key)
            {
                Assert.Contains(content.Texts, text =>
                    text.Key == key && text.Container == embedded.GetProperty("container").GetString());
            }
        }

        if (name.EndsWith(".svg", StringComparison.Ordinal))
        {
            // One object there, both texts in it.
            Assert.Equal(
                ["prompt", "workflow"], content.Texts.Select(static text => text.Key).Order(StringComparer.Ordinal));
            return;
        }

        Assert.Equal(expected, content.Texts.Select(Describe).ToHashSet());
        Assert.Equal(content.Texts.Count, content.Texts.DistinctBy(static text => text.Key).Count());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ReadsTheNodesOfBothTexts(string name)
    {
        Assert.SkipUnless(
            Directory.Exists(s_folder), "There are no known files beside the checkout: ../shared/data/media");
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllText(Path.Join(s_folder, "truth.json")));
        WorkflowDocument document = Assert.Single(
            new WorkflowReader(Reading.Limit).Read(Path.Join(s_folder, name), TestContext.Current.CancellationToken));
        foreach (JsonElement embedded in truth.RootElement.GetProperty(name).GetProperty("embedded").EnumerateArray())
        {
            string format = embedded.GetProperty("format").GetString()!;
            string prefix = format.StartsWith("ui", StringComparison.Ordinal) || format == "api-wrapped"
                ? "workflow/"
                : "prompt/";
            bool single = document.Nodes.All(static node => !node.Occurrence.Contains('/', StringComparison.Ordinal));
            Assert.Equal(
                embedded
                    .GetProperty("class_types")
                    .EnumerateArray()
                    .Select(static type => type.GetString()!)
                    .ToHashSet(),
                document.Nodes.Where(node => single || node.Occurrence.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(static node => node.ClassType).Except(s_virtual).ToHashSet());
        }
    }

    /// <summary>
    /// The key and the node classes: a plain search of the text, so that nothing else than this part is tested.
    /// </summary>
    private static string Describe(EmbeddedText text)
    {
        string json = System.Text.Encoding.UTF8.GetString(text.Utf8.Span);
        using JsonDocument document = JsonDocument.Parse(NotANumber().Replace(json, "null"));
        IEnumerable<string> classes = text.Key == "workflow"
            ? document.RootElement.GetProperty("nodes").EnumerateArray()
                .Select(static node => node.GetProperty("type").GetString()!)
            : document.RootElement.EnumerateObject()
                .Select(static node => node.Value.GetProperty("class_type").GetString()!);
        return $"{text.Key}: {string.Join(' ', classes.Except(s_virtual).Order(StringComparer.Ordinal))}";
    }

    [GeneratedRegex(@"(?<=[\[:,]\s*)-?(NaN|Infinity)\b")]
    private static partial Regex NotANumber();
}
