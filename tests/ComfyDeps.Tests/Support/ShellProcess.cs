using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Tests.Support;

/// <summary>The built shell as a process of its own.</summary>
internal static class ShellProcess
{
    internal static Task<Answer> RunAsync(params string[] arguments) => RunAsync(string.Empty, [], arguments);

    internal static async Task<Answer> RunAsync(
        string input,
        Dictionary<string, string> environment,
        params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    internal static Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        string runner = Environment.ProcessPath is string dotnet && Path.GetFileNameWithoutExtension(dotnet) == "dotnet"
            ? dotnet
            : "dotnet";
        ProcessStartInfo start = new(OperatingSystem.IsLinux() ? "env" : runner)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        if (OperatingSystem.IsLinux())
        {
            // Whoever runs the tests in the background has Ctrl-C ignored, and every process below with it.
            start.ArgumentList.Add("--default-signal=INT");
            start.ArgumentList.Add(runner);
        }

        start.ArgumentList.Add(Built.Shell);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("COLUMNS");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    internal static async Task<Answer> EndAsync(Process process)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new Answer(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    internal sealed record Answer(int ExitCode, string Output, string Error);
}
