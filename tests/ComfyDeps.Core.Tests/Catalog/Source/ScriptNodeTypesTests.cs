using System;
using System.Linq;
using ComfyDeps.Catalog.Source;

namespace ComfyDeps.Core.Tests.Catalog.Source;

public sealed class ScriptNodeTypesTests
{
    [Theory]
    [InlineData("LiteGraph.registerNodeType(\"SetNode\", SetNode);", "SetNode")]
    [InlineData(
        "LiteGraph.registerNodeType(\n  'easy getNode',\n  Object.assign(GetNode, {title: 'x'}))", "easy getNode")]
    [InlineData("const NAME = \"Note+ (mtb)\"; LiteGraph.registerNodeType(NAME, N)", "Note+ (mtb)")]
    [InlineData("class A {}\nA.type = 'Fast Muter';\nLiteGraph.registerNodeType(A.type, A)", "Fast Muter")]
    [InlineData("const a = 'x'; const type = 'A'; let b; type = 'B'; registerNodeType(type, c)", "")]
    [InlineData("registerNodeType(`made ${here}`, c); registerNodeType('__NEED_NAME__', c)", "")]
    [InlineData("node.type = 'A'", "")]
    public void FindsTypesThatAreNamedInTheSameFile(string source, string expected)
        => Assert.Equal(expected, string.Join(' ', ScriptNodeTypes.Find(source).Order(StringComparer.Ordinal)));
}
