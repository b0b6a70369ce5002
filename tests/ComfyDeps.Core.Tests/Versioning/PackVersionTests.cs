using System;
using System.Linq;
using ComfyDeps.Versioning;

namespace ComfyDeps.Core.Tests.Versioning;

public sealed class PackVersionTests
{
    [Theory]
    // Oldest first, each list.
    [InlineData("1.0.0", "1.0.1", "1.2", "1.10", "2")]
    [InlineData("9.0.0", "10.0.0")]
    [InlineData("1.0.9", "1.0.2608210019", "1.0.99999999999999999999", "1.1.0")]
    [InlineData(
        "v1.0.0-alpha",
        "v1.0.0-alpha.1",
        "v1.0.0-alpha.beta",
        "v1.0.0-beta.2",
        "v1.0.0-beta.11",
        "v1.0.0-rc.1",
        "v1.0.0")]
    [InlineData("1.0.dev1", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0.post1")]
    [InlineData("2024.1.5", "2024-02-01", "2024_12_31", "2025.01.01")]
    [InlineData("release-1", "v2", "pack-v3.0", "4.0.0.1")]
    [InlineData("1.2.3", "1.2.3-hotfix1", "1.2.4")]
    public void OrdersByNumber(params string[] ordered)
    {
        string[] sorted = [.. ordered.Reverse().Order(VersionOrder.Instance)];

        Assert.Equal(ordered, sorted);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("feature/x2y")]
    [InlineData("7e3f2ab9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f")]
    [InlineData("1..2")]
    public void KnowsWhatIsNoVersion(string? text) => Assert.False(PackVersion.TryParse(text, out _));

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("v2.1.0", true)]
    [InlineData("1.0.post1", true)]
    [InlineData("2024-05-01", true)]
    [InlineData("1.0.0+build.5", true)]
    [InlineData("1.0rc1", false)]
    [InlineData("1.0.0-beta", false)]
    [InlineData("1.0.0-something", false)]
    [InlineData("nightly", false)]
    public void KnowsPreviews(string text, bool isStable) => Assert.Equal(isStable, PackVersion.IsStableVersion(text));

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData("1.02", "1.2")]
    [InlineData("1.0rc1", "1.0-rc.1")]
    public void KnowsEqualVersions(string one, string other)
    {
        Assert.True(PackVersion.TryParse(one, out PackVersion? first));
        Assert.True(PackVersion.TryParse(other, out PackVersion? second));

        Assert.Equal(0, first.CompareTo(second));
    }

    [Fact]
    public void OrderIsTotalForAnyTexts()
    {
        string[] texts =
        [
            "", "main", "1.0", "1.0.0", "v1.0", "1.0-rc", "1.0rc1", "2024-01-01", "x-v1",
            "1.0.0-1", "1.0.0-a1", "1.0.0-1a",
        ];
        foreach (string a in texts)
        {
            foreach (string b in texts)
            {
                Assert.Equal(
                    Math.Sign(VersionOrder.Instance.Compare(a, b)), -Math.Sign(VersionOrder.Instance.Compare(b, a)));
            }
        }
    }
}
