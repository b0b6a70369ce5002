using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Management.Automation.Language;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Samples;

/// <summary>The files of samples/team in a repository of their own, with git running the hook for real.</summary>
public sealed class TeamRepositoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-team-").FullName;

    public TeamRepositoryTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The hook is run by bash.");
        string sample = Path.Join(Repository.Root, "samples", "team");
        foreach (string file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Join(_folder, "repository", Path.GetRelativePath(sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string program = Path.Join(_folder, "bin", "comfydeps");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Built.Shell}' \"$@\"\n");
        Tool.Run(_folder, "chmod", "coreutils", "755", program);
        Write("workflows/one.json", """{"1":{"class_type":"VHS_VideoCombine","inputs":{}}}""");
        Write("registry/comfy-registry.json", RegistryText.Of(
            [RegistryText.Version("comfyui-videohelpersuite", "1.7.0", "VHS_VideoCombine")],
            null,
            RegistryText.Image()));
    }

    /// <inheritdoc/>
    public void Dispose() => TempFolder.Delete(_folder);

    [Fact]
    public async Task TheHookRefusesWhatIsNotInTheRegistryAndWhatIsStale()
    {
        await GitAsync("init", "--quiet");
        await GitAsync("config", "core.hooksPath", ".githooks");
        await GitAsync("add", "--all");
        (int code, string output) = await CommitAsync();
        Assert.True(code != 0, output);
        foreach (string file in (string[])[
            "install-all-models.sh' is missing",
            "Dockerfile' is missing",
            "dependencies.json' is missing",
        ])
        {
            Assert.Contains(file, output, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await GenerateAsync()).Code);
        Assert.True(File.Exists(Path.Join(_folder, "repository", "scripts", "generated", "install-all-models.sh")));
        Assert.True(File.Exists(Path.Join(_folder, "repository", "docker", "comfyui-worker", "Dockerfile")));
        Assert.True(File.Exists(Path.Join(_folder, "repository", "scripts", "generated", "dependencies.json")));
        await GitAsync("add", "--all");
        (code, output) = await CommitAsync();
        Assert.True(code == 0, output);

        // What lies about in the folder and is not committed does not count.
        Write("workflows/other.json", """{"1":{"class_type":"NoSuchClassOfAnyPack","inputs":{}}}""");
        File.AppendAllText(Path.Join(_folder, "repository", "registry", "comfy-registry.json"), "\n");
        await GitAsync("add", "registry");
        (code, output) = await CommitAsync();
        Assert.True(code != 0, output);
        Assert.True(output.Contains("install-all-models.sh' is not", StringComparison.Ordinal), output);
        await GitAsync("reset", "--quiet", "--hard");

        Write("workflows/other.json", """{"1":{"class_type":"NoSuchClassOfAnyPack","inputs":{}}}""");
        await GitAsync("add", "--all");
        (code, output) = await CommitAsync();
        Assert.True(code != 0, output);
        Assert.Contains("NoSuchClassOfAnyPack", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheHookPassesOverCommitsThatAreAboutSomethingElse()
    {
        await GitAsync("init", "--quiet");
        await GitAsync("config", "core.hooksPath", ".githooks");
        Write("README.md", "Something else.\n");
        await GitAsync("add", "README.md");
        (int code, string output) = await CommitAsync();
        Assert.True(code == 0, output);
    }

    [Fact]
    public void EveryScriptIsOneThatTheEngineCanRead()
    {
        string[] scripts = Directory.GetFiles(Path.Join(_folder, "repository", "scripts"), "*.ps1");
        Assert.Equal(3, scripts.Length);
        foreach (string script in scripts)
        {
            _ = Parser.ParseFile(script, out _, out ParseError[] errors);
            Assert.Empty(errors);
        }
    }

    private async Task<(int Code, string Output)> GenerateAsync()
        => await RunAsync(
            Path.Join(_folder, "bin", "comfydeps"), "-File", "scripts/Update-GeneratedFile.ps1", "-Offline");

    private Task<(int Code, string Output)> CommitAsync()
        => RunAsync(
            Tool.Need("git", "git"),
            "-c",
            "user.name=tests",
            "-c",
            "user.email=tests@example.com",
            "commit",
            "--message",
            "Change");

    private async Task GitAsync(params string[] arguments)
    {
        (int code, string output) = await RunAsync(Tool.Need("git", "git"), arguments);
        Assert.True(code == 0, output);
    }

    private async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Path.Join(_folder, "repository"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.Join(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["COMFYDEPS_CACHE"] = Path.Join(_folder, "cache");
        foreach (string name in (IEnumerable<string>)["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"])
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        // Errors are wrapped to the width of the terminal.
        return (process.ExitCode, string.Join(
            ' ', (await output + await error).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    private void Write(string name, string content)
    {
        string path = Path.Join(_folder, "repository", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
