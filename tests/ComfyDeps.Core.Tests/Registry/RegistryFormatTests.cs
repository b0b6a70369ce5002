using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ComfyDeps.Registry;
using ComfyDeps.Registry.Rules;

namespace ComfyDeps.Core.Tests.Registry;

/// <summary>Reading is strict and says where; writing gives the same bytes again.</summary>
public sealed class RegistryFormatTests
{
    public static IEnumerable<TheoryDataRow<string>> Good => RegistryFixtures.Good;

    [Theory]
    [MemberData(nameof(Good))]
    public void ReadingAndWritingAgainChangesNoByte(string name)
    {
        byte[] bytes = File.ReadAllBytes(RegistryFixtures.PathOf(name));
        Assert.Equal(
            Encoding.UTF8.GetString(bytes),
            Encoding.UTF8.GetString(RegistryFormat.Render(RegistryFormat.Parse(bytes, name))));
    }

    [Fact]
    public void EveryFieldIsReadAndWritten()
    {
        RegistryDocument document = RegistryFormat.Read(RegistryFixtures.PathOf("good/full.json"));
        ModelEntry flux = document.Models["diffusion_models/flux1-dev.safetensors"];
        Assert.Equal(23802932552, flux.Size);
        Assert.True(flux.Gated);
        Assert.Equal(["flux/flux1-dev.safetensors"], flux.Aliases);
        Assert.Equal("black-forest-labs/FLUX.1-dev", flux.Source.Repository);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero), flux.Verification!.CheckedAt);
        Assert.Equal(260665334, document.Models["insightface/models/antelopev2"].Files["sub/glintr100.onnx"].Size);
        Assert.Equal("ada@example.com", document.Models["upscale_models/4x.pth"].Verification!.VerifiedBy);
        Assert.Equal("1.2.0", document.Nodes["res4lyf"].Source.Version);
        Assert.Equal("5.8.5-base", document.Environment.Image!.Tag);
        Assert.Null(document.Nodes["codeberg.org/someone/some-nodes"].Verification);
    }

    [Fact]
    public void EachMistakeIsNamedWithItsPlace()
    {
        StringBuilder found = new();
        foreach (TheoryDataRow<string> row in RegistryFixtures.Bad)
        {
            ComfyDepsException? e = Record.Exception(
                () => RegistryFormat.Parse(
                    File.ReadAllBytes(RegistryFixtures.PathOf(row.Data)), row.Data)) as ComfyDepsException;
            Assert.True(e is not null, $"'{row.Data}' is read as if it were good.");
            Assert.Equal(ErrorCode.RegistryInvalid, e.Code);
            Assert.Equal(row.Data, e.Target);
            Assert.NotNull(e.Hint);
            found.Append(e.Message).Append('\n');
        }

        if (Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(RegistryFixtures.Errors, found.ToString());
        }

        Assert.Equal(File.ReadAllText(RegistryFixtures.Errors), found.ToString());
    }

    [Fact]
    public void EveryRuleHasAFixtureThatBreaksItAlone()
    {
        Assert.Distinct(RegistryRules.All.Select(static rule => rule.Id));
        foreach (IRegistryRule rule in RegistryRules.All)
        {
            string folder = RegistryFixtures.PathOf("bad/" + rule.Id);
            Assert.True(Directory.Exists(folder), $"No fixture breaks the rule '{rule.Id}'.");
            Assert.Equal(
                rule.GetType().Name[..^"Rule".Length],
                string.Concat(rule.Id.Split('-').Select(static part => char.ToUpperInvariant(part[0]) + part[1..])));
        }
    }

    [Fact]
    public void ThePageListsTheRulesThatThereAre()
    {
        IEnumerable<string> listed = File.ReadLines(Path.Join(Repository.Root, "docs", "registry-format.md"))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('`')[1]);
        Assert.Equal(RegistryRules.All.Select(static rule => rule.Id).Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [InlineData("{ \"version\": 2 }", 2)]
    [InlineData("{ \"brandNew\": [], \"version\": 7, \"nodes\": 3 }", 7)]
    public void ANewerFormatIsRefusedAsSuch(string text, int version)
    {
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(() => RegistryFormat.Parse(text, "r.json"));
        Assert.Equal(ErrorCode.RegistryTooNew, e.Code);
        Assert.Contains($"format {version}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsCountCharacters()
    {
        const string Text = "{\n  \"version\": 1,\n  \"decisions\": { \"classes\": { \"Gemälde\": 5 } }\n}\n";
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(() => RegistryFormat.Parse(Text, "r.json"));
        int column = Text.Split('\n')[2].IndexOf('5', StringComparison.Ordinal) + 1;
        Assert.Contains(
            $"line 3, column {column}: decisions.classes[\"Gemälde\"]:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatEditorsOfOtherSystemsWriteIsRead()
    {
        string text = File.ReadAllText(RegistryFixtures.PathOf("good/full.json"));
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))];
        Assert.Equal(text, Encoding.UTF8.GetString(RegistryFormat.Render(RegistryFormat.Parse(bytes, "r.json"))));
    }

    [Fact]
    public void EntriesAndListsAreSorted()
    {
        PinSource source = new() { Kind = SourceKind.Git, Url = "https://example.com/a/b" };
        RegistryDocument document = new();
        document = document with
        {
            Nodes = document.Nodes.WithComparers(StringComparer.OrdinalIgnoreCase)
                .Add("b", new NodeEntry { Source = source, Classes = ["b", "a", "B"] })
                .Add("_a", new NodeEntry { Source = source }),
        };
        string text = Encoding.UTF8.GetString(RegistryFormat.Render(document));
        Assert.True(
            text.IndexOf("\"_a\"", StringComparison.Ordinal) < text.IndexOf("\"b\": {", StringComparison.Ordinal));
        Assert.Contains("\"B\",\n        \"a\",\n        \"b\"\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsUnseenIsEscapedAndTheRestIsReadable()
    {
        RegistryDocument document = new()
        {
            Schema = "a\u202Eb\u0000\u007F\uD83D\u2028 \"\\/<é水🎨\n",
        };
        string text = Encoding.UTF8.GetString(RegistryFormat.Render(document));
        Assert.Contains("\"a\\u202eb\\u0000\\u007f\\ud83d\\u2028 \\\"\\\\/<é水🎨\\n\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AMessageShowsNothingThatMovesATerminal()
    {
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(
            () => RegistryFormat.Parse("{\"version\":1,\"nodes\":{\"a\\u001b[2J\\u202eb\":{}}}", "r.json"));
        Assert.DoesNotContain('\u001b', e.Message);
        Assert.DoesNotContain('\u202e', e.Message);
    }
}
