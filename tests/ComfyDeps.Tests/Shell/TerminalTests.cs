using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Shell;

/// <summary>The program at a terminal, of which a person sees what is drawn and presses keys.</summary>
public sealed class TerminalTests
{
    /// <summary>What Ctrl-C sends.</summary>
    private const string Interrupt = "\u0003";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATableIsAsWideAsTheTerminal()
    {
        using Process terminal = Start("-c '$Host.UI.RawUI.BufferSize.Width; Get-Command -Module ComfyDeps'");
        string shown = await ReadAsync(terminal, null);
        Assert.Equal(100, int.Parse(Plain(shown).Split('\n')[0].Trim(), null));
    }

    [Fact]
    public async Task ProgressIsDrawnAndTakenAwayAgain()
    {
        using Process terminal = Start(
            "-c '$r = [Management.Automation.ProgressRecord]::new(1, \"Working\", \"now\"); "
                + "$Host.UI.WriteProgress(1, $r); \"done\"'");
        string shown = await ReadAsync(terminal, null);
        Assert.Contains("Working now\r\u001b[Kdone", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlCAtThePromptStopsThePipelineAndNotTheProcess()
    {
        using Process terminal = Start(string.Empty);
        await ReadAsync(terminal, "PS ");
        await TypeAsync(terminal, "'run' + 'ning'; while ($true) { [Threading.Thread]::Sleep(20) }\r");
        await ReadAsync(terminal, "running");
        await TypeAsync(terminal, Interrupt);
        await ReadAsync(terminal, "PS ");
        await TypeAsync(terminal, "'al' + 'ive'\r");
        await ReadAsync(terminal, "alive");
        await TypeAsync(terminal, "exit 3\r");
        await terminal.WaitForExitAsync(Stop);
        Assert.Equal(3, terminal.ExitCode);
    }

    [Fact]
    public async Task CtrlCInTheMiddleOfALineDropsTheLine()
    {
        using Process terminal = Start(string.Empty);
        await ReadAsync(terminal, "PS ");
        await TypeAsync(terminal, "exit 4");
        await ReadAsync(terminal, "exit 4");
        await TypeAsync(terminal, Interrupt);
        await ReadAsync(terminal, "PS ");
        await TypeAsync(terminal, "exit 5\r");
        await terminal.WaitForExitAsync(Stop);
        Assert.Equal(5, terminal.ExitCode);
    }

    private static Process Start(string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems' script program takes other arguments.");
        ProcessStartInfo start = new(Tool.Need("script", "bsdutils"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add("-qefc");

        // Whoever runs the tests in the background has Ctrl-C ignored, and every process below with it.
        start.ArgumentList.Add(
            $"stty cols 100 rows 30; exec env --default-signal=INT dotnet '{Built.Shell}' {arguments}");
        start.ArgumentList.Add("/dev/null");
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("COLUMNS");
        return Process.Start(start)!;
    }

    private static async Task TypeAsync(Process terminal, string keys)
    {
        await terminal.StandardInput.WriteAsync(keys);
        await terminal.StandardInput.FlushAsync(Stop);
    }

    /// <summary>What the terminal shows until a text appears, or to the end.</summary>
    private static async Task<string> ReadAsync(Process terminal, string? until)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        StringBuilder shown = new();
        char[] some = new char[1];
        try
        {
            while (until is null || !shown.ToString().EndsWith(until, StringComparison.Ordinal))
            {
                if (await terminal.StandardOutput.ReadAsync(some, limit.Token) == 0)
                {
                    return until is null
                        ? shown.ToString()
                        : throw new EndOfStreamException($"'{until}' was not shown, but: {shown}");
                }

                shown.Append(some[0]);
            }
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            terminal.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{until}' was not shown, but: {shown}");
        }

        return shown.ToString();
    }

    /// <summary>A text without what moves the cursor.</summary>
    private static string Plain(string text)
        => text.Replace("\u001b[?1h\u001b=", string.Empty, StringComparison.Ordinal);
}
