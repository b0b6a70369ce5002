using System;
using System.IO;
using System.Linq;
using ComfyDeps.Rendering;

namespace ComfyDeps.Core.Tests.Rendering;

/// <summary>What keeps uv from being used in install scripts and in images, asked of the Python that both carry.</summary>
public sealed class PipSettingsTests : IDisposable
{
    private const string Index = "[global]\nextra-index-url = https://example.com/simple\n";

    private readonly string _home = Directory.CreateTempSubdirectory("comfydeps-pip-").FullName;

    public void Dispose() => TempFolder.Delete(_home);

    [Theory]
    [InlineData(".config/pip/pip.conf", Index)]
    [InlineData(".pip/pip.conf", "[install]\nfind_links: /wheels\n")]
    [InlineData("venv/pip.conf", "[global]\n  no-index = true\n")]
    [InlineData("own.conf", "[install]\nconstraint=/c.txt\n", "PIP_CONFIG_FILE={0}/own.conf")]
    [InlineData("xdg/pip/pip.conf", "[global]\nindex-url=https://example.com\n", "XDG_CONFIG_HOME={0}/xdg")]
    public void AFileThatSaysWhereThingsComeFromCounts(string path, string text, params string[] variables)
    {
        Write(path, text);
        Assert.Equal([Path.Join(_home, path)], Settings(variables));
    }

    [Theory]
    [InlineData("[global]\ntimeout = 60\n")]
    [InlineData("[global]\n# index-url = https://example.com\n")]
    public void AFileThatSaysOtherThingsDoesNot(string text)
    {
        Write(".config/pip/pip.conf", text);
        Assert.Empty(Settings());
    }

    [Fact]
    public void NoFileCountsWherePipReadsNone()
    {
        Write(".config/pip/pip.conf", Index);
        Assert.Empty(Settings("PIP_CONFIG_FILE=/dev/null"));
        Assert.Equal(["PIP_NO_INDEX"], Settings("PIP_CONFIG_FILE=/dev/null", "PIP_NO_INDEX=1"));
    }

    [Theory]
    [InlineData("", "PIP_INDEX_URL=", "PIP_FIND_LINKS=")]
    [InlineData("PIP_INDEX_URL PIP_FIND_LINKS", "PIP_INDEX_URL=https://example.com", "PIP_FIND_LINKS=/wheels")]
    [InlineData("", "PIP_CONSTRAINT=/c.txt", "UV_CONSTRAINT=/c.txt")]
    [InlineData("PIP_CONSTRAINT", "PIP_CONSTRAINT=/c.txt")]
    public void VariablesCountWhereTheySayMoreThanUvReads(string expected, params string[] variables)
        => Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Settings(variables));

    private void Write(string path, string text)
    {
        string file = Path.Join(_home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Without what the machine's own files say, which are its business.</summary>
    private string[] Settings(params string[] variables)
    {
        using StreamReader rule = new(
            typeof(InstallScriptRenderer).Assembly.GetManifestResourceStream(InstallScriptRenderer.PipSettings)!);
        string program = "import os, re, sys\n" + rule.ReadToEnd() + "\nprint(*settings_of_pip(sys.argv[1]), sep='\\n')";
        string told = Tool.Output(
            _home,
            "env",
            "coreutils",
            [
                "-i",
                $"HOME={_home}",
                .. variables.Select(one => one.Replace("{0}", _home, StringComparison.Ordinal)),
                Tool.Need("python3", "python3"),
                "-c",
                program,
                Path.Join(_home, "venv", "bin", "python"),
            ]);
        return
        [
            .. told.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(static line => !line.StartsWith("/etc/", StringComparison.Ordinal)),
        ];
    }
}
