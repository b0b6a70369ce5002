using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Builds images with buildah over a base with the layout of a worker, which debootstrap makes; all below one folder.
/// </summary>
internal sealed class WorkerImage(string folder) : IDisposable
{
    internal const string Base = "localhost/worker:base";

    /// <summary>Why no image can be built here, or null.</summary>
    internal string? Missing { get; } = Environment.UserName != "root" ? "it takes root"
        : ((string[])["buildah", "debootstrap"]).FirstOrDefault(
            static name => !IsThere(name)) is string program ? program
            + " is not installed"
        : null;

    /// <summary>Makes the base image; that is no part of what is measured.</summary>
    internal void MakeBase()
    {
        string context = Directory.CreateDirectory(Path.Join(folder, "context")).FullName;
        string root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf(
            "/artifacts/", StringComparison.Ordinal)];
        foreach (string file in Directory.EnumerateFiles(Path.Join(root, "tests/fixtures/worker")))
        {
            File.Copy(file, Path.Join(context, Path.GetFileName(file)));
        }

        Directory.CreateDirectory(Path.Join(context, "packs"));
        Directory.CreateDirectory(Path.Join(context, "wheels"));
        Run("bash", "-c", $$"""
            . /etc/os-release
            mirror=$(cat /etc/apt/sources.list.d/* /etc/apt/sources.list 2> /dev/null | grep -v '^#' | grep -oE 'https?://[^ ]*/debian/?( |$)' | head -n 1)
            debootstrap --variant=minbase --include=python3-venv,git,ca-certificates "$VERSION_CODENAME" '{{folder}}/root' ${mirror:-http://deb.debian.org/debian}
            tar -C '{{folder}}/root' --exclude=./proc --exclude=./sys --exclude=./dev -cf '{{context}}/base.tar' .
            """);
        Build(Base, File.ReadAllText(Path.Join(context, "Dockerfile")));
    }

    /// <summary>Builds a Dockerfile.</summary>
    internal void Build(string name, string dockerfile)
    {
        string context = Path.Join(folder, "context");
        File.WriteAllText(Path.Join(context, "Dockerfile"), dockerfile);
        Run(
            "buildah",
            "--root",
            Path.Join(folder, "store"),
            "--runroot",
            Path.Join(folder, "run"),
            "bud",
            "--isolation",
            "chroot",
            "--layers=false",
            "--format", "docker", "--pull-never", "-q", "-t", name, context);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {output[^Math.Min(2000, output.Length)..]}{errors.Result}");
        }
    }

    private static bool IsThere(string program)
        => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin"
            .Split(':')
            .Any(place => File.Exists(Path.Join(place, program)));
}
