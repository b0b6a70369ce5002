using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text;
using System.Threading;
using ComfyDeps.Workflows.Script.Syntax;
using FsCheck;
using FsCheck.Xunit;

namespace ComfyDeps.Core.Tests.Workflows.Script.Syntax;

[SuppressMessage("Usage", "xUnit1051", Justification = "Properties have no test context of their own.")]
public sealed class ScriptErrorTests
{
    private const string Sample = """
        import { a, type B } from './b';
        export const workflow = { '3': { class_type: `K${a ?? "Sampler"}`, inputs: { ...rest, seed: 1_0n, r: /[/]x/g } } } as const;
        @decorated class C<T extends keyof B> extends D { #p = 1; get x(): T { return this.#p! as T } static { f<T>(1) } }
        async function* f<T>({ b = 1, ...c }: B, [d, , e]: T[]) { for await (const g of h) yield await (g ? (i): j => k : l); }
        enum E { A = 1 << 2 } namespace N.M { export type X = { [K in keyof T]?: T[K] extends (infer U)[] ? U : never } }
        label: switch (a) { case 1: break label; default: try { throw new Error('x') } catch { } }
        """;

    [Theory]
    [InlineData("const a = {\n  b: ,\n};\nconst c = 1;", 2, 6, 2)]
    [InlineData("f(1, 2;\nconst c = 1;", 1, 7, 2)]
    [InlineData("const a = [1, 2\nconst c = 1;", 2, 1, 2)]
    [InlineData("class A { b( { }\n}\nconst c = 1", 2, 1, 1)]
    [InlineData("const a = 'open\nconst c = 1", 1, 11, 2)]
    [InlineData("a.\nconst c = 1", 2, 1, 2)]
    [InlineData("} const c = 1", 1, 1, 1)]
    [InlineData("<<<<<<< mine\nconst b = 1;\n=======\nconst d = 2;\n>>>>>>> theirs\nconst c = 1", 1, 1, 2)]
    public void TellsWhereAndReadsOn(string text, int line, int column, int statements)
    {
        ScriptTree tree = TreeText.Parse(text);

        Assert.Equal((line, column), (tree.Errors[0].Line, tree.Errors[0].Column));
        Assert.True(tree.Program.Body.Length >= statements, $"{tree.Program.Body.Length} statements");
        Assert.Equal("c", TreeText.Of(Assert.IsType<VariableStatement>(tree.Program.Body[^1]).Declarators[^1].Target));
    }

    [Theory]
    [InlineData("-a ** b")]
    [InlineData("let a = ;")]
    [InlineData("if (a b")]
    [InlineData("`a${b`")]
    [InlineData("`\\u{}`")]
    [InlineData("1a")]
    [InlineData("0x")]
    [InlineData("/* a")]
    [InlineData("/a")]
    [InlineData("function () {}")]
    [InlineData("import { default } from 'a'")]
    [InlineData("type A = B | () => C")]
    [InlineData("class A { constructor = 1 }")]
    public void RefusesWhatTheCompilerRefuses(string text) => Assert.NotEmpty(TreeText.Parse(text).Errors);

    [Fact]
    public void SaysNothingThatATerminalObeys()
    {
        ScriptError error = TreeText.Parse("a = \u001b[31m").Errors[0];
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("({ a: ", "})")]
    [InlineData("f(() => { ", "})")]
    [InlineData("{", "}")]
    [InlineData("!", "")]
    [InlineData("a ** ", "b")]
    [InlineData("x = ", "")]
    [InlineData("if (a) ", ";")]
    [InlineData("`${", "}`")]
    [InlineData("new ", "")]
    [InlineData("<a>", "</a>")]
    [InlineData("([", "])")]
    [InlineData("({ a = (", ") })")]
    [InlineData("let a: (", ")")]
    public void BoundsNesting(string open, string close)
    {
        const int Depth = 5000;
        StringBuilder text = new();
        text.Insert(0, open, Depth).Append('1').Insert(text.Length, close, Depth).Append("\n;const c = 1");

        ScriptTree tree = TreeText.Parse(text.ToString(), ScriptLanguage.TypeScriptJsx);

        Assert.NotEmpty(tree.Errors);
        Assert.True(tree.Errors.Length <= ErrorList.Maximum);
    }

    [Fact]
    public void ReadsLongChainsInLoops()
    {
        const int Terms = 100_000;
        string[] texts =
        [
            "a = b" + string.Concat(Enumerable.Repeat(" + c", Terms)),
            "a" + string.Concat(Enumerable.Repeat(".b()[c]", Terms)),
            "a = " + string.Concat(Enumerable.Repeat("b ? c : ", Terms)) + "d",
            string.Concat(Enumerable.Repeat("if (a) b; else ", Terms)) + "c",
            "type A = " + string.Concat(Enumerable.Repeat("B extends C ? D : ", Terms)) + "E",
            string.Concat(Enumerable.Repeat("a, ", Terms)) + "b",
        ];
        foreach (string text in texts)
        {
            TreeText.ParseClean(text);
        }
    }

    [Fact]
    public void ReadsTenMegabytesOnOneLine()
    {
        const string Part =
            "!function(e,t){var n=(e=>t?.[e]??{a:`b${e}`})(t),r=/[/]x/g.test(n)?n:void 0;return r&&r.x<1||n}(1,[2]);";
        string text = string.Concat(Enumerable.Repeat(Part, (10 << 20) / Part.Length));

        ScriptTree tree = TreeText.ParseClean(text, ScriptLanguage.JavaScript);

        Assert.Equal((10 << 20) / Part.Length, tree.Program.Body.Count(statement => statement is ExpressionStatement));
    }

    [Fact]
    public void StopsWhenAsked()
        => Assert.Throws<OperationCanceledException>(
            () => ScriptParser.Parse("a; b", ScriptLanguage.TypeScript, new CancellationToken(canceled: true)));

    [Property(MaxTest = 300)]
    public void SurvivesAnyMutation(int seed)
    {
        Random random = new(seed);
        StringBuilder text = new(Sample);
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(text.Length);
            int length = random.Next(Math.Min(12, text.Length - at));
            string piece = Sample.Substring(random.Next(Sample.Length - 12), random.Next(12));
            switch (random.Next(3))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, piece);
                    break;
                default:
                    text.Length = Math.Max(1, at);
                    break;
            }
        }

        foreach (ScriptLanguage language in Enum.GetValues<ScriptLanguage>())
        {
            CheckPlaces(ScriptParser.Parse(text.ToString(), language));
        }
    }

    [Property(MaxTest = 300)]
    public void SurvivesAnyText(NonNull<string> text)
    {
        foreach (ScriptLanguage language in Enum.GetValues<ScriptLanguage>())
        {
            CheckPlaces(ScriptParser.Parse(text.Get, language));
        }
    }

    [Fact]
    public void AcceptsTheSampleUnmutated() => TreeText.ParseClean(Sample);

    private static void CheckPlaces(ScriptTree tree)
    {
        foreach (Statement statement in tree.Program.Body)
        {
            Assert.InRange(statement.Start, 0, statement.End);
            Assert.InRange(statement.End, statement.Start, tree.Text.Length);
        }

        foreach (ScriptError error in tree.Errors)
        {
            Assert.InRange(error.Offset, 0, tree.Text.Length);
        }
    }
}
