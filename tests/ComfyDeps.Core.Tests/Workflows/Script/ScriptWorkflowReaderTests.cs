using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using ComfyDeps.Workflows;
using ComfyDeps.Workflows.Script;

namespace ComfyDeps.Core.Tests.Workflows.Script;

/// <summary>What a workflow is, what it is called, what is reported, and what may be spent on it.</summary>
public sealed class ScriptWorkflowReaderTests
{
    private const string Node = "{ '1': { class_type: 'A', inputs: {} } }";

    [Fact]
    public void EveryExportThatYieldsAGraphIsAWorkflow()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            $"export const first = {Node};\nexport function second() {{ return {{ n: {{ class_type: 'B', inputs: "
                + $"{{}} }} }} }}\nexport const LIMIT = 3;");

        Assert.Equal(["first", "second"], documents.Select(document => document.Name));
        Assert.All(documents, document => Assert.Equal(WorkflowFormat.Script, document.Format));
    }

    [Fact]
    public void ADefinitionNamesTheBuilderThatMadeItsGraph()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "export const build = (o) => { const w = " + Node + "; if (o.lora) { w['2'] = { class_type: 'B', inputs: "
                + "{} } } return w };\n"
            + "export const definition = { id: 'portrait', name: 'Portrait', workflow: build({}) };");

        WorkflowDocument document = Assert.Single(documents);
        Assert.Equal("portrait", document.Name);
        Assert.Equal("A B", ScriptFolder.Classes(documents));
    }

    [Fact]
    public void DeclaredNeedsAreComparedWithWhatIsUsed()
    {
        WorkflowDocument document = Assert.Single(ScriptFolder.ReadText(
            "export const d = { id: 'd', requiredNodes: ['A', 'Gone'], requiredModels: { vae: 'a.safetensors, "
                + "b.safetensors' },\n"
            + "  workflow: { n: { class_type: 'A', inputs: { v: 'a.safetensors', c: 'c.safetensors' } } } }"));

        Assert.Equal(
            [
                "The model 'c.safetensors' (flow.ts:2:70) is used and not among the required models.",
                "The required model 'b.safetensors' (flow.ts:1:82) is used by no node.",
                "The required node 'Gone' (flow.ts:1:50) is used nowhere in the workflow.",
            ],
            document.Warnings);
        Assert.Equal(4, document.DeclaredNeeds.Count);
    }

    [Theory]
    [InlineData("types.ts")]
    [InlineData("flow.d.ts")]
    [InlineData("flow.test.ts")]
    [InlineData("flow.spec.tsx")]
    [InlineData("__tests__/flow.ts")]
    public void TypesAndTestsHoldNoWorkflows(string name)
        => Assert.Empty(ScriptFolder.ReadText($"export const g = {Node}", name));

    [Fact]
    public void ASyntaxErrorHasItsPlaceAndTheRestStillCounts()
    {
        using ScriptFolder folder = new();
        folder.Write(
            "flow.ts",
            $"export const g = {Node};\nconst = ;\nexport const h = {{ n: {{ class_type: 'B', inputs: {{}} }} }};");

        ScriptReadResult result = folder.Read("flow.ts");

        Assert.Equal("A B", ScriptFolder.Classes(result.Documents));
        ComfyDepsException error = result.Errors[0];
        Assert.Equal(ErrorCode.ScriptSyntax, error.Code);
        Assert.Contains("line 2, column", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadsUtf16AndSaysWhereBytesAreNoText()
    {
        using ScriptFolder folder = new();
        string path = folder.Write("flow.ts", string.Empty);
        File.WriteAllText(path, $"export const g = {Node}", Encoding.Unicode);
        Assert.Equal("A", ScriptFolder.Classes(folder.Read("flow.ts").Documents));

        File.WriteAllBytes(path, [.. "export const g = 1\n// "u8, 0xFF, 0xFE, .. "\n"u8]);
        ComfyDepsException error = Assert.Single(folder.Read("flow.ts").Errors);
        Assert.Equal(ErrorCode.WorkflowNotText, error.Code);
        Assert.Contains("line 2, column 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InAScanAWorkflowIsFoundWhereItIsMade()
    {
        using ScriptFolder folder = new();
        folder.Write("flow.ts", $"export const build = () => ({Node})");
        folder.Write("index.ts", "export * from './flow'");
        folder.Write("page.ts", "import { build } from './flow'; export const send = () => post(build())");

        Assert.Empty(folder.Read("index.ts", isNamed: false).Documents);
        Assert.Empty(folder.Read("page.ts", isNamed: false).Documents);
        Assert.Equal("build", Assert.Single(folder.Read("flow.ts", isNamed: false).Documents).Name);
        Assert.Equal("build", Assert.Single(folder.Read("index.ts").Documents).Name);
    }

    [Fact]
    public void InAScanAFileThatGivesABuilderItsModelsIsAWorkflowToo()
    {
        using ScriptFolder folder = new();
        folder.Write("flow.ts", "export const build = o => ({ n: { class_type: 'A', inputs: { x: o.model } } })");
        folder.Write("presets.ts", "export const preset = { model: 'm.safetensors' }");
        folder.Write("all.ts", "export * from './flow'; export * from './presets'");
        folder.Write("make.ts", "import { build, preset } from './all'; send(build(preset))");
        folder.Write(
            "server.ts", "import './make'; import { build } from './all'; export const again = () => send(build({}))");

        Assert.Equal("<o.model>", ScriptFolder.Values(folder.Read("flow.ts", isNamed: false).Documents, "x"));
        WorkflowDocument made = Assert.Single(folder.Read("make.ts", isNamed: false).Documents);
        Assert.Equal("m.safetensors", ScriptFolder.Values([made], "x"));
        Assert.Empty(folder.Read("all.ts", isNamed: false).Documents);
        Assert.Empty(folder.Read("server.ts", isNamed: false).Documents);
    }

    [Theory]
    [InlineData("function f(n) { return f(n + 1) + f(n + 2) } f(1);")]
    [InlineData("const f = () => g(); const g = () => f(); f();")]
    [InlineData("while (true) { x(); }")]
    [InlineData("let s = 'x'; for (let i = 0; i < 9; i++) { s += s; }")]
    [InlineData(
        "const a = []; for (const x of a) { a.push(x); a.push(x); } a.push(1); for (const x of a) a.push(x, x);")]
    [InlineData("const a = {}; a.a = a; a.b = { a }; console.log(JSON.parse(JSON.stringify(a)));")]
    [InlineData("class A extends A {} new A();")]
    [InlineData("const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x;")]
    public void WhatNeverEndsNeitherHangsNorHidesTheRest(string script)
    {
        using ScriptFolder folder = new();
        folder.Write("flow.js", $"{script}\nexports.g = {Node};");

        Assert.Equal("A", ScriptFolder.Classes(folder.Read("flow.js").Documents));
    }

    [Fact]
    public void TooMuchWorkIsReportedWithWhatWasFound()
    {
        using ScriptFolder folder = new();
        folder.Write(
            "flow.js",
            $"exports.g = {Node};\nexports.f = () => {{ for (let i = 0; i < 900; i++) for (let j = 0; j < 900; j++) "
                + $"h(i * j) }};");

        ScriptReadResult result = folder.Read("flow.js");

        Assert.Equal("A", ScriptFolder.Classes(result.Documents));
        Assert.Equal(ErrorCode.ScriptBudget, Assert.Single(result.Errors).Code);
    }

    [Fact]
    public void DeepNestingAndLongChainsAreRead()
    {
        using ScriptFolder folder = new();
        string deep = new('[', 5000);
        string chain = string.Concat(Enumerable.Repeat(" + 'x'", 20_000));
        string calls = string.Concat(Enumerable.Repeat(".add('B')", 3_000));
        folder.Write("deep.js", $"exports.g = {Node};\nconst a = {deep}{new string(']', 5000)};");
        folder.Write("chain.js", $"exports.g = {Node};\nconst a = 'x'{chain}; b{calls};");

        Assert.Equal("A", ScriptFolder.Classes(folder.Read("deep.js").Documents));
        Assert.Equal("A", ScriptFolder.Classes(folder.Read("chain.js").Documents));
    }

    [Fact]
    public void ABundleOfTenMegabytesIsRead()
    {
        using ScriptFolder folder = new();
        StringBuilder text = new("!function(e){var t={};");
        for (int i = 0; text.Length < 10_000_000; i++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"t[{i}]=function(e,n){{var r=n({i + 1});return e.x=r&&r.y?r.y(e):{{a:{i},b:[e,n]}}}};");
        }

        folder.Write("bundle.js", text.Append("}(this);var g={'1':{class_type:'A',inputs:{}}};").ToString());

        Assert.Equal("A", ScriptFolder.Classes(folder.Read("bundle.js").Documents));
    }

    [Fact]
    public void ReadingEndsWhenItIsCancelled()
    {
        using ScriptFolder folder = new();
        string path = folder.Write(
            "flow.js",
            "exports.f = () => { for (let i = 0; i < 9; i++) for (let j = 0; j < 900; j++) class_type(i * j) };");
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => ScriptWorkflowReader.Read(path, folder.Root, new ScriptSession(), true, source.Token));
    }

    [Fact]
    public void AMakerOfGraphsThatWasCutOffIsFollowedOnItsOwn()
    {
        // Each call makes two more: the file's own statements never come to the builder's end.
        StringBuilder text = new("let seen = 0;\n");
        for (int i = 0; i < 40; i++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"function f{i}(a) {{ seen += a; if (seen > 1) {{ f{i + 1}(a + 1) }} else {{ f{i + 1}(a) }} return a "
                    + $"}}\n");
        }

        text.Append(
            "function f40(a) { return build(a) }\nfunction build(a) { return { n: { class_type: 'KSampler', inputs: "
                + "{ a } } } }\nf0(1);\n");
        using ScriptFolder folder = new();
        folder.Write("flow.js", text.ToString());

        ScriptReadResult result = folder.Read("flow.js");

        Assert.Equal("KSampler", ScriptFolder.Classes(result.Documents));
    }

    [Fact]
    public void WhatCallsItselfWithNothingKnownEndsSoon()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "const walk = (value, found) => { if (Array.isArray(value)) value.forEach(walk); else "
                + "Object.values(value).forEach(v => walk(v)); walk(value.a, found); walk(value.b, found) };\n"
            + "export function graph(input) { walk(input, []); return { n: { class_type: 'KSampler', inputs: {} } } }");

        Assert.Equal("KSampler", ScriptFolder.Classes(documents));
    }

    [Fact]
    public void ARecursionWithKnownArgumentsIsFollowed()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "const tree = { c: 'A', next: [{ c: 'B', next: [{ c: 'C', next: [{ c: 'D', next: [{ c: 'E', next: [] }] "
                + "}] }] }] };\n"
            + "export function graph() { const w = {}; const add = t => { w[t.c] = { class_type: t.c, inputs: {} }; "
            + "t.next.forEach(add) }; add(tree); return w }");

        Assert.Equal("A B C D E", ScriptFolder.Classes(documents));
    }

    [Fact]
    public void ALoopWithoutABoundIsNotFollowedForEver()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "const g = (n) => ({ n: { class_type: 'KSampler', inputs: { text: `${n}` } } });\n"
            + "async function poll() { for (const job of await db.find()) { for (let i = 0; i < 9; i++) { await "
            + "fetch('/prompt', { body: g(job) }) } return } }\n"
            + "async function main() { while (true) { await poll(); await new Promise(r => setTimeout(r, 2000)) } "
            + "}\nmain()");

        Assert.Equal("KSampler", ScriptFolder.Classes(documents));
    }

    [Fact]
    public void ABudgetThatEndsInAFileWithoutGraphsIsADetailInAScan()
    {
        using ScriptFolder folder = new();
        folder.Write("graph.ts", "export const graph = { n: { class_type: 'KSampler', inputs: {} } };");
        string slow = "for (let i = 0; i < 999; i++) { for (let j = 0; j < 999; j++) { console.log(i * j + 1) } }";
        folder.Write("near.ts", $"import {{ graph }} from './graph'; console.log(graph.n.inputs); {slow}");

        ScriptReadResult scanned = folder.Read("near.ts", isNamed: false);
        Assert.Empty(scanned.Errors);
        Assert.Contains("was not followed to its end", Assert.Single(scanned.Details), StringComparison.Ordinal);

        // Who names the file wants to know.
        Assert.Equal(ErrorCode.ScriptBudget, Assert.Single(folder.Read("near.ts").Errors).Code);
    }
}
