using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using ComfyDeps.Registry;
using ComfyDeps.Rendering.Report;

namespace ComfyDeps.Core.Tests.Rendering.Report;

public sealed class ReportTests
{
    private static readonly string[] s_hostile =
    [
        "<script>alert(1)</script>", "</style><img src=x onerror=alert(1)>",
        "\" onload=\"alert(1)", "a|b`c``d", "line\nbreak\r\n",
        "\u202Egnp.exe", "@someone #12 ![x](y) **b**", "]]> --> <!--", "half \ud800 of it", "javascript:alert(1)",
    ];

    [Fact]
    public void TheShapeForProgramsIsTheOneThatScriptsRelyOn()
    {
        JsonElement root = Json(SampleReport.Build(SampleReport.Needs));
        JsonElement workflow = root.GetProperty("workflows")[0];
        Assert.Equal("portrait", workflow.GetProperty("id").GetString());
        Assert.Equal("portrait", workflow.GetProperty("name").GetString());
        Assert.Equal("ui/portrait.json", workflow.GetProperty("path").GetString());
        Assert.Equal(
            ["ApplyPulidFlux", "ClownsharKSampler_Beta", "KSampler", "NobodyKnows"],
            Texts(workflow.GetProperty("nodes")));
        Assert.Equal(["flux1-dev.safetensors"], Texts(workflow.GetProperty("models")));
        Assert.Equal(
            ["portrait", "video/second", "video"],
            root.GetProperty("workflows").EnumerateArray().Select(static w => w.GetProperty("id").GetString()!));
        Assert.Equal(
            ["ApplyPulidFlux", "ClownsharKSampler_Beta", "DecidedClass", "KSampler", "NobodyKnows", "ShowText|pysssss"],
            Texts(root.GetProperty("uniqueNodes")));
        Assert.Equal(
            ["flux1-dev.safetensors", "loras/same.safetensors", "sub/lost.safetensors", "vae/same.safetensors"],
            Texts(root.GetProperty("uniqueModels")));
        Assert.Equal(
            ["DecidedClass", "NobodyKnows", "ShowText|pysssss"],
            Texts(root.GetProperty("missingFromRegistry").GetProperty("nodes")));
        Assert.Equal(
            ["loras/same.safetensors", "sub/lost.safetensors", "vae/same.safetensors"],
            Texts(root.GetProperty("missingFromRegistry").GetProperty("models")));
    }

    [Fact]
    public void VerificationSaysWhatIsKnownAboutEachPinAndWhy()
    {
        JsonElement status = Json(SampleReport.Build(SampleReport.Needs)).GetProperty("verificationStatus");
        JsonElement good = status.GetProperty("nodes").GetProperty("lldacing/pulid");
        Assert.True(good.GetProperty("verified").GetBoolean());
        Assert.Equal(SampleReport.Commit, good.GetProperty("version").GetString());
        Assert.False(good.TryGetProperty("error", out _));
        JsonElement gone = status.GetProperty("nodes").GetProperty("res4lyf");
        Assert.False(gone.GetProperty("verified").GetBoolean());
        Assert.Equal("1.2.3", gone.GetProperty("version").GetString());
        Assert.Equal(["1.3.0", "1.2.9"], Texts(gone.GetProperty("availableVersions")));
        Assert.Equal("Version 1.2.3 is not listed.", gone.GetProperty("error").GetString());
        Assert.Equal("missing", gone.GetProperty("status").GetString());
        Assert.Equal(
            JsonValueKind.Null, status.GetProperty("nodes").GetProperty("one/pack").GetProperty("version").ValueKind);
        JsonElement flux = status.GetProperty("models").GetProperty("flux1-dev.safetensors");
        Assert.True(flux.GetProperty("verified").GetBoolean());
        Assert.Equal("manual", flux.GetProperty("status").GetString());
        Assert.Equal(SampleReport.Commit, flux.GetProperty("commit").GetString());
        Assert.Equal(23802932552, flux.GetProperty("fileSize").GetInt64());
        JsonElement lost = status.GetProperty("models").GetProperty("sub/lost.safetensors");
        Assert.Equal(JsonValueKind.Null, lost.GetProperty("commit").ValueKind);
        Assert.Equal("notInRegistry", lost.GetProperty("status").GetString());
        Assert.False(lost.TryGetProperty("fileSize", out _));
    }

    [Fact]
    public void WithNothingPipedItIsAboutTheWholeRegistry()
    {
        JsonElement root = Json(SampleReport.Build(null));
        Assert.Empty(Texts(root.GetProperty("workflows")));
        Assert.Equal(
            ["ApplyPulidFlux", "ClownsharKSampler_Beta", "Sigmas Rescale"], Texts(root.GetProperty("uniqueNodes")));
        Assert.Equal(["flux1-dev.safetensors", "style.safetensors"], Texts(root.GetProperty("uniqueModels")));
        JsonElement style = root
            .GetProperty("verificationStatus")
            .GetProperty("models")
            .GetProperty("style.safetensors");
        Assert.Equal("unpinned", style.GetProperty("status").GetString());
        Assert.False(style.GetProperty("verified").GetBoolean());
    }

    [Fact]
    public void WhatAskingGaveGoesBeforeWhatIsStored()
    {
        VerificationResult asked = new()
        {
            Kind = DependencyKind.Node,
            Name = "res4lyf",
            Status = VerificationStatus.Verified,
        };
        Assert.True(Pack(SampleReport.Build(SampleReport.Needs, null, asked)).GetProperty("verified").GetBoolean());
        Assert.True(Pack(SampleReport.Build([asked])).GetProperty("verified").GetBoolean());
        VerificationResult elsewhere = new()
        {
            Kind = DependencyKind.Node,
            Name = "res4lyf",
            Environment = "/pod",
            Status = VerificationStatus.Verified,
        };
        Assert.False(
            Pack(SampleReport.Build(SampleReport.Needs, null, elsewhere)).GetProperty("verified").GetBoolean());

        static JsonElement Pack(DependencyReport report)
            => Json(report).GetProperty("verificationStatus").GetProperty("nodes").GetProperty("res4lyf");
    }

    [Fact]
    public void TheOrderOfWhatComesInChangesNoByte()
    {
        DependencyReport one = SampleReport.Build(SampleReport.Needs);
        DependencyReport other = SampleReport.Build([.. SampleReport.Needs.Reverse()]);
        Assert.Equal(JsonReport.Render(one, SampleReport.Mark), JsonReport.Render(other, SampleReport.Mark));
        Assert.Equal(MarkdownReport.Render(one, SampleReport.Mark), MarkdownReport.Render(other, SampleReport.Mark));
        Assert.Equal(HtmlReport.Render(one, SampleReport.Mark), HtmlReport.Render(other, SampleReport.Mark));
    }

    [Theory]
    [InlineData("report.json")]
    [InlineData("report.md")]
    [InlineData("report.html")]
    public void LooksAsReviewed(string name)
    {
        DependencyReport report = SampleReport.Build(SampleReport.Needs);
        string text = name switch
        {
            "report.json" => JsonReport.Render(report, SampleReport.Mark),
            "report.md" => MarkdownReport.Render(report, SampleReport.Mark),
            _ => HtmlReport.Render(report, SampleReport.Mark),
        };
        string golden = Repository.Fixture("golden", name);
        if (Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, text);
        }

        Assert.Equal(File.ReadAllText(golden), text);
    }

    [Fact]
    public void APageAsksForNothingAndRunsNothingButItsOwnScript()
    {
        string page = HtmlReport.Render(Hostile(), SampleReport.Mark);
        Assert.Equal(1, Regex.Count(page, "<script"));
        Assert.Equal(1, Regex.Count(page, "<style"));
        Assert.DoesNotMatch(@"<[a-z]+\s[^>]*\bon[a-z]+\s*=", page);
        Assert.DoesNotMatch(@"\bsrc\s*=\s*""", page);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', page);
        Assert.All(
            Regex.Matches(page, "href=\"([^\"]*)\""),
            static link => Assert.Matches("^https?://", link.Groups[1].Value));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesStayNamesInMarkdown()
    {
        string text = MarkdownReport.Render(Hostile(), SampleReport.Mark);
        Assert.Contains("| ``` a\\|b`c``d ``` |", text, StringComparison.Ordinal);
        Assert.Contains("node pack ``` a|b`c``d ```:", text, StringComparison.Ordinal);

        // Outside code spans nothing is left that means anything.
        string bare = Regex.Replace(text, @"(`+) ?.*? ?\1(?!`)", "code");
        bare = Regex.Replace(bare, "<!--.*?-->|<code>.*?</code>|</?(details|summary)>", "-");
        Assert.DoesNotContain('<', bare);
        Assert.DoesNotContain("@someone", bare, StringComparison.Ordinal);
        Assert.DoesNotContain("![", bare, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', text);
        Assert.All(
            text.Split('\n').Where(static line => line.StartsWith('|')),
            static line => Assert.Contains(Regex.Count(line, @"(?<!\\)\|"), (int[])[5, 7]));
    }

    [Fact]
    public void HostileNamesAreStillJson()
        => Assert.Equal(s_hostile.Length, Json(Hostile()).GetProperty("uniqueNodes").GetArrayLength());

    private static DependencyReport Hostile()
    {
        List<object> needs = [];
        foreach (string name in s_hostile)
        {
            needs.Add(SampleReport.Node(name, "hostile.json", name, name, DependencyStatus.Ambiguous, [name]));
            needs.Add(SampleReport.Model(name, "hostile.json", name, name));
        }

        RegistryDocument registry = new()
        {
            Nodes = SampleReport.Table([.. s_hostile.Select(static name => (name, new NodeEntry
            {
                Source = new PinSource { Kind = SourceKind.Git, Url = name },
                Verification = new PinVerification { Status =
                    VerificationStatus.Missing, Message = name, AvailableVersions =
                    [name] },
            }))]),
        };
        return SampleReport.Build(needs, registry);
    }

    private static JsonElement Json(DependencyReport report)
    {
        string text = JsonReport.Render(report, SampleReport.Mark);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return JsonDocument.Parse(text).RootElement;
    }

    private static string[] Texts(JsonElement list)
        => [.. list.EnumerateArray().Select(static one => one.GetString()!)];
}
