using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Core.Tests.Workflows.Script.Syntax;

public sealed class ScriptStatementTests
{
    [Theory]
    [InlineData("if (a) b; else if (c) d; else e", "IfStatement")]
    [InlineData("for (let i = 0, j; i < 1; i++) ;", "ForStatement")]
    [InlineData("for (;;) break", "ForStatement")]
    [InlineData("for (const a in b, c) d", "ForInStatement")]
    [InlineData("for ([a, b] of c) d", "ForOfStatement")]
    [InlineData("for await (const { a } of b) c", "ForOfStatement")]
    [InlineData("for (var a = ('b' in c) ? 1 : 2; ;) d", "ForStatement")]
    [InlineData("for (using a of b) ;", "ForOfStatement")]
    [InlineData("while (a) b", "WhileStatement")]
    [InlineData("do a\nwhile (b)", "DoWhileStatement")]
    [InlineData("switch (a) { case 1: b; case 2: default: c }", "SwitchStatement")]
    [InlineData("try { a } catch { b } finally { c }", "TryStatement")]
    [InlineData("try { a } catch ({ message }: unknown) { b }", "TryStatement")]
    [InlineData("a: for (;;) { continue a }", "LabeledStatement")]
    [InlineData("with (a) b", "WithStatement")]
    [InlineData("debugger", "DebuggerStatement")]
    [InlineData("throw a", "ThrowStatement")]
    [InlineData("using a = b", "VariableStatement")]
    [InlineData("await using a = b", "VariableStatement")]
    [InlineData("let a!: string, { b, ...c }: T = d, [e] = f", "VariableStatement")]
    [InlineData("let\na", "VariableStatement")]
    [InlineData("async function* f<T>(a: T, ...b): AsyncGenerator<T> { yield* a; await b }", "FunctionDeclaration")]
    [InlineData("enum A { B, C = 1 << 2, 'd' = 'e', ['f'] = 3 }", "EnumDeclaration")]
    [InlineData("const enum A { B }", "EnumDeclaration")]
    [InlineData("declare const enum A { B = 'b' }", "EnumDeclaration")]
    [InlineData("namespace A.B { export const c = 1 }", "NamespaceDeclaration")]
    [InlineData("module A { }", "NamespaceDeclaration")]
    [InlineData(
        "import a, { b as c, type D, default as e, type as as } from 'f' with { type: 'json' }", "ImportDeclaration")]
    [InlineData("import * as a from 'b'", "ImportDeclaration")]
    [InlineData("import defer * as a from 'b'", "ImportDeclaration")]
    [InlineData("import type from 'b'", "ImportDeclaration")]
    [InlineData("import 'a'", "ImportDeclaration")]
    [InlineData("import a = require('b')", "ImportEqualsDeclaration")]
    [InlineData("import a = b.c", "ImportEqualsDeclaration")]
    [InlineData("export const a = 1", "ExportDeclaration")]
    [InlineData("export default async function () {}", "ExportDefaultDeclaration")]
    [InlineData("export default abstract class {}", "ExportDefaultDeclaration")]
    [InlineData("export default a as B", "ExportDefaultDeclaration")]
    [InlineData("export { a as b, c as 'd', type E }", "ExportNamesDeclaration")]
    [InlineData("export * as a from 'b'", "ExportAllDeclaration")]
    [InlineData("export = a", "ExportAssignment")]
    [InlineData("@a @b.c(d) export class E {}", "ExportDeclaration")]
    public void ReadsStatements(string text, string expected)
        => Assert.Equal(expected, Assert.Single(TreeText.ParseClean(text).Program.Body).GetType().Name);

    [Theory]
    [InlineData(
        "interface A<in out T> extends B<T>, C { readonly [key: string]: T; new (a: T): A<T>; (b): void; c?(): T; "
            + "get d(): T; set d(e: T); -1: 2 }")]
    [InlineData(
        "type A<T> = T extends [infer U extends string, ...infer V] ? `a${U}` : T extends (...a: any) => infer R ? R "
            + ": never")]
    [InlineData("type A = { readonly [K in keyof T as `x${K}`]?: T[K] } & { -readonly [K in 'a']-?: 1 }")]
    [InlineData(
        "type A = [a: string, b?: number, ...c: boolean[]] | readonly string[] | typeof import('x', { with: { a: 'b' "
            + "} }) | unique symbol")]
    [InlineData("type A = abstract new <T>(this: T, { a, b }: C, [d]?: E) => asserts d is F")]
    [InlineData("type A = | 'a' | -1 | 1n | true | null | undefined | void | typeof a.b<c> | import('d').E<F>")]
    [InlineData("type A = (B)[] | ((c: D) => E)['f']")]
    [InlineData("declare module 'a' { export default b; const b: string }")]
    [InlineData("declare module 'a';")]
    [InlineData("declare global { interface Window { a: string } }")]
    [InlineData("declare function a(): asserts this is B")]
    [InlineData("declare class A { private constructor(a); b: string; static { } }")]
    [InlineData("function overload(a: string): void;")]
    [InlineData("abstract class A { }", true)]
    [InlineData("import type A from 'a'")]
    [InlineData("import type { A } from 'a'")]
    [InlineData("export type { A } from 'a'")]
    [InlineData("export type A = 1")]
    [InlineData("export as namespace A")]
    [InlineData("import type A = require('a')")]
    public void LeavesOutWhatIsForTheCompiler(string text, bool stays = false)
        => Assert.Equal(stays ? 1 : 0, TreeText.ParseClean(text.Replace("-1: 2", "1: 2")).Program.Body.Length);

    [Fact]
    public void ReadsClasses()
    {
        const string Text = """
            class A<T> extends B<T>(c) implements D, E.F<G> {
                static #a = 1; readonly b!: string; declare c: number; 'd' = 2; [e]?: T = f; accessor g = 3
                constructor(private readonly h: string, public i = 1, @inject() j?: K) { super() }
                constructor(only: 'a signature');
                abstract l(): void; [key: string]: any
                static async *m<U>(this: A, n: U) { } get o() { return 1 } set o(p) { }
                get; set; static; async; async
                q() { } @r s() { } static { t() } override u = () => this
            }
            """;
        ScriptTree tree = TreeText.ParseClean(Text);
        ClassNode node = Assert.IsType<ClassDeclaration>(Assert.Single(tree.Program.Body)).Class;
        Assert.Equal(
            "class A:B(c){static field #a=1, field b=-, field d=2, field [e]=f, field g=3, "
            + "Constructor constructorfn(property h, property i=1, j)block, static Method masync fn*(n)block, "
            + "Getter ofn()block, Setter ofn(p)block, field get=-, field set=-, field static=-, field async=-, "
            + "field async=-, Method qfn()block, Method sfn()block, static block, field u=arrow()this}",
            TreeText.Of(node));
    }

    [Fact]
    public void KnowsWhereEverythingStands()
    {
        const string Text = "const workflow = {\r\n  '20': { class_type: ('KSampler' as const) },\n};";
        ScriptTree tree = TreeText.ParseClean(Text);
        VariableStatement statement = Assert.IsType<VariableStatement>(tree.Program.Body[0]);
        ObjectLiteral literal = Assert.IsType<ObjectLiteral>(statement.Declarators[0].Value);
        PropertyAssignment node = Assert.IsType<PropertyAssignment>(literal.Members[0]);
        PropertyAssignment property = Assert.IsType<PropertyAssignment>(
            Assert.IsType<ObjectLiteral>(node.Value).Members[0]);

        Assert.Equal("'20': { class_type: ('KSampler' as const) }", tree.TextOf(node));
        Assert.Equal((2, 24), tree.LineMap.At(property.Value.Start));
        Assert.Equal("'KSampler'", tree.TextOf(property.Value));
        Assert.Equal(Text.TrimEnd(), tree.TextOf(statement));
    }

    [Fact]
    public void KeepsTheTextOfTypes()
    {
        ScriptTree tree = TreeText.ParseClean("function f(model: 'a' | 'b'): Workflow { const x: Node[] = [] }");
        FunctionNode function = Assert.IsType<FunctionDeclaration>(tree.Program.Body[0]).Function;

        Assert.Equal("'a' | 'b'", tree.Text[function.Parameters[0].Type.Start..function.Parameters[0].Type.End]);
        Assert.Equal("Workflow", tree.Text[function.ReturnType.Start..function.ReturnType.End]);
    }

    [Fact]
    public void AwaitsAtTheTopOfModulesOnly()
    {
        ScriptTree module = TreeText.ParseClean("await (a);\nexport {}");
        ScriptTree script = TreeText.ParseClean("await (a);");

        Assert.IsType<AwaitExpression>(Assert.IsType<ExpressionStatement>(module.Program.Body[0]).Expression);
        Assert.IsType<CallExpression>(Assert.IsType<ExpressionStatement>(script.Program.Body[0]).Expression);
    }

    [Theory]
    [InlineData(
        "let type = 1; type = 2; type\nFoo = 3; namespace\nX; declare; abstract; module; async; of; as; get", 13)]
    [InlineData("var let, yield, await, static, implements, package", 1)]
    [InlineData("a\n(b)\nc\n/d/g\n`e`", 2)]
    [InlineData("#!/usr/bin/env node\na // b\n/* c */ d", 2)]
    [InlineData("return\na", 2)]
    public void EndsStatementsAtLines(string text, int expected)
        => Assert.Equal(
            expected, TreeText.ParseClean(text).Program.Body.Count(statement => statement is not EmptyStatement));

    [Fact]
    public void ReadsCommentsOfHtmlInScriptsOnly()
    {
        Assert.Equal(2, TreeText.ParseClean("<!-- a\nb\n--> c\nd", ScriptLanguage.JavaScript).Program.Body.Length);
        Assert.NotEmpty(TreeText.Parse("<!-- a").Errors);
    }

    [Theory]
    [InlineData("a/b.ts", ScriptLanguage.TypeScript)]
    [InlineData("b.d.ts", ScriptLanguage.Declaration)]
    [InlineData("b.d.mts", ScriptLanguage.Declaration)]
    [InlineData("b.tsx", ScriptLanguage.TypeScriptJsx)]
    [InlineData("b.cts", ScriptLanguage.TypeScript)]
    [InlineData("b.mjs", ScriptLanguage.JavaScript)]
    [InlineData("b.html", ScriptLanguage.JavaScript)]
    [InlineData("b.vue", ScriptLanguage.TypeScript)]
    [InlineData("B.D.TS", ScriptLanguage.Declaration)]
    public void KnowsTheLanguageByTheName(string path, object language)
        => Assert.Equal((ScriptLanguage)language, ScriptParser.LanguageOf(path));

    [Fact]
    public void KnowsWhatIsNoScript() => Assert.Null(ScriptParser.LanguageOf("a.ts/b.json"));
}
