using System.Collections.Generic;
using System.IO;
using System.Text;
using ComfyDeps.Workflows;
using ComfyDeps.Workflows.Script;
using ComfyDeps.Workflows.Script.Modules;

namespace ComfyDeps.Core.Tests.Workflows.Script;

/// <summary>Scripts that stand in pages and in components' files.</summary>
public sealed class PageTests
{
    private const string Page = """
        <!doctype html>
        <title>class_type: 'InAText'</title>
        <!-- <script>const old = { '1': { class_type: 'InAComment', inputs: {} } };</script> -->
        <script type="application/json">{ "1": { "class_type": "InData", "inputs": {} } }</script>
        <script src="x.js">const ignored = { '1': { class_type: 'BesideASource', inputs: {} } };</script>
        <script>
          const base = 'KSampler'
        </script>
        <p onclick='a > b'>text</p>
        <SCRIPT data-a="a > b" type='module' async>
          (function () { fetch('/prompt', { body: JSON.stringify({ prompt: { '3': { class_type: base, inputs: {} } } }) }) })()
        </SCRIPT >
        <scripted>{ class_type: 'NotAScript' }</scripted>
        """;

    [Theory]
    [InlineData("page.html")]
    [InlineData("page.HTM")]
    [InlineData("page.vue")]
    [InlineData("page.svelte")]
    public void OnlyTheScriptsOfAPageCount(string name)
    {
        using ScriptFolder folder = new();
        folder.Write(name, Page);

        foreach (bool isNamed in (bool[])[true, false])
        {
            ScriptReadResult result = folder.Read(name, isNamed);
            Assert.Empty(result.Errors);
            WorkflowNode node = Assert.Single(Assert.Single(result.Documents).Nodes);
            Assert.Equal("KSampler", node.ClassType);
            Assert.Equal($"{name}:7:16", node.Occurrence);
        }
    }

    [Fact]
    public void AComponentMayBeWrittenInTypeScript()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "<template><p>{{ a }}</p></template>\n<script setup lang=\"ts\">\ntype Id = string;\nfunction graph(id: "
                + "Id) { return { [id]: { class_type: 'VAEDecode', inputs: {} } } }\n"
            + "</script>\n<style>p { color: red }</style>",
            "flow.vue");

        Assert.Equal("VAEDecode", ScriptFolder.Classes(documents));
    }

    [Theory]
    [InlineData("<script>a")]
    [InlineData("<script")]
    [InlineData("<script src='")]
    [InlineData("<script type")]
    [InlineData("<!-- <script>")]
    [InlineData("<script =a>b</script")]
    [InlineData("<")]
    public void WhatIsCutOffKeepsItsLength(string page) => Assert.Equal(page.Length, PageScripts.Only(page).Length);

    [Fact]
    public void LinesAndColumnsStay()
    {
        string only = PageScripts.Only("<p>\r\n</p> <script>\r\nlet a</script><script>(b)</script>");

        Assert.Equal("   \r\n             \r\nlet a;                (b);        ", only);
    }

    [Fact]
    public void APageInAnotherEncodingIsRead()
    {
        using ScriptFolder folder = new();
        string path = folder.Write("page.html", string.Empty);
        File.WriteAllBytes(
            path,
            Encoding.Latin1.GetBytes(
                "<p>caf\u00e9</p><script>const w = { '1': { class_type: 'KSampler', inputs: {} } }</script>"));

        ScriptReadResult result = folder.Read("page.html");

        Assert.Empty(result.Errors);
        Assert.Equal("KSampler", ScriptFolder.Classes(result.Documents));
    }

    [Fact]
    public void AScanPassesOverAPageWithoutGraphs()
    {
        using ScriptFolder folder = new();
        folder.Write("page.html", "<p>class_type</p><script>let = = 3; export default 1</script>");

        ScriptReadResult result = folder.Read("page.html", isNamed: false);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Documents);
    }
}
