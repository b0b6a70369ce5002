using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Catalog.Python;

namespace ComfyDeps.Core.Tests.Catalog.Python;

public sealed class PythonProgramTests
{
    [Theory]
    [InlineData("NODE_CLASS_MAPPINGS = {'A': A, \"B\": B}", "A B")]
    [InlineData("NODE_CLASS_MAPPINGS: dict[str, type] = {'A': A}", "A")]
    [InlineData("A = B = NODE_CLASS_MAPPINGS = {}\nNODE_CLASS_MAPPINGS['x'] = 1", "x")]
    [InlineData("NODE_CLASS_MAPPINGS = {}\nNODE_CLASS_MAPPINGS.update({'A': 1}, b=2)", "A b")]
    [InlineData("NODE_CLASS_MAPPINGS = {'A': 1} | {'B': 2}\nNODE_CLASS_MAPPINGS |= {'C': 3}", "A B C")]
    [InlineData("x = {'A': 1}\nNODE_CLASS_MAPPINGS = {**x, 'B': 2}", "A B")]
    [InlineData("NODE_CLASS_MAPPINGS = dict(A=1, **{'B': 2})", "A B")]
    [InlineData("NODE_CLASS_MAPPINGS = {n: 1 for n in ['A', 'B']}", "A B")]
    [InlineData("NODE_CLASS_MAPPINGS = {f'{n} (me)': c for n, c in {'A': 1}.items() if c}", "A (me)")]
    [InlineData("class K:\n    NAME = 'The ' + 'K'\nNODE_CLASS_MAPPINGS = {K.NAME: K, K.__name__: K}", "K The K")]
    [InlineData("class N(Enum):\n    A = 'Node A'\nNODE_CLASS_MAPPINGS = {N.A.value: 1}", "Node A")]
    [InlineData("def name(n):\n    return '{} ({})'.format(n, 'me')\nNODE_CLASS_MAPPINGS = {name('A'): 1}", "A (me)")]
    [InlineData(
        "def make(c):\n    m = {}\n    for k, v in c.items():\n        m[k] = v['class']\n    return m, "
            + "1\nNODE_CLASS_MAPPINGS, _ = make({'A': {'class': 1}})",
        "A")]
    [InlineData(
        "NODE_CLASS_MAPPINGS = {}\nfor c in [('A', 1), ('B', 2)]:\n    NODE_CLASS_MAPPINGS[c[0]] = c[1]", "A B")]
    [InlineData(
        "NODE_CLASS_MAPPINGS = {}\ndef node(id):\n    def wrap(c):\n        NODE_CLASS_MAPPINGS[id] = c\n        "
            + "return c\n    return wrap\n@node('A')\nclass A: pass",
        "A")]
    [InlineData(
        "NODE_CLASS_MAPPINGS = {}\ndef add(n):\n    global NODE_CLASS_MAPPINGS\n    NODE_CLASS_MAPPINGS = "
            + "{**NODE_CLASS_MAPPINGS, n: 1}\nadd('A')\nadd('B')",
        "A B")]
    [InlineData("try:\n    NODE_CLASS_MAPPINGS = {'A': 1}\nexcept ImportError:\n    NODE_CLASS_MAPPINGS = {}", "A")]
    [InlineData(
        "if os.environ.get('X'):\n    NODE_CLASS_MAPPINGS = {'A': 1}\nelse:\n    NODE_CLASS_MAPPINGS = {}", "A")]
    [InlineData("if False:\n    NODE_CLASS_MAPPINGS = {'A': 1}\nelse: NODE_CLASS_MAPPINGS = {'B': 1}", "B")]
    [InlineData("# {'No': 1}\nNODE_CLASS_MAPPINGS = {\n  'A': 1,  # a comment\n  'B' : f(x)[0].y,\n}\n", "A B")]
    [InlineData("NODE_CLASS_MAPPINGS = {'🔬 \\u00e9\\'': 1, r'a\\b': 2}", "a\\b 🔬 é'")]
    public void FollowsTheWaysInWhichPacksNameTheirNodes(string source, string expected)
        => Assert.Equal(expected, Names(("__init__.py", source)));

    [Fact]
    public void FollowsImportsBetweenModules()
        => Assert.Equal(
            "A B C D",
            Names(
                ("__init__.py", "from .nodes import NODE_CLASS_MAPPINGS as one\nfrom . import more\nimport importlib\n"
                    + "from .sub.deep import *\nNODE_CLASS_MAPPINGS = {**one, **more.NODES, **DEEP}\n"
                    + "for m in ['.dyn']:\n    NODE_CLASS_MAPPINGS.update(importlib.import_module(m, "
                    + "package=__name__).MAP)"),
                ("nodes.py", "NODE_CLASS_MAPPINGS = {'A': 1}"),
                ("more/__init__.py", "from .x import NODES"),
                ("more/x.py", "NODES = {'B': 1}"),
                ("sub/deep.py", "from ..consts import NAME\nDEEP = {NAME: 1}"),
                ("consts.py", "NAME = 'C'"),
                ("dyn.py", "MAP = {'D': 1}")));

    [Fact]
    public void ReadsTheIdsOfSchemas()
    {
        PythonProgram program = Program(("__init__.py",
            "from comfy_api.latest import io\nP = 'my'\nclass A(io.ComfyNode):\n    @classmethod\n"
            + "    def define_schema(cls) -> io.Schema:\n        return io.Schema(\n            node_id=f'{P}.A',\n"
            + "            inputs=[io.Int.Input('n', default=1)])\n"));

        Assert.Equal(["my.A"], program.Load("__init__.py")!.Schemas);
    }

    [Theory]
    [InlineData("NODE_CLASS_MAPPINGS = {'A': 1, **load_all()}")]
    [InlineData("NODE_CLASS_MAPPINGS = {'A': 1}\nNODE_CLASS_MAPPINGS.update(load_all())")]
    [InlineData("NODE_CLASS_MAPPINGS = {'A': 1}\nfor m in find():\n    NODE_CLASS_MAPPINGS[m.name] = m")]
    [InlineData("NODE_CLASS_MAPPINGS = {'A': 1}\nNODE_CLASS_MAPPINGS, more = add_others(NODE_CLASS_MAPPINGS, {})")]
    public void KnowsWhenAMappingIsNotComplete(string source)
    {
        PythonDict mapping = Assert.IsType<PythonDict>(
            Program(("__init__.py", source)).Load("__init__.py")!.Names["NODE_CLASS_MAPPINGS"]);

        Assert.True(mapping.IsIncomplete);
        Assert.Equal(["A"], mapping.Items.Keys);
    }

    [Theory]
    [InlineData("def f(): return f()\nx = f()\nNODE_CLASS_MAPPINGS = {'A': 1}")]
    [InlineData("from . import a\nNODE_CLASS_MAPPINGS = {'A': 1}")]
    [InlineData("class A(A): pass\nclass B(A): x = B.y\nNODE_CLASS_MAPPINGS = {'A': 1}")]
    [InlineData("x = ((((((((((\n")]
    [InlineData("x = {'a': {'b': [}\ny = 'unterminated\n\"\"\" and so\n")]
    [InlineData("def\nclass\nif\nfor x\n@\nfrom import\n:::\n)]}\n\t\t x\n  y\n")]
    [InlineData("x = 1\nx = [x] * 10\nfor a in b: \n")]
    public void NeverFailsWhateverTheSource(string source)
        => Assert.NotNull(
            Program(("__init__.py", source), ("a.py", "from . import NODE_CLASS_MAPPINGS, a")).Load("__init__.py"));

    [Fact]
    public void EndsOnSourceThatWouldRunForever()
    {
        string loops = "x = list('')\n" + string.Concat(Enumerable.Range(0, 12).Select(static i =>
            $"{new string(' ', i)}for a{i} in [1,2,3,4,5,6,7,8,9]:\n")) + new string(' ', 12) + "x.append(1)\n";
        string deep = "y = "
            + new string('(', 50_000)
            + "1"
            + new string(')', 50_000)
            + "\nz = "
            + string.Concat(Enumerable.Repeat("not ", 200))
            + "1\n";

        Assert.NotNull(Program(("__init__.py", loops + deep)).Load("__init__.py"));
    }

    private static string Names(params (string Path, string Source)[] files)
    {
        PythonDict mapping = Assert.IsType<PythonDict>(
            Program(files).Load("__init__.py")!.Names["NODE_CLASS_MAPPINGS"]);
        Assert.False(mapping.IsIncomplete);
        return string.Join(' ', mapping.Items.Keys.Order(StringComparer.Ordinal));
    }

    private static PythonProgram Program(params (string Path, string Source)[] files)
    {
        Dictionary<string, IReadOnlyList<PythonStatement>> parsed = files.ToDictionary(
            static f => f.Path,
            static f => PythonParser.Parse(f.Source));
        return new PythonProgram(parsed.GetValueOrDefault);
    }
}
