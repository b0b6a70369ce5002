using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Shell;

/// <summary>The program as people start it.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-shell-").FullName;

    /// <inheritdoc/>
    public void Dispose() => TempFolder.Delete(_folder);

    [Theory]
    [InlineData("1", 0)]
    [InlineData("exit 5", 5)]
    [InlineData("throw 'bad'", 1)]
    [InlineData("no-such-command; 1", 0)]
    [InlineData("1; no-such-command", 1)]
    [InlineData("Write-Error 'e'", 1)]
    [InlineData("Write-Error 'e' -ErrorAction Stop; 1", 1)]
    [InlineData("try { throw 'x' } catch { 1 }", 0)]
    [InlineData("& { exit 300 }", 300 & 255)]
    [InlineData("1 +* 2", 1)]
    [InlineData("if (", 1)]
    public async Task CommandsEndWithTheCodeThatPwshGives(string command, int code)
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() && code == (300 & 255), "Windows keeps all 32 bits of an exit code.");
        Assert.Equal(code, (await ShellProcess.RunAsync("-Command", command)).ExitCode);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'x'", 1)]
    [InlineData("Write-Error 'e'; 1", 0)]
    [InlineData("& { exit 0 }; 1", 0)]
    [InlineData("1 +* 2", 1)]
    public async Task ScriptsEndWithTheCodeThatPwshGives(string script, int code)
        => Assert.Equal(code, (await ShellProcess.RunAsync("-File", Script(script))).ExitCode);

    [Theory]
    [InlineData("-NoSuchParameter")]
    [InlineData("-Command")]
    [InlineData("-File", "no-such-file.ps1")]
    [InlineData("no-such-file.ps1")]
    [InlineData("-WorkingDirectory", "/no/such/folder", "-c", "1")]
    public async Task AWrongCommandLineSaysWhatIsWrong(params string[] arguments)
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync(arguments);
        Assert.Equal(64, answer.ExitCode);
        Assert.Contains("comfydeps -Help", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    [Fact]
    public async Task ScriptsGetTheirArguments()
    {
        string script = Script("param($Name, [switch] $Fast, $Rest) \"$Name|$Fast|$Rest|$args|$PSScriptRoot\"");
        ShellProcess.Answer answer = await ShellProcess.RunAsync("-File", script, "-Name", "a b", "-Fast", "3", "4");
        Assert.Equal($"a b|True|3|4|{_folder}", answer.Output.Trim());
        answer = await ShellProcess.RunAsync(script, "-Fast:$false", "-Name:", "-x");
        Assert.Equal($"-x|False|||{_folder}", answer.Output.Trim());
    }

    [Fact]
    public async Task ErrorsGoToStandardErrorAndNothingElseDoes()
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            "-c",
            "'out'; Write-Warning 'careful'; Write-Verbose 'more' -Verbose; Write-Host 'host'; Write-Error 'broken'");
        Assert.Equal(["out", "WARNING: careful", "VERBOSE: more", "host"], Lines(answer.Output));
        Assert.Equal(["Write-Error: broken"], Lines(answer.Error));
    }

    [Fact]
    public async Task PipesGetNeitherColourNorProgress()
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            "-c",
            "$r = [Management.Automation.ProgressRecord]::new(1, 'Working', 'now'); $Host.UI.WriteProgress(1, $r); "
            + "\"$([char]27)[31mred$([char]27)[0m\"; Write-Warning 'w'; Write-Error 'e'; throw 'x'");
        Assert.Equal(["red", "WARNING: w"], Lines(answer.Output));
        Assert.DoesNotContain('\u001b', answer.Output + answer.Error);
        Assert.DoesNotContain("Working", answer.Output + answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 80)]
    [InlineData("120", 120)]
    [InlineData("wide", 80)]
    public async Task TablesAreAsWideAsColumnsSays(string? columns, int width)
    {
        Dictionary<string, string> environment = columns is null ? [] : new() { ["COLUMNS"] = columns };
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            string.Empty, environment, "-c", "$Host.UI.RawUI.BufferSize.Width; Get-Command -Module ComfyDeps");
        Assert.Equal($"{width}", Lines(answer.Output)[0]);
        Assert.All(Lines(answer.Output), line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public async Task StandardInputHoldsCommandsWhenNothingElseIsAsked()
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            "1 + 1\nif ($true) {\n  'block'\n}\n\n'next'\nno-such-command\n", []);
        Assert.Equal(["2", "block", "next"], Lines(answer.Output));
        Assert.Contains("no-such-command", answer.Error, StringComparison.Ordinal);
        Assert.Equal(1, answer.ExitCode);
        Assert.Equal(4, (await ShellProcess.RunAsync("exit 4\n'never'\n", [], "-Command", "-")).ExitCode);
        Assert.Equal(["open"], Lines((await ShellProcess.RunAsync("if (1) {\n'open' }", [])).Output));
    }

    [Fact]
    public async Task StandardInputIsTheInputOfACommandThatUsesIt()
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            "a\nb\n", [], "-c", "$input | ForEach-Object { \"<$_>\" }");
        Assert.Equal(["<a>", "<b>"], Lines(answer.Output));
    }

    [Theory]
    [InlineData("$Host.UI.ReadLine()")]
    [InlineData(
        "$Host.UI.PromptForChoice('c', 'm', [Management.Automation.Host.ChoiceDescription[]] @('&Yes', '&No'), 0)")]
    [InlineData("& { param([Parameter(Mandatory)] $Need) $Need }")]
    public async Task NobodyIsAskedWhenNobodyIsThere(string command)
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync("-NonInteractive", "-c", command);
        Assert.Equal(1, answer.ExitCode);
        Assert.NotEmpty(answer.Error);
    }

    [Fact]
    public async Task AQuestionAtTheEndOfInputIsAnErrorAndNoLoop()
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            "-c",
            "$Host.UI.PromptForChoice('c', 'm', [Management.Automation.Host.ChoiceDescription[]] @('&Yes', "
                + "'&No'), -1)");
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("standard input ended", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportsTheModuleThatCameWithIt()
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync("-c", "(Get-Module ComfyDeps).ModuleBase");
        Assert.Equal(
            Path.Join(Path.GetDirectoryName(Built.Shell), "Modules", "ComfyDeps", Built.Version),
            answer.Output.Trim());
    }

    [Fact]
    public async Task SaysItsVersionAndWhatItCanDo()
    {
        Assert.StartsWith(
            $"ComfyDeps {Built.Version} ", (await ShellProcess.RunAsync("-Version")).Output, StringComparison.Ordinal);
        string help = (await ShellProcess.RunAsync("-Help")).Output;
        ShellProcess.Answer commands = await ShellProcess.RunAsync(
            "-c",
            "Get-Command -CommandType Cmdlet | Where-Object { $_.ImplementingType.Namespace -eq "
                + "'ComfyDeps.Shell.Commands' } | ForEach-Object Name");
        Assert.NotEmpty(Lines(commands.Output));
        Assert.All(Lines(commands.Output), name => Assert.Contains(name, help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task ASignalStopsThePipelineInOrder(string signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using Process process = ShellProcess.Start(
            [],
            "-c",
            "try { 'ready'; while ($true) { [Threading.Thread]::Sleep(20) } } finally { "
                + "[Console]::Out.WriteLine('cleaned') }");
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        ShellProcess.Answer answer = await ShellProcess.EndAsync(process);
        Assert.Equal(code, answer.ExitCode);
        Assert.Equal("cleaned", answer.Output.Trim());
        Assert.Empty(answer.Error);
    }

    private static string[] Lines(string text)
        => [.. text.Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => line.Length > 0)];

    private string Script(string text)
    {
        string path = Path.Join(_folder, "script [1].ps1");
        File.WriteAllText(path, text);
        return path;
    }
}
