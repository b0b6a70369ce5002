using ComfyDeps.Inspection.Python;

namespace ComfyDeps.Core.Tests.Inspection.Python;

public sealed class RequirementTests
{
    private static readonly PythonPlatform s_linux = new("3.12.3", IsWindows: false, "x86_64");

    [Theory]
    [InlineData("numpy", "numpy", "", "")]
    [InlineData("Pillow >= 9.5 , <12", "pillow", ">= 9.5 , <12", "")]
    [InlineData("opencv_python.headless", "opencv-python-headless", "", "")]
    [InlineData("transformers[torch,Sentence_Piece]>=4", "transformers", ">=4", "torch sentence-piece")]
    [InlineData("requests (>=2.0)", "requests", ">=2.0", "")]
    [InlineData("https://host/x/flash_attn-2.7.4-cp312-cp312-linux_x86_64.whl", "flash-attn", "==2.7.4", "")]
    public void ReadsNameVersionsAndExtras(string text, string name, string versions, string extras)
    {
        Requirement requirement = Requirement.Parse(text)!;

        Assert.Equal(
            (name, versions, extras),
            (requirement.Name, requirement.Versions!.Text, string.Join(' ', requirement.Extras)));
    }

    [Theory]
    [InlineData("git+https://github.com/a/b.git@main#egg=Some_Name", "some-name")]
    [InlineData("sam2 @ git+https://github.com/facebookresearch/sam2", "sam2")]
    [InlineData("name@https://host/x.zip ; python_version > '3'", "name")]
    public void AnAddressIsAnyVersion(string text, string name)
    {
        Requirement requirement = Requirement.Parse(text)!;

        Assert.Equal((name, true, null), (requirement.Name, requirement.IsAddress, requirement.Versions));
    }

    [Theory]
    [InlineData("git+https://github.com/a/b")]
    [InlineData("./wheels/x.whl")]
    [InlineData("numpy=>1")]
    [InlineData("<html>")]
    public void WhatSaysNoNameIsNone(string text) => Assert.Null(Requirement.Parse(text));

    [Theory]
    [InlineData("python_version < '3.9'", false)]
    [InlineData("python_version >= \"3.10\" and sys_platform == 'linux'", true)]
    [InlineData("sys_platform == 'win32' or (os_name == 'posix' and platform_machine != 'arm64')", true)]
    [InlineData("python_full_version in '3.12.3 3.12.4'", true)]
    [InlineData("platform_system not in 'Windows Darwin'", true)]
    [InlineData("'linux' in sys_platform", true)]
    [InlineData("extra == 'gui'", false)]
    [InlineData("platform_release > '5'", null)]
    [InlineData("platform_release > '5' and sys_platform == 'win32'", false)]
    [InlineData("python_version <", null)]
    [InlineData("(python_version > '3'", null)]
    [InlineData("nonsense == 'x'", null)]
    public void MarkersHoldAsPep508Says(string marker, bool? holds)
        => Assert.Equal(holds, Marker.Holds(marker, s_linux));

    [Fact]
    public void AnExtraIsAskedForByName() => Assert.True(Marker.Holds("extra == 'gui'", s_linux, "gui"));

    [Theory]
    [InlineData("Foo.Bar__baz", "foo-bar-baz")]
    [InlineData("-x", null)]
    [InlineData("a b", null)]
    public void NamesAreComparedAsPep503Says(string name, string? normal)
        => Assert.Equal(normal, PythonName.Normalize(name));
}
