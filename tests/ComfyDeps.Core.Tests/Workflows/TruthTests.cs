using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Workflows;

/// <summary>Reads the collected real workflows beside the checkout and compares with what is known of each.</summary>
public sealed class TruthTests
{
    /// <summary>Differences that docs/accuracy.md explains.</summary>
    private static readonly HashSet<string> s_explained =
    [
        // Exported where packs were missing: half of its nodes have a class, and those are read, with a warning.
        "stakeordie_emprops-component-library__Components___draft__img2video_ira__workflow.json",
    ];

    public static TheoryData<string> Sets
        => ["ui-json", "templates", "templates-extra", "wild-json", "pack-examples", "edge-ui"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void FindsExactlyTheKnownClasses(string set)
    {
        string folder = Path.Join(Repository.Root, "..", "shared", "data", "workflows", set);
        Assert.SkipUnless(Directory.Exists(folder), "The collection of real workflows is not beside this checkout.");
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllBytes(Path.Join(folder, "truth_nodes.json")));
        WorkflowReader reader = new(WorkflowReader.DefaultMaximumSize);
        List<string> differences = [];
        foreach (JsonProperty file in truth.RootElement.EnumerateObject())
        {
            string format = file.Value.GetProperty("format").GetString()!;
            string path = Path.Join(folder, "files", file.Name);
            IReadOnlyList<WorkflowNode> nodes;
            try
            {
                nodes = [.. reader.Read(path, TestContext.Current.CancellationToken).SelectMany(static d => d.Nodes)];
            }
            catch (ComfyDepsException e)
            {
                if (format != "invalid-json")
                {
                    differences.Add($"{file.Name}: {e.Message}");
                }

                continue;
            }

            if (s_explained.Contains(file.Name))
            {
                continue;
            }

            Compare(differences, file, "class_types", nodes);
            Compare(differences, file, "class_types_active", nodes.Where(static node => node.IsActive));
            if (format.StartsWith("api", StringComparison.Ordinal))
            {
                // Ids such as 12:5 are paths through subgraphs that the export has already unfolded.
                continue;
            }

            Compare(
                differences,
                file,
                "subgraph_only",
                nodes.GroupBy(static node => node.ClassType)
                    .Where(
                        static group => group.All(
                            static node => node.Occurrence.Contains(':', StringComparison.Ordinal)))
                    .SelectMany(static group => group));
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static void Compare(
        List<string> differences,
        JsonProperty file,
        string property,
        IEnumerable<WorkflowNode> nodes)
    {
        string[] virtualTypes = ["Note", "MarkdownNote", "Reroute", "PrimitiveNode"];
        HashSet<string> expected =
            [.. file.Value.GetProperty(property).EnumerateArray().Select(static e => e.GetString()!)];
        HashSet<string> actual = [.. nodes.Select(static node => node.ClassType)];
        string[] missing = [.. expected.Except(actual).Order(StringComparer.Ordinal)];
        string[] extra = [.. actual.Except(expected).Except(virtualTypes).Order(StringComparer.Ordinal)];
        if (missing.Length > 0 || extra.Length > 0)
        {
            differences.Add(
                $"{file.Name} {property}: missing [{string.Join(", ", missing)}] extra [{string.Join(", ", extra)}]");
        }
    }
}
