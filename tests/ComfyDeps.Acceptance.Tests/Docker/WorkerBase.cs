using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace ComfyDeps.Acceptance.Tests.Docker;

/// <summary>
/// A base image with the layout of a serverless worker, made once for all tests: a Debian by debootstrap, built by
/// buildah. Everything is below one folder, which goes with the tests.
/// </summary>
public sealed class WorkerBase : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-image-").FullName;
    private readonly Dictionary<string, (string Version, string[] Requirements, string? Manner)> _packs = new(
        StringComparer.Ordinal)
    {
        ["good-pack"] = ("1.2.3", ["needed-by-good>=1.0"], null),
        ["plain-pack"] = ("2.0.0", [], null),
        ["pip-fails"] = ("1.0.0", ["nobody-has-this"], null),
        ["other-version"] = ("2.0.0", [], "instead"),
        ["no-tracking"] = ("1.0.0", [], "untracked"),
        ["breaks-good"] = ("1.0.0", ["needed-by-good==0.9"], null),
    };

    private string? _missing;

    /// <summary>Copies nothing, but not every machine's kernel has it; the other always works.</summary>
    private string _driver = "overlay";

    /// <summary>What the image was built as, by its digest.</summary>
    internal string Digest { get; private set; } = string.Empty;

    /// <summary>The name of the image.</summary>
    internal const string Name = "localhost/worker";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _missing = ((string[])["buildah", "debootstrap"]).FirstOrDefault(static program => !IsInstalled(program));
        if (_missing is not null || Environment.UserName != "root")
        {
            _missing ??= "root";
            return;
        }

        _driver = (await BuildahAsync(["info"])).ExitCode == 0 ? _driver : "vfs";
        string context = Directory.CreateDirectory(Path.Join(_folder, "context")).FullName;
        await MakeTarballAsync(Path.Join(context, "base.tar"));
        foreach (string file in Directory.EnumerateFiles(Repository.Fixture("worker")))
        {
            File.Copy(file, Path.Join(context, Path.GetFileName(file)));
        }

        WritePacks(Path.Join(context, "packs"));
        WriteWheels(Directory.CreateDirectory(Path.Join(context, "wheels")).FullName);
        BufferedCommandResult built = await BuildahAsync(
            ["bud", "--layers=false", "-q", "-t", $"{Name}:base", context]);
        Assert.True(built.ExitCode == 0, built.StandardError);
        BufferedCommandResult digest = await BuildahAsync(
            ["inspect", "--type", "image", "--format", "{{.FromImageDigest}}", $"{Name}:base"]);
        Digest = digest.StandardOutput.Trim();
        Directory.Delete(context, recursive: true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether the image could be built here.</summary>
    internal bool IsThere => _missing is null;

    /// <summary>Skips a test by name where the image cannot be built.</summary>
    internal void Need() => Assert.SkipWhen(
        _missing is not null,
        _missing == "root"
            ? "The tests of images run as root."
            : $"'{_missing}' is not installed: apt-get install {_missing}");

    /// <summary>Builds a Dockerfile.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="tag">The name of the new image.</param>
    /// <param name="arguments">Further arguments of the build.</param>
    /// <returns>How the build ended, with all that it said.</returns>
    internal async Task<BufferedCommandResult> BuildAsync(string text, string tag, params string[] arguments)
    {
        string context = Directory.CreateDirectory(Path.Join(_folder, "build-" + tag)).FullName;
        await File.WriteAllTextAsync(Path.Join(context, "Dockerfile"), text);
        return await BuildahAsync(
            [
                "bud", "--layers=false", "--format", "docker", "--pull-never",
                .. arguments, "-t", $"localhost/{tag}", context,
            ]);
    }

    /// <summary>Runs a command in an image.</summary>
    internal async Task<string> RunAsync(string image, params string[] command)
    {
        string container = (await BuildahAsync(["from", "--pull-never", $"localhost/{image}"])).StandardOutput.Trim();
        BufferedCommandResult result = await BuildahAsync(["run", container, "--", .. command]);
        await BuildahAsync(["rm", container]);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        return result.StandardOutput;
    }

    /// <summary>Runs buildah over storage of its own.</summary>
    internal async Task<BufferedCommandResult> BuildahAsync(IReadOnlyList<string> arguments)
    {
        string[] isolation = arguments[0] is "bud" or "run" or "from" ? ["--isolation", "chroot"] : [];
        return await Cli.Wrap("buildah")
            .WithArguments(
            [
                "--root", Path.Join(_folder, _driver), "--runroot",
                Path.Join(_folder, "run"), "--storage-driver", _driver,
                arguments[0], .. isolation, .. arguments.Skip(1),
            ])
            .WithEnvironmentVariables(static variables => variables.Set("TMPDIR", Path.GetTempPath()))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, CancellationToken.None);
    }

    private async Task MakeTarballAsync(string tarball)
    {
        // The suite of this machine, from the mirror that its own package sources name.
        string root = Path.Join(_folder, "root");
        string[] release = await File.ReadAllLinesAsync("/etc/os-release");
        string suite = release
            .First(static line => line.StartsWith("VERSION_CODENAME=", StringComparison.Ordinal))
            .Split('=')[1];
        BufferedCommandResult made = await Cli.Wrap("debootstrap")
            .WithArguments(["--variant=minbase", "--include=python3-venv,git,ca-certificates", suite, root, Mirror()])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8);
        Assert.True(
            made.ExitCode == 0,
            made.StandardOutput[^Math.Min(2000, made.StandardOutput.Length)..] + made.StandardError);
        await Cli.Wrap("tar")
            .WithArguments(
            [
                "-C", root, "--exclude=./usr/share/doc", "--exclude=./usr/share/locale",
                "--exclude=./usr/share/man", "--exclude=./var/cache/apt",
                "--exclude=./var/lib/apt/lists", "--exclude=./proc", "--exclude=./sys",
                "--exclude=./dev", "--exclude=./usr/share/zoneinfo",
                "-cf", tarball, ".",
            ])
            .ExecuteAsync();
        Directory.Delete(root, recursive: true);
    }

    private static string Mirror()
    {
        IEnumerable<string> files = ((string[])["/etc/apt/sources.list.d", "/etc/apt"])
            .Where(Directory.Exists)
            .SelectMany(
                static folder => Directory.EnumerateFiles(folder, "*.sources")
                    .Concat(Directory.EnumerateFiles(folder, "*.list")))
            .Order(StringComparer.Ordinal);
        foreach (string word in files
            .SelectMany(File.ReadLines)
            .Where(static line => !line.StartsWith('#'))
            .SelectMany(static line => line.Split(' ')))
        {
            if (word.StartsWith("http", StringComparison.Ordinal)
                && word.TrimEnd('/').EndsWith("/debian", StringComparison.Ordinal))
            {
                return word;
            }
        }

        return "http://deb.debian.org/debian";
    }

    private void WritePacks(string folder)
    {
        foreach ((string id, (string version, string[] requirements, string? manner)) in _packs)
        {
            string path = Directory.CreateDirectory(Path.Join(folder, id, version)).FullName;
            File.WriteAllText(
                Path.Join(path, "pyproject.toml"), $"[project]\nname = \"{id}\"\nversion = \"{version}\"\n");
            File.WriteAllText(Path.Join(path, "__init__.py"), "NODE_CLASS_MAPPINGS = {}\n");
            if (requirements.Length > 0)
            {
                File.WriteAllLines(Path.Join(path, "requirements.txt"), requirements);
            }

            if (manner is not null)
            {
                File.WriteAllText(Path.Join(folder, id, manner), version + "\n");
            }
        }
    }

    private static void WriteWheels(string folder)
    {
        foreach ((string name, string version) in ((string, string)[])[
            ("needed_by_good", "1.4"),
            ("needed_by_good", "0.9"),
            ("needed_by_git", "3.0"),
        ])
        {
            using ZipArchive wheel = ZipFile.Open(
                Path.Join(folder, $"{name}-{version}-py3-none-any.whl"), ZipArchiveMode.Create);
            string info = $"{name}-{version}.dist-info";
            Write(wheel, $"{name}/__init__.py", "");
            Write(wheel, $"{info}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n");
            Write(
                wheel,
                $"{info}/WHEEL",
                "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            Write(
                wheel, $"{info}/RECORD", $"{name}/__init__.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n");
        }
    }

    private static void Write(ZipArchive archive, string name, string content)
    {
        using StreamWriter writer = new(archive.CreateEntry(name).Open());
        writer.Write(content);
    }

    private static bool IsInstalled(string program)
        => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin"
            .Split(':')
            .Any(folder => File.Exists(Path.Join(folder, program)));
}
