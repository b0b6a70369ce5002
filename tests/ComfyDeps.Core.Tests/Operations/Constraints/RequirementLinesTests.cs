using System.Collections.Generic;
using ComfyDeps.Operations.Constraints;

namespace ComfyDeps.Core.Tests.Operations.Constraints;

/// <summary>
/// What is taken from a pack's list of requirements, and what is left out because it would decide for others.
/// </summary>
public sealed class RequirementLinesTests
{
    [Theory]
    // What is required.
    [InlineData("numpy>=1.26\r\ntorch\n", "numpy>=1.26|torch", "")]
    [InlineData(
        "opencv-python-headless[extra] >= 4.8 ; python_version < '3.13'  # a comment",
        "opencv-python-headless[extra] >= 4.8 ; python_version < '3.13'",
        "")]
    [InlineData("# nothing\n\n   \n#numpy", "", "")]
    [InlineData("numpy \\\n  >=1.26", "numpy   >=1.26", "")]
    [InlineData(
        "segment-anything @ git+https://github.com/a/b@main#egg=x",
        "segment-anything @ git+https://github.com/a/b@main#egg=x",
        "")]
    // Options and places of the pack's own folder.
    [InlineData("--index-url https://evil.example/simple\nnumpy", "numpy", "--index-url https://evil.example/simple")]
    [InlineData(
        "-r more.txt\n-e .\n./wheels/x.whl\nwheels/x.whl\nx.whl",
        "",
        "-r more.txt|-e .|./wheels/x.whl|wheels/x.whl|x.whl")]
    [InlineData("--\nnumpy\u0007", "", "--|numpy\u0007")]
    public void TakesRequirementsAlone(string text, string taken, string left)
    {
        List<string> leftOut = [];

        Assert.Equal(taken, string.Join('|', RequirementLines.Of(text, leftOut)));
        Assert.Equal(left, string.Join('|', leftOut));
    }
}
