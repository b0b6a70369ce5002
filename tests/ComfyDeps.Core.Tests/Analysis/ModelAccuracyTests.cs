using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Analysis;

/// <summary>
/// Scores the models found in the collection of real workflows beside the checkout; docs/models.md has the numbers.
/// </summary>
public sealed class ModelAccuracyTests(ITestOutputHelper output)
{
    private static readonly string s_data = Path.Join(Repository.Root, "..", "shared", "data", "workflows");

    [Fact]
    public void FindsWhatWidgetsChooseInTheRightFolderWithDeclarationsHidden()
    {
        Assert.SkipUnless(Directory.Exists(s_data), "The collection of real workflows is not beside this checkout.");
        LoaderFacts facts = LoaderFacts.Open(Path.Join(Repository.Root, "registry", "catalog"));
        Score score = new();
        foreach (string set in Directory.GetDirectories(s_data).Order(StringComparer.Ordinal))
        {
            using JsonDocument truth = JsonDocument.Parse(File.ReadAllBytes(Path.Join(set, "truth_models.json")));
            foreach (JsonProperty file in truth.RootElement.EnumerateObject())
            {
                if (Read(Path.Join(set, "files", file.Name)) is WorkflowDocument document)
                {
                    score.Add(file, ModelExtractor.Extract(WithoutDeclarations(document), facts));
                }
            }
        }

        score.WriteTo(output);
        Assert.True(score.Declared > 400);
        Assert.True(score.RightFolder >= 0.99 * score.Declared);
        Assert.True(score.Found >= 0.995 * score.Chosen);
        Assert.True(score.FilesWithUnexplained <= 0.01 * score.Files);
    }

    private static WorkflowDocument? Read(string path)
    {
        try
        {
            return new WorkflowReader(WorkflowReader.DefaultMaximumSize)
                .Read(path, TestContext.Current.CancellationToken)
                .SingleOrDefault();
        }
        catch (ComfyDepsException)
        {
            return null; // TruthTests knows which files are broken.
        }
    }

    private static WorkflowDocument WithoutDeclarations(WorkflowDocument document)
        => Workflow.Of([.. document.Nodes.Select(static node => new WorkflowNode
        {
            ClassType = node.ClassType,
            Occurrence = node.Occurrence,
            IsActive = node.IsActive,
            IsUnknown = node.IsUnknown,
            Values = node.Values,
        })]);

    private sealed class Score
    {
        private readonly SortedDictionary<string, int> _byEvidence = new(StringComparer.Ordinal);
        private readonly List<string> _lines = [];

        public int Files { get; private set; }

        public int Chosen { get; private set; }

        public int Found { get; private set; }

        public int Declared { get; private set; }

        public int RightFolder { get; private set; }

        public int FilesWithUnexplained { get; private set; }

        public void Add(JsonProperty file, IReadOnlyList<ModelNeed> needs)
        {
            Files++;
            ILookup<string, ModelNeed> byName = needs.ToLookup(static need => need.Name.Replace('\\', '/'));
            HashSet<string> chosen = [.. file.Value.GetProperty("widget_models").EnumerateArray()
                .Select(static name => name.GetString()!.Replace('\\', '/'))];
            Chosen += chosen.Count;
            Found += chosen.Count(byName.Contains);
            _lines.AddRange(
                chosen.Where(name => !byName.Contains(name)).Select(name => $"not found: {name} ({file.Name})"));
            foreach (JsonElement model in file.Value.GetProperty("declared").EnumerateArray())
            {
                AddDeclared(file, model, byName);
            }

            // A guess by extension alone that no widget chooses would be a false model.
            string[] unexplained = [.. needs
                .Where(
                    need => need.Evidence < FolderEvidence.Declared && !chosen.Contains(need.Name.Replace('\\', '/')))
                .Select(static need => need.Name)];
            FilesWithUnexplained += unexplained.Length > 0 ? 1 : 0;
            _lines.AddRange(unexplained.Select(name => $"not in the list of widgets' files: {name} ({file.Name})"));
            foreach (ModelNeed need in needs)
            {
                string kind = need.Implied ? "Implied" : need.Evidence.ToString();
                _byEvidence[kind] = _byEvidence.GetValueOrDefault(kind) + 1;
            }
        }

        public void WriteTo(ITestOutputHelper output)
        {
            output.WriteLine($"{Files} files; {Found} of {Chosen} files that widgets choose found");
            output.WriteLine(
                $"{RightFolder} of {Declared} declared files that widgets choose found with the declared folder");
            output.WriteLine(
                "how folders are known: "
                    + string.Join(", ", _byEvidence.Select(static pair => $"{pair.Key} {pair.Value}")));
            _lines.ForEach(output.WriteLine);
        }

        private void AddDeclared(JsonProperty file, JsonElement model, ILookup<string, ModelNeed> byName)
        {
            if (!model.TryGetProperty("in_widgets", out JsonElement inWidgets) || !inWidgets.GetBoolean())
            {
                return;
            }

            Declared++;
            string name = model.GetProperty("name").GetString()!.Replace('\\', '/');
            string folder = ModelFolders.Newest(model.GetProperty("directory").GetString()!);
            if (byName[name].Any(need => need.Folder == folder))
            {
                RightFolder++;
            }
            else
            {
                _lines.Add($"wrong folder: {name}, not {folder} ({file.Name})");
            }
        }
    }
}
