using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace ComfyDeps.Tests.Shared;

/// <summary>
/// A program that a test uses; where it is not installed, its tests are skipped and say how to get it.
/// </summary>
internal static class Tool
{
    /// <summary>The path of a program; the test is skipped where it is not installed.</summary>
    public static string Need(string program, string package)
    {
        string? path = Find(program);
        Assert.SkipWhen(path is null, $"'{program}' is not installed: apt-get install {package}");
        return path!;
    }

    /// <summary>Runs a program in a folder and requires that it succeeds.</summary>
    public static void Run(string folder, string program, string package, params string[] arguments)
    {
        Output(folder, program, package, arguments);
    }

    /// <summary>Runs a program in a folder, requires that it succeeds, and gives what it printed.</summary>
    public static string Output(string folder, string program, string package, params string[] arguments)
    {
        string path = Need(program, package);
        (int code, string output) = Start(folder, path, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    /// <summary>Runs a Python program with a module that the distribution's own Python may have.</summary>
    public static void RunPython(
        string folder,
        string module,
        string package,
        string program,
        params string[] arguments)
    {
        foreach (string python in (string[])[
            "/usr/bin/python3",
            .. Find("python3") is string found ? [found] : Array.Empty<string>(),
        ])
        {
            if (File.Exists(python) && Start(folder, python, ["-c", "import " + module]).Code == 0)
            {
                (int code, string output) = Start(folder, python, ["-c", program, .. arguments]);
                Assert.True(code == 0, output);
                return;
            }
        }

        Assert.Skip($"Python has no module '{module}': apt-get install {package}");
    }

    private static string? Find(string program)
        => $"{Environment.GetEnvironmentVariable("PATH")}{Path.PathSeparator}/usr/sbin".Split(Path.PathSeparator)
            .Select(folder => Path.Join(folder, program + (OperatingSystem.IsWindows() ? ".exe" : "")))
            .FirstOrDefault(File.Exists);

    private static (int Code, string Output) Start(string folder, string path, IEnumerable<string> arguments)
    {
        using Process process = new();
        process.StartInfo = new ProcessStartInfo(path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        List<string> lines = [];
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (lines)
            {
                lines.Add(line.Data ?? "");
            }
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return (process.ExitCode, string.Join('\n', lines));
    }
}
