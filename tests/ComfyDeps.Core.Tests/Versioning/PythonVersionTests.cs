using ComfyDeps.Versioning;

namespace ComfyDeps.Core.Tests.Versioning;

public sealed class PythonVersionTests
{
    /// <summary>The order that PEP 440 gives as an example, and a few that it leaves to its rules.</summary>
    [Fact]
    public void VersionsAreOrderedAsPep440Says()
    {
        string[] ordered =
        [
            "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12",
            "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456",
            "1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7",
            "1.0+5", "1.0.post456.dev34", "1.0.post456",
            "1.0.15", "1.1.dev1", "1.10", "20240101.99999999999", "1!0.1",
        ];

        for (int i = 1; i < ordered.Length; i++)
        {
            Assert.True(Read(ordered[i - 1]).CompareTo(Read(ordered[i])) < 0, $"{ordered[i - 1]} before {ordered[i]}");
        }
    }

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("v1.0", "1")]
    [InlineData("1.0-alpha.1", "1.0a1")]
    [InlineData("1.0c1", "1.0rc1")]
    [InlineData("1.0-1", "1.0.post1")]
    [InlineData("1.0.rev2", "1.0.post2")]
    [InlineData("1.0dev", "1.0.dev0")]
    [InlineData("1.0+Ubuntu-1", "1.0+ubuntu.1")]
    public void OtherSpellingsAreTheSameVersion(string one, string other)
        => Assert.Equal(0, Read(one).CompareTo(Read(other)));

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("1.0.x")]
    [InlineData("1.0+")]
    public void OtherTextIsNoVersion(string text) => Assert.False(PythonVersion.TryParse(text, out _));

    [Theory]
    [InlineData("", "1.0", true)]
    [InlineData(">=1.25,<3", "2.1.3", true)]
    [InlineData(">=1.25,<3", "3.0rc1", false)]
    [InlineData("<3", "3.0.dev1", false)]
    [InlineData(">1.0", "1.0.post1", false)]
    [InlineData(">1.0", "1.0+local", false)]
    [InlineData("==2.8.0", "2.8.0+cu128", true)]
    [InlineData("==2.8.0+cu126", "2.8.0+cu128", false)]
    [InlineData("==2.8.*", "2.8.1", true)]
    [InlineData("==2.8.*", "2.80", false)]
    [InlineData("!=2.8.*", "2.8.1", false)]
    [InlineData("~=1.4.2", "1.4.9", true)]
    [InlineData("~=1.4.2", "1.5.0", false)]
    [InlineData("~=1.4", "1.9", true)]
    [InlineData("~=1.4", "2.0", false)]
    [InlineData(">=1.0", "1.1rc1", true)]
    [InlineData("===1.0-x", "1.0", false)]
    public void SetsIncludeWhatPep440Says(string text, string version, bool isIncluded)
    {
        Assert.True(PythonVersionSet.TryParse(text, out PythonVersionSet? set));

        Assert.Equal(isIncluded, set.Includes(Read(version)));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("~=1")]
    [InlineData(">=x")]
    [InlineData(">=1.0.*")]
    public void OtherTextIsNoSet(string text) => Assert.False(PythonVersionSet.TryParse(text, out _));

    private static PythonVersion Read(string text)
    {
        Assert.True(PythonVersion.TryParse(text, out PythonVersion? version), text);
        return version;
    }
}
