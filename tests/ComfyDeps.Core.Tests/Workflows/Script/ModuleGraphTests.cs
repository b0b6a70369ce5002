using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Workflows.Script;

namespace ComfyDeps.Core.Tests.Workflows.Script;

/// <summary>How files find each other, and what they never reach.</summary>
public sealed class ModuleGraphTests
{
    private const string Lib = "export const node = { class_type: 'A', inputs: {} }; export default node;";

    [Theory]
    [InlineData("import { node } from './lib'", "lib.ts", Lib)]
    [InlineData("import { node } from './lib.js'", "lib.ts", Lib)]
    [InlineData("import { node } from './lib.mjs'", "lib.mts", Lib)]
    [InlineData("import node from './lib'", "lib/index.tsx", Lib)]
    [InlineData("import * as lib from './lib'; const { node } = lib", "lib.ts", Lib)]
    [InlineData("import lib, { node } from './lib'", "lib.ts", Lib)]
    [InlineData("const { node } = require('./lib')", "lib.js", "exports.node = { class_type: 'A', inputs: {} }")]
    [InlineData("const node = require('./lib')", "lib.cjs", "module.exports = { class_type: 'A', inputs: {} }")]
    [InlineData("const { node } = await import('./lib')", "lib.ts", Lib)]
    [InlineData(
        "import data from './data.json'; const node = data['1']",
        "data.json",
        "{ \"1\": { \"class_type\": \"A\", \"inputs\": {} } }")]
    [InlineData(
        "import fs from 'node:fs'; import path from 'path'; const node = "
            + "JSON.parse(fs.readFileSync(path.join(__dirname, 'data.json'), 'utf8'))",
        "data.json",
        "{ \"class_type\": \"A\", \"inputs\": {} }")]
    public void FindsWhatIsImported(string import, string name, string text)
    {
        using ScriptFolder folder = new();
        folder.Write(name, text);
        folder.Write("flow.ts", $"{import}\nexport const g = {{ n: node }};");

        Assert.Equal("A", ScriptFolder.Classes(folder.Read("flow.ts").Documents));
    }

    [Theory]
    [InlineData(
        "tsconfig.json",
        "{ // comment\n \"compilerOptions\": { \"baseUrl\": \".\", \"paths\": { \"@lib/*\": [\"src/lib/*\"], }, } }",
        "@lib/node")]
    [InlineData("tsconfig.json", "{ \"extends\": \"./base.json\" }", "@base/node")]
    [InlineData("tsconfig.json", "{ \"compilerOptions\": { \"baseUrl\": \"src\" } }", "lib/node")]
    [InlineData("package.json", "{ \"name\": \"app\", \"imports\": { \"#lib/*\": \"./src/lib/*.ts\" } }", "#lib/node")]
    [InlineData("package.json", "{ \"name\": \"app\", \"workspaces\": [\"packages/*\"] }", "@team/nodes")]
    [InlineData("pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n", "@team/nodes/extra")]
    [InlineData("package.json", "{ \"name\": \"app\" }", "@/lib/node")]
    public void FindsWhatConfigurationMaps(string name, string configuration, string specifier)
    {
        using ScriptFolder folder = new();
        folder.Write(name, configuration);
        folder.Write("base.json", "{ \"compilerOptions\": { \"paths\": { \"@base/*\": [\"./src/lib/*\"] } } }");
        folder.Write("src/lib/node.ts", Lib);
        folder.Write(
            "packages/nodes/package.json",
            "{ \"name\": \"@team/nodes\", \"exports\": { \".\": { \"import\": \"./dist/index.js\" }, \"./extra\": "
                + "\"./dist/extra.js\" } }");
        folder.Write("packages/nodes/src/index.ts", Lib);
        folder.Write("packages/nodes/src/extra.ts", Lib);
        folder.Write("src/flow.ts", $"import {{ node }} from '{specifier}'\nexport const g = {{ n: node }};");

        Assert.Equal("A", ScriptFolder.Classes(folder.Read("src/flow.ts").Documents));
    }

    [Fact]
    public void ReadsNothingOutsideTheRepository()
    {
        using ScriptFolder folder = new();
        File.WriteAllText(Path.Join(folder.Root, "outside.ts"), Lib);
        Directory.CreateDirectory(Path.Join(folder.Root, "other"));
        File.WriteAllText(Path.Join(folder.Root, "other", "index.ts"), Lib);
        folder.Write("tsconfig.json", "{ \"compilerOptions\": { \"paths\": { \"out\": [\"../outside.ts\"] } } }");
        folder.Write("node_modules/pack/index.ts", Lib);
        string[] specifiers =
        [
            "../outside",
            "./link",
            "./folder",
            "out",
            "pack",
            "/../outside",
            "./node_modules/pack",
            Path.Join(folder.Root, "outside.ts"),
        ];
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Join(folder.Root, "repo", "link.ts"), Path.Join(folder.Root, "outside.ts"));
            Directory.CreateSymbolicLink(Path.Join(folder.Root, "repo", "folder"), Path.Join(folder.Root, "other"));
        }

        foreach (string specifier in specifiers)
        {
            folder.Write(
                "flow.ts",
                $"import {{ node }} from '{specifier}'\nexport const g = {{ n: node, own: {{ class_type: 'B', "
                    + $"inputs: {{}} }} }};");
            Assert.Equal("B", ScriptFolder.Classes(folder.Read("flow.ts").Documents));
        }
    }

    [Fact]
    public void CyclesEnd()
    {
        using ScriptFolder folder = new();
        folder.Write(
            "a.ts",
            "import { b } from './b'; export const a = { class_type: 'A', inputs: {} }; export const all = () => ({ "
                + "a, b });");
        folder.Write(
            "b.ts",
            "export * from './a'; export * from './b'; import { a } from './a'; export const b = { class_type: 'B', "
                + "inputs: { x: typeof a } };");

        Assert.Equal("A B", ScriptFolder.Classes(folder.Read("a.ts").Documents));
        Assert.Equal("A B", ScriptFolder.Classes(folder.Read("b.ts").Documents));
    }

    [Fact]
    public void PlacesInOtherFilesAreNamedFromTheRoot()
    {
        using ScriptFolder folder = new();
        folder.Write("src/lib/data.json", "{\n  \"1\": { \"class_type\": \"A\", \"inputs\": {} }\n}");
        folder.Write(
            "src/flow.ts",
            "import data from './lib/data.json'\nexport const g = { ...data, n: { class_type: 'B', inputs: {} } };");

        Assert.Equal(
            ["src/lib/data.json:2:24", "src/flow.ts:2:46"],
            folder.Read("src/flow.ts").Documents.Single().Nodes.Select(node => node.Occurrence));
    }

    [Fact]
    public async Task EachFileIsReadOnceFromAnyThread()
    {
        using ScriptFolder folder = new();
        folder.Write("lib.ts", Lib);
        List<string> paths =
        [
            .. Enumerable.Range(0, 8)
                .Select(i => folder.Write($"flow{i}.ts", "import { node } from './lib'; export const g = { node }")),
        ];
        ScriptSession session = new();

        await Parallel.ForEachAsync(paths, TestContext.Current.CancellationToken, (path, token) =>
        {
            Assert.Single(ScriptWorkflowReader.Read(path, folder.Root, session, true, token).Documents);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(9, session.Modules.Count);
    }
}
