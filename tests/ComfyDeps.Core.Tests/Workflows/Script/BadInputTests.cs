using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using ComfyDeps.Workflows.Script;

namespace ComfyDeps.Core.Tests.Workflows.Script;

/// <summary>
/// Files that could take for ever or all memory end within the budget that docs/typescript-evaluation.md states: a
/// minute and a gigabyte, on whatever machine the tests run.
/// </summary>
public sealed class BadInputTests
{
    private const string Graph = "export const g = { '1': { class_type: 'A', inputs: {} } };";
    private const long MaxMemory = 1L << 30;
    private static readonly TimeSpan s_maxTime = TimeSpan.FromMinutes(1);

    [Fact]
    public void InfiniteRecursion()
        => AssertEnds(
            folder => folder.Write(
                "flow.ts",
                $"{Graph}\nconst f = (n: number): unknown => [f(n + 1), g2(n)]; function g2(n) {{ return f(n) ?? "
                    + $"g2(n + 1) }} f(0);"));

    [Fact]
    public void ABundleOfTenMegabytesInOneLine()
        => AssertEnds(folder =>
        {
            StringBuilder text = new(Graph.ReplaceLineEndings(string.Empty));
            for (int i = 0; text.Length < 10_000_000; i++)
            {
                text.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"var a{i}=(e,t)=>e?{{k:t,v:a{i + 1}(t,e)}}:[a{i + 1}(e),\"s{i}\"];class c{i}{{m(x){{return "
                        + $"a{i}(x,this)}}}}");
            }

            folder.Write("flow.js", text.ToString());
        });

    [Theory]
    [InlineData("[", "]")]
    [InlineData("(", ")")]
    [InlineData("{a:", "}")]
    [InlineData("f(", ")")]
    [InlineData("()=>{return ", "}")]
    [InlineData("`${", "}`")]
    [InlineData("!", "")]
    [InlineData("<a>", "</a>")]
    public void NestingFiveThousandDeep(string open, string close)
        => AssertEnds(folder => folder.Write("flow.tsx", $"{Graph}\nconst x = {Repeat(open)}1{Repeat(close)};"));

    [Fact]
    public void ACycleOfModules()
        => AssertEnds(folder =>
        {
            folder.Write("flow.ts", $"import {{ a }} from './one'; export * from './one'; {Graph} a();");
            folder.Write("one.ts", "export * from './two'; import { b } from './two'; export const a = () => b();");
            folder.Write(
                "two.ts",
                "export * from './flow'; import { a } from './one'; import { g } from './flow'; export const b = () "
                    + "=> [g, a()];");
        });

    [Fact]
    public void AFileThatIsNotUtf8IsToldWithItsPlace()
    {
        using ScriptFolder folder = new();
        string path = folder.Write("flow.ts", string.Empty);
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes(Graph + "\nconst s = '"), 0xFF, 0xC0, (byte)'\'']);

        ComfyDepsException error = Assert.Single(folder.Read("flow.ts").Errors);

        Assert.Contains("line 2, column 12", error.Message, StringComparison.Ordinal);
    }

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, 5_000));

    private static void AssertEnds(Action<ScriptFolder> write)
    {
        using ScriptFolder folder = new();
        write(folder);
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        using Timer watch = new(_ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 20);
        Stopwatch time = Stopwatch.StartNew();
        string file = Directory.EnumerateFiles(Path.Join(folder.Root, "repo"), "flow.*").Single();

        ScriptReadResult result = folder.Read(Path.GetFileName(file));

        Assert.True(time.Elapsed < s_maxTime, $"took {time.Elapsed}");
        Assert.True(most - before < MaxMemory, $"took {(most - before) >> 20} MB");
        Assert.Contains("A", ScriptFolder.Classes(result.Documents), StringComparison.Ordinal);
    }
}
