using System.Linq;
using ComfyDeps.Catalog;

namespace ComfyDeps.Core.Tests.Catalog;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData(@"\(mtb\)$", "Suffix:(mtb)")]
    [InlineData(@"^\[Comfy3D\]", "Prefix:[Comfy3D]")]
    [InlineData("^ttN ", "Prefix:ttN ")]
    [InlineData("^(MetadataAwareSaveImage|LoadImageLayers)", "Prefix:MetadataAwareSaveImage Prefix:LoadImageLayers")]
    [InlineData("UniversalGGUFLoader|LH_SimpleText", "Infix:UniversalGGUFLoader Infix:LH_SimpleText")]
    [InlineData("MiniMaxH3SP.*", "Infix:MiniMaxH3SP")]
    [InlineData(".*", "")]
    [InlineData("^", "")]
    [InlineData("Big", "")]
    [InlineData("(^(Prompts|Anything) Everywhere|Simple String)", "")]
    [InlineData("MiniMax.*BMO|BMO.*MiniMax", "")]
    public void ReadsTheFormsThatCanBeLookedUp(string expression, string expected)
        => Assert.Equal(
            expected, string.Join(' ', NamePattern.Parse(expression).Select(static p => $"{p.Kind}:{p.Literal}")));

    [Theory]
    [InlineData(true, 0, 0, true)]
    [InlineData(true, 0, 101, false)]
    [InlineData(false, 0, 0, false)]
    [InlineData(false, 6, 181, false)]
    [InlineData(false, 123, 0, true)]
    public void IsUsedOnlyWhereKnownClassesAgree(bool anchored, int own, int others, bool expected)
        => Assert.Equal(
            expected,
            new NamePattern(anchored ? NamePatternKind.Suffix : NamePatternKind.Infix, "literal").IsConfirmed(
                own, others));
}
