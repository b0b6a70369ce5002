using System.Collections.Generic;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Workflows.Script;

/// <summary>One case for each thing of the language that builders use.</summary>
public sealed class EvaluationTests
{
    [Theory]
    // Constants and literals.
    [InlineData("const C = 'A'; export const g = { '1': { class_type: C, inputs: { x: 'm' } } }", "A", "m")]
    [InlineData(
        "const C = { k: 'A' } as const; export const g = { '1': { class_type: C.k, inputs: { x: `m-${1 + 1}` } } } "
            + "satisfies object",
        "A",
        "m-2")]
    [InlineData(
        "enum E { One = 'A', Two = 'B' } export const g = [E.One, E.Two].map(c => ({ class_type: c, inputs: { x: 'm' "
            + "} }))",
        "A B",
        "m")]
    [InlineData("const k = 'class_type', x = 'm'; export const g = { n: { [k]: 'A', inputs: { x } } }", "A", "m")]
    [InlineData(
        "export const g = { n: { ['class' + '_type']: 'A', inputs: { ...{ x: 'no' }, ...{ x: 'm' } } } }", "A", "m")]
    // Defaults and choices.
    [InlineData(
        "export function g(p) { return { n: { class_type: 'A', inputs: { x: p.model ?? 'm' } } } }",
        "A",
        "<p.model> m")]
    [InlineData(
        "export function g({ x = 'm' } = {}) { return { n: { class_type: 'A', inputs: { x } } } }", "A", "<x> m")]
    [InlineData("export const g = (c) => ({ n: { class_type: c ? 'A' : 'B', inputs: { x: c && 'm' } } })", "A B", "m")]
    [InlineData("export const g = (x = 'm') => ({ n: { class_type: 'A', inputs: { x: x || 'n' } } })", "A", "<x> m n")]
    [InlineData(
        "function c(t) { switch (t) { case 1: return 'A'; case 2: case 3: return 'B'; default: return 'C' } } export "
            + "const g = t => ({ n: { class_type: c(t), inputs: { x: 'm' } } })",
        "A B C",
        "m")]
    [InlineData(
        "const M = { a: 'A', b: 'B' }; export const g = t => ({ n: { class_type: M[t] ?? 'C', inputs: { x: 'm' } } })",
        "A B C",
        "m")]
    [InlineData(
        "export function g(o) { let c = 'A'; if (o.b) { c = 'B' } else if (o.c) c = 'C'; return { n: { class_type: "
            + "c, inputs: { x: 'm' } } } }",
        "A B C",
        "m")]
    [InlineData(
        "export function g(o) { if (o) { return { n: { class_type: 'A', inputs: {} } } } return { n: { class_type: "
            + "'B', inputs: { x: 'm' } } } }",
        "A B",
        "m")]
    [InlineData(
        "export function g(o) { try { JSON.parse(o) } catch { return { n: { class_type: 'A', inputs: {} } } } return "
            + "{ n: { class_type: 'B', inputs: { x: 'm' } } } }",
        "A B",
        "m")]
    [InlineData(
        "export const g = () => ({ n: { class_type: false ? 'A' : 'B', inputs: { x: 1 > 2 ? 'no' : 'm' } } })",
        "B",
        "m")]
    // Changes after the object was made.
    [InlineData(
        "export function g(o) { const w = {}; w['20'] = { class_type: 'A', inputs: {} }; w['20'].inputs.x = 'm'; if "
            + "(o) { w['21'] = { class_type: 'B', inputs: {} } } return w }",
        "A B",
        "m")]
    [InlineData(
        "export function g(o) { const w = { '1': { class_type: 'A', inputs: { x: 'no' } }, '2': { class_type: 'B', "
            + "inputs: {} } }; w['1'].inputs.x = 'm'; delete w['2']; return w }",
        "A",
        "m")]
    [InlineData(
        "export function g(id) { const w = { '1': { class_type: 'A', inputs: { x: 'm' } } }; w[id].class_type = 'B'; "
            + "return w }",
        "A B",
        "m")]
    [InlineData("export function g(w) { w['9'] = { class_type: 'A', inputs: { x: 'm' } } }", "A", "m")]
    // Functions of the language.
    [InlineData(
        "export const g = Object.assign({}, { a: { class_type: 'A', inputs: { x: 'm' } } }, "
            + "Object.fromEntries([['b', { class_type: 'B', inputs: {} }]]))",
        "A B",
        "m")]
    [InlineData(
        "const w = { a: { class_type: 'A', inputs: { x: 'no' } } }; export const g = "
            + "JSON.parse(JSON.stringify(w).replace('no', 'm'))",
        "A",
        "m")]
    [InlineData(
        "const w = JSON.parse('{\"1\":{\"class_type\":\"A\",\"inputs\":{\"x\":\"m\"}}}'); for (const [k, n] of "
            + "Object.entries(w)) { if (n.class_type === 'A') n.class_type += '2' } export { w }",
        "A2",
        "m")]
    [InlineData(
        "export const g = ['A', 'B', 'C'].filter(c => c !== 'B').flatMap(c => [{ class_type: c, inputs: { x: "
            + "['m'].concat('n').join('-') } }])",
        "A C",
        "m-n")]
    [InlineData(
        "export const g = ['A', 'B'].reduce((w, c, i) => ({ ...w, [`${i}`]: { class_type: c, inputs: { x: "
            + "'M'.toLowerCase() } } }), {})",
        "A B",
        "m")]
    [InlineData(
        "const m = new Map([['a', 'A']]); m.set('b', 'B'); export const g = [...m.values()].map(c => ({ class_type: "
            + "c, inputs: { x: 'm' } }))",
        "A B",
        "m")]
    [InlineData(
        "export const g = Array.from({ length: 2 }, (_, i) => ({ class_type: 'N' + i, inputs: { x: "
            + "String(i).padStart(2, 'm') } }))",
        "N0 N1",
        "m0 m1")]
    // Functions, closures, loops.
    [InlineData(
        "const n = (class_type, inputs) => ({ class_type, inputs }); export function g() { const w = []; for (let i "
            + "= 0; i < 2; i++) w.push(n('N' + i, { x: 'm' })); return w }",
        "N0 N1",
        "m")]
    [InlineData(
        "export function g(list) { const w = {}; let id = 1; for (const l of list) { w[id++] = { class_type: 'A', "
            + "inputs: { x: l.file } } } return w }",
        "A",
        "<l.file>")]
    [InlineData(
        "export function g(list) { const w = {}; list.forEach((l, i) => { w[`l${i}`] = { class_type: 'A', inputs: { "
            + "x: l.file } } }); return w }",
        "A",
        "<l.file>")]
    [InlineData(
        "function make() { let id = 0; const w = {}; return { add(c) { w[++id] = { class_type: c, inputs: { x: 'm' } "
            + "}; return this }, done: () => w } } export const g = () => make().add('A').add('B').done()",
        "A B",
        "m")]
    [InlineData(
        "export const g = async () => { const f = await Promise.resolve('A'); return { n: { class_type: f, inputs: { "
            + "x: 'm' } } } }",
        "A",
        "m")]
    [InlineData(
        "function* all() { yield 'A'; yield* ['B'] } export const g = [...all()].map(c => ({ class_type: c, inputs: "
            + "{ x: 'm' } }))",
        "A B",
        "m")]
    // Classes.
    [InlineData(
        "class G { w = {}; #n = 1; add(c, inputs) { this.w[this.#n++] = { class_type: c, inputs }; return this } "
            + "build() { return this.w } } export const g = () => new G().add('A', { x: 'm' }).add('B', {}).build()",
        "A B",
        "m")]
    [InlineData(
        "class N { constructor(c) { this.c = c } toJSON() { return { class_type: this.c, inputs: { x: 'm' } } } } "
            + "class A extends N { constructor() { super('A') } } export const g = () => ({ n: new A().toJSON() })",
        "A",
        "m")]
    [InlineData(
        "class N { static kind = 'A'; get type() { return N.kind } } export const g = () => ({ n: { class_type: new "
            + "N().type, inputs: { x: 'm' } } })",
        "A",
        "m")]
    [InlineData(
        "export class B { w = {}; lora(name) { this.w['1'] = { class_type: 'A', inputs: { x: name } } } }",
        "A",
        "<name>")]
    // Forms and schemas that say what counts until somebody chooses.
    [InlineData(
        "form({ run: (r, ui) => r.go({ n: { class_type: 'A', inputs: { x: ui.a.b, y: r.a } } }), ui: b => b.fields({ "
            + "a: b.group({ items: { b: b.enum({ default: 'm' }) } }) }) })",
        "A",
        "<ui.a.b> m")]
    [InlineData(
        "const S = z.object({ x: z.string().default('m').describe('no') }); export const g = body => { const { x } = "
            + "S.parse(body); return { n: { class_type: 'A', inputs: { x } } } }",
        "A",
        "<S.parse(body).x> m")]
    [InlineData(
        "const S = z.object({ x: z.string().default('m') }); type In = z.infer<typeof S>; export const g = (o: In) "
            + "=> ({ n: { class_type: 'A', inputs: { x: o.x, y: o.z } } })",
        "A",
        "<o.x> m")]
    [InlineData(
        "const { values } = parseArgs({ options: { x: { type: 'string', default: 'm' } } }); export const g = () => "
            + "({ n: { class_type: 'A', inputs: { x: values.x } } })",
        "A",
        "<values.x> m")]
    // Graphs that go elsewhere.
    [InlineData(
        "async function main() { await fetch('/prompt', { body: JSON.stringify({ prompt: { n: { class_type: 'A', "
            + "inputs: { x: 'm' } } } }) }) } main()",
        "A",
        "m")]
    [InlineData(
        "app.post('/x', (req, res) => { queue({ n: { class_type: 'A', inputs: { x: req.body.m } } }) })",
        "A",
        "<req.body.m>")]
    [InlineData("module.exports = ({ m }) => ({ n: { class_type: 'A', inputs: { x: m } } })", "A", "<m>")]
    [InlineData(
        "export const t = '{\"1\":{\"class_type\":\"A\",\"inputs\":{\"x\":\"m\",\"seed\":{{seed}}}}}'", "A", "m")]
    [InlineData(
        "export const g = b => { const m = b.CheckpointLoaderSimple({ x: 'm' }); b['pack.Other Node']({ model: m }) }",
        "CheckpointLoaderSimple Other Node",
        "m")]
    public void FollowsWhatTheLanguageSays(string script, string classes, string values)
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            script,
            "flow.js".Replace(
                "js",
                script.Contains("enum ", System.StringComparison.Ordinal)
                    || script.Contains(" as ", System.StringComparison.Ordinal)
                    ? "ts"
                    : "js",
                System.StringComparison.Ordinal));

        Assert.Equal(classes, ScriptFolder.Classes(documents));
        Assert.Equal(values, ScriptFolder.Values(documents, "x"));
    }

    [Theory]
    [InlineData("// { class_type: 'A', inputs: {} }\nexport const x = 1")]
    [InlineData("export interface N { class_type: 'A'; inputs: {} }\nexport type T = { class_type: 'B' }")]
    [InlineData("export const is = n => n.class_type === 'KSampler'")]
    [InlineData(
        "export const titles = Object.entries(load()).map(([id, n]) => ({ id, class_type: n.class_type, inputs: "
            + "n.inputs }))")]
    [InlineData("export const info = { KSampler: { input: { required: { model: ['a.safetensors'] } } } }")]
    [InlineData(
        "export const e = () => { throw new Error(\"node with class_type 'KSampler' and inputs is missing\") }")]
    [InlineData("export const help = 'Use class_type KSampler with a.safetensors'")]
    public void NamesThatAreOnlyMentionedAreNotNodes(string script)
        => Assert.Empty(ScriptFolder.ReadText(script));

    [Fact]
    public void AClassKnownAtRunTimeIsANodeWithItsExpression()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "export const g = (info) => ({ a: { class_type: 'A', inputs: {} },\n  b: { class_type: info.loader, "
                + "inputs: {} } })");

        WorkflowNode node = Assert.Single(Assert.Single(documents).Nodes, node => node.IsUnknown);
        Assert.Equal("info.loader", node.ClassType);
        Assert.Equal("flow.ts:2:20", node.Occurrence);
    }

    [Theory]
    [InlineData(
        "let t = ''; for (const n of ['A', 'B']) { const info = await get(n); if (!info[n]) continue; t = n; break }")]
    [InlineData("const t = ['A', 'B'].find(n => known.has(n));")]
    [InlineData("const t = (() => { for (const n of ['A', 'B']) { if (n === known[n]) return n } })();")]
    public void AClassThatIsTriedOutAtRunTimeIsNotEachThatIsTried(string choice)
    {
        WorkflowNode node = Assert.Single(Assert.Single(ScriptFolder.ReadText(
            $"export async function g(known, get) {{ {choice} return {{ '1': {{ class_type: t, inputs: {{}} }}, '2': "
                + $"{{ class_type: 'C', inputs: {{}} }} }} }}")).Nodes,
            static node => node.ClassType != "C");

        Assert.True(node.IsUnknown);
        Assert.Equal("n", node.ClassType);
    }

    [Fact]
    public void AClassThatIsOnlyCheckedAtRunTimeIsThatClass()
        => Assert.Equal("A B", ScriptFolder.Classes(ScriptFolder.ReadText(
            "export function g(info, o) { const w = { n: { class_type: o ? 'A' : 'B', inputs: {} } }; for (const n "
                + "of Object.values(w)) { if (!info[n.class_type]) throw new Error('missing') } return w }")));

    [Fact]
    public void OccurrencesAreWhereTheTextIsWritten()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "const FILE = 'm.safetensors'\nexport const g = {\n  '1': { class_type: 'A', inputs: { x: FILE } },\n}");

        WorkflowNode node = Assert.Single(Assert.Single(documents).Nodes);
        Assert.Equal("flow.ts:3:22", node.Occurrence);
        Assert.Equal("flow.ts:1:14", Assert.Single(node.Values).Occurrence);
    }

    [Fact]
    public void ReadsSavedGraphsByPosition()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "export const g = { last_node_id: 1, links: [], nodes: [{ id: 1, type: 'A', mode: 4, widgets_values: [1, "
                + "'m'] }] }");

        WorkflowNode node = Assert.Single(Assert.Single(documents).Nodes);
        Assert.Equal("A", node.ClassType);
        Assert.False(node.IsActive);
        Assert.Equal((1, "m"), (node.Values[0].Position, node.Values[0].Text));
    }

    [Fact]
    public void ValuesInObjectsAreNamedThroughThemAndMayBeSwitchedOff()
    {
        IReadOnlyList<WorkflowDocument> documents = ScriptFolder.ReadText(
            "export const g = { n: { class_type: 'A', inputs: { lora_1: { on: false, lora: 'm' } } } }");

        NodeValue value = Assert.Single(Assert.Single(documents).Nodes[0].Values);
        Assert.Equal("lora_1.lora", value.Name);
        Assert.False(value.IsActive);
    }
}
