using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace ComfyDeps.TestServers.Git;

/// <summary>Runs the git program apart from the settings of whoever runs the tests.</summary>
internal static class GitProgram
{
    /// <summary>Runs one command and gives what it prints, without white space at the end.</summary>
    internal static string Run(string repository, string input, params string[] arguments)
    {
        using Process process = Process.Start(Prepare(repository, arguments))
            ?? throw new InvalidOperationException("The git program cannot be started.");
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.TrimEnd()
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>How git is started: only with what is set here.</summary>
    internal static ProcessStartInfo Prepare(string folder, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("git")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        string path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["HOME"] = Path.GetTempPath();
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        foreach (string role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = "A. Uthor";
            start.Environment[$"GIT_{role}_EMAIL"] = "author@example.org";
            start.Environment[$"GIT_{role}_DATE"] = "1767225600 +0000";
        }

        return start;
    }
}
