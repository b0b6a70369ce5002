using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Core.Tests.Workflows.Script.Syntax;

public sealed class ScriptExpressionTests
{
    [Theory]
    [InlineData("a + b * c ** d ** e", "(a Add (b Multiply (c Power (d Power e))))")]
    [InlineData("a ?? b || c && d", "(a Coalesce (b Or (c And d)))")]
    [InlineData("a | b ^ c & d", "(a BitOr (b BitXor (c BitAnd d)))")]
    [InlineData("a < b == c >= d", "((a Less b) LooseEqual (c GreaterOrEqual d))")]
    [InlineData("a >> b >>> c << d", "(((a ShiftRight b) ShiftRightUnsigned c) ShiftLeft d)")]
    [InlineData("!a instanceof b in c", "(((Not a) InstanceOf b) In c)")]
    [InlineData("(-a) ** b", "((Minus a) Power b)")]
    [InlineData("a ? b : c ? d : e", "(a ? b : (c ? d : e))")]
    [InlineData("a = b ||= c >>>= d", "(a = (b Or= (c ShiftRightUnsigned= d)))")]
    [InlineData("a, b, c", "seq(a, b, c)")]
    [InlineData("++a - b--", "((pre++ a) Subtract (post-- b))")]
    [InlineData("typeof void delete a.b", "(TypeOf (Void (Delete a.b)))")]
    [InlineData("a?.b.c?.[d]?.(e)", "a?.b.c?.[d]?.(e)")]
    [InlineData("a ?.5 : b", "(a ? 0.5 : b)")]
    [InlineData("new a.b(c).d", "new a.b(c).d")]
    [InlineData("new (f())()", "new f()()")]
    [InlineData("new new a(b)(c)", "new new a(b)(c)")]
    [InlineData("import('a').then(b)", "import('a',-).then(b)")]
    [InlineData("import.meta.url", "import.meta.url")]
    [InlineData("a\n++b", null)]
    [InlineData("a = /=[/\\]]/v.test(b) / c / d", "(a = ((regexp<=[/\\]]|v>.test(b) Divide c) Divide d))")]
    [InlineData("f`a${b}c${`d${e}`}`", "f`a${b}c${`d${e}`}`")]
    [InlineData("[a, , ...b,]", "[a, -, ...b]")]
    [InlineData("async(a)", "async(a)")]
    [InlineData("#a in b", "(#a In b)")]
    public void BindsOperatorsAsTheLanguageDoes(string text, string? expected)
    {
        if (expected is null)
        {
            Assert.Equal(2, TreeText.ParseClean(text).Program.Body.Length);
            return;
        }

        Assert.Equal(expected, TreeText.OfOnlyExpression(text));
    }

    [Theory]
    [InlineData("0x1F + 0o17 + 0b11 + 1_000.5e-1", "(((31 Add 15) Add 3) Add 100.05)")]
    [InlineData("10n + 0xFFn", "(10n Add 0xFFn)")]
    [InlineData(".5 + 5. + 5..toString()", "((0.5 Add 5) Add 5.toString())")]
    [InlineData("'a\\x41\\u0042\\u{43}\\n\\\nb'", "'aABC\nb'")]
    [InlineData("`a\\u{1F600}\\${b}`", "`a\U0001F600${b}`")]
    [InlineData("\"it's\"", "'it's'")]
    [InlineData("\\u0061b\\u{63}", "abc")]
    public void ReadsLiterals(string text, string expected) => Assert.Equal(expected, TreeText.OfOnlyExpression(text));

    [Theory]
    [InlineData("({ a, b: 1, 'c': 2, 3: d, [e]: f, ...g, h() {}, get i() { return 1 }, async *j() {}, 1e21: k })",
        "{a, b:1, c:2, 3:d, [e]:f, ...g, Method hfn()block, Getter ifn()block, Method jasync fn*()block, 1e+21:k}")]
    [InlineData("({ get: 1, set, async: 2, static: 3, await: 4, get() {}, async() {} })",
        "{get:1, set, async:2, static:3, await:4, Method getfn()block, Method asyncfn()block}")]
    [InlineData("({ a, b: c.d, ...e } = f)", "(pattern{a:a=-, b:c.d=-|e} = f)")]
    [InlineData("[a, , b = 1, [c], ...d] = e", "(pattern[a=-, -, b=1, pattern[c=-|-]=-|d] = e)")]
    public void ReadsObjectsAndPatterns(string text, string expected)
        => Assert.Equal(expected, TreeText.OfOnlyExpression(text));

    [Theory]
    [InlineData("(a, b) => a", "arrow(a, b)a")]
    [InlineData("async a => await a", "async arrow(a)(await a)")]
    [InlineData("async (a) => { await a }", "async arrow(a)block")]
    [InlineData("(a: string, b?: number, ...c: any[]): void => {}", "arrow(a, b, ...c)block")]
    [InlineData("({ a = 1, b: { c } }: T = {}) => a", "arrow(pattern{a:a=1, b:pattern{c:c=-|-}=-|-}={})a")]
    [InlineData("<T,>(a: T) => a", "arrow(a)a")]
    [InlineData("<const T extends readonly unknown[]>(a: T): a is T => b", "arrow(a)b")]
    [InlineData("(a ? (b) : c => d)", "(a ? b : arrow(c)d)")]
    [InlineData("a ? (b): c => d : e", "(a ? arrow(b)d : e)")]
    [InlineData("a ? (b) => (c) : d => e", "(a ? arrow(b)c : arrow(d)e)")]
    [InlineData("(a, b)", "seq(a, b)")]
    [InlineData("(this: T, a) => a", null)]
    [InlineData("a => ({ b })", "arrow(a){b}")]
    [InlineData("(a = (b, c) => d) => e", "arrow(a=arrow(b, c)d)e")]
    public void TellsArrowFunctionsFromParentheses(string text, string? expected)
        => Assert.Equal(expected ?? "arrow(a)a", TreeText.OfOnlyExpression(text));

    [Theory]
    [InlineData("f<T>(x)", "f(x)")]
    [InlineData("f<A, B>`x`", "f`x`")]
    [InlineData("a < b > c", "((a Less b) Greater c)")]
    [InlineData("f(a < b, c > (d))", "f(a(d))")]
    [InlineData("f(a < b, c > d)", "f((a Less b), (c Greater d))")]
    [InlineData("new Map<string, Map<string, number>>()", "new Map()")]
    [InlineData("f<<T>(x: T) => T>(y)", "f(y)")]
    [InlineData("<T>x", "x")]
    [InlineData("<T>(x).y", "x.y")]
    [InlineData("x as unknown as T[] + 1", "(x Add 1)")]
    [InlineData("a! + b!.c![d]!", "(a Add b.c[d])")]
    [InlineData("{} satisfies T", null)]
    [InlineData("({ a: 1 } as const satisfies T)", "{a:1}")]
    [InlineData("f?.<T>(x)", "f?.(x)")]
    [InlineData("a as any as (b: c) => d", "a")]
    [InlineData("(a as T) = b", "(a = b)")]
    public void UnwrapsWhatIsForTheCompiler(string text, string? expected)
    {
        if (expected is null)
        {
            Assert.NotEmpty(TreeText.Parse(text).Errors);
            return;
        }

        Assert.Equal(expected, TreeText.OfOnlyExpression(text));
    }

    [Fact]
    public void ComparesInJavaScriptWhereTypeScriptCallsWithTypes()
        => Assert.Equal("((f Less T) Greater x)", TreeText.OfOnlyExpression("f<T>(x)", ScriptLanguage.JavaScript));

    [Theory]
    [InlineData("<a/>", "<a- ></>")]
    [InlineData(
        "<A.B c='&amp;&lt;' {...d} e={f} g>h {i} {/* j */}</A.B>",
        "<A.BA.B c='&<', ...=d, e=f, g=->text'h ', i, text' '</>")]
    [InlineData("<><a-b/>{...c}</>", "<- ><a-b- ></>, ...c</>")]
    [InlineData("<a:b c:d=\"e\n'f'\"/>", "<a:b- c:d='e\n'f''></>")]
    [InlineData("<A<T> b={<c/>}></A>", "<AA b=<c- ></>></>")]
    [InlineData("<T,>(a: T) => <b>{a}</b>", "arrow(a)<b- >a</>")]
    [InlineData("<a>it's {'}'} fine</a>", "<a- >text'it's ', '}', text' fine'</>")]
    [InlineData("a < b", "(a Less b)")]
    public void ReadsTags(string text, string expected)
        => Assert.Equal(expected, TreeText.OfOnlyExpression(text, ScriptLanguage.TypeScriptJsx));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e21, "1e+21")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    public void WritesNumbersAsScriptsDo(double value, string expected)
        => Assert.Equal(expected, JsNumber.Format(value));
}
