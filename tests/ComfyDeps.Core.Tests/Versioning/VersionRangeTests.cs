using ComfyDeps.Versioning;

namespace ComfyDeps.Core.Tests.Versioning;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=1.1 <2", "1.1", true)]
    [InlineData(">=1.1 <2", "1.0.9", false)]
    [InlineData(">=1.1 <2", "1.99.2608210019", true)]
    [InlineData(">=1.1 <2", "2.0.0", false)]
    [InlineData(">=1.1 <2", "2.0.0-rc1", false)]
    [InlineData(">=1.1 <2", "1.5.0-rc1", false)]
    [InlineData(">= 1.1, < 2", "v1.5", true)]
    [InlineData("<1 || >=2", "0.9", true)]
    [InlineData("<1 || >=2", "1.5", false)]
    [InlineData("^1.2.3", "1.9", true)]
    [InlineData("^1.2.3", "2.0", false)]
    [InlineData("^0.2.3", "0.3", false)]
    [InlineData("~1.2.3", "1.2.9", true)]
    [InlineData("~1.2.3", "1.3", false)]
    [InlineData("~=1.4.5", "1.4.9", true)]
    [InlineData("~=1.4.5", "1.5", false)]
    [InlineData("1.4.*", "1.4.7", true)]
    [InlineData("1.4.*", "1.40", false)]
    [InlineData("*", "3.0", true)]
    [InlineData("!=1.5", "1.5.0", false)]
    [InlineData("=1.5", "v1.5.0", true)]
    [InlineData(">=1.5.0-beta", "1.5.0-rc1", true)]
    [InlineData(">=1.5.0-beta", "1.6.0-rc1", false)]
    public void Includes(string text, string version, bool expected)
    {
        Assert.True(VersionRange.TryParse(text, out VersionRange? range));
        Assert.True(PackVersion.TryParse(version, out PackVersion? parsed));

        Assert.Equal(expected, range.Includes(parsed));
    }

    [Fact]
    public void PreviewsCountWhereTheyAreWanted()
    {
        Assert.True(VersionRange.TryParse(">=1.1 <2", out VersionRange? range));
        Assert.True(PackVersion.TryParse("1.5.0-rc1", out PackVersion? preview));
        Assert.True(PackVersion.TryParse("2.0.0-rc1", out PackVersion? next));

        Assert.True(range.Includes(preview, includePreviews: true));
        Assert.False(range.Includes(next, includePreviews: true));
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("main")]
    [InlineData("1.2.3")]
    [InlineData("")]
    [InlineData(">=")]
    [InlineData(">=x")]
    [InlineData(">1.*")]
    [InlineData("~=1")]
    [InlineData("<<1")]
    public void KnowsWhatIsNoRange(string text) => Assert.False(VersionRange.TryParse(text, out _));
}
