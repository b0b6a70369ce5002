using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Formatting;

/// <summary>The cells of the views, called as the views call them.</summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData("Size(0)", "0 B")]
    [InlineData("Size(1023)", "1023 B")]
    [InlineData("Size(1024)", "1.0 KiB")]
    [InlineData("Size(1048575)", "1.0 MiB")]
    [InlineData("Size(23802932552)", "22.2 GiB")]
    [InlineData("Size([long]::MaxValue)", "8.0 EiB")]
    [InlineData("Size($null)", "")]
    [InlineData("Commit('0123456789abcdef0123456789abcdef01234567')", "0123456789")]
    [InlineData("Commit('1.2.3')", "1.2.3")]
    [InlineData("Text(\"a`e[31mb`r`n`a\")", "a␛[31mb␍␊␇")]
    [InlineData("Text(\"x$([char]0x202e)y$([char]0x9b)z\")", "x\ufffdy\ufffdz")]
    [InlineData("Text('模型 é')", "模型 é")]
    [InlineData("Status('Resolved', $PSStyle)", "\u001b[32mResolved\u001b[0m")]
    [InlineData("Status(\"odd`e[2J\", $PSStyle)", "odd␛[2J")]
    [InlineData("Status('Resolved', $null)", "Resolved")]
    [InlineData("Status($null, $PSStyle)", "")]
    [InlineData("Time([DateTimeOffset]'2026-11-23T12:00:00+02:00')", "2026-11-23 10:00:00Z")]
    [InlineData(
        "Time([System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize([DateTimeOffset]'2026-11-23T12:00:00+02:00')))",
        "2026-11-23 10:00:00Z")]
    [InlineData("Time('11/23/2026 12:00:00 +02:00')", "2026-11-23 10:00:00Z")]
    [InlineData("Day([datetime]'2026-11-23T10:00:00Z')", "2026-11-23")]
    [InlineData("Time($null)", "")]
    [InlineData("Time(\"x`e[2J\")", "x␛[2J")]
    public void CellsAreReadableAndHarmless(string call, string expected)
    {
        using Engine engine = new();
        Engine.Result result = engine.Run($"[ComfyDeps.Formatting.Format]::{call}");
        Assert.Null(result.Failure);
        Assert.Equal(expected, result.Text);
    }
}
