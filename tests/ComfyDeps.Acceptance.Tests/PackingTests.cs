using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using CliWrap;
using CliWrap.Buffered;

namespace ComfyDeps.Acceptance.Tests;

/// <summary>The packages, made as a release makes them, in copies of this checkout at two places.</summary>
public sealed class PackingTests(PackingTests.Copies copies) : IClassFixture<PackingTests.Copies>
{
    private const long LargestPackage = 5 * 1000 * 1000;

    private static readonly string[] s_ofTheFormat =
    [
        "_rels/.rels",
        "[Content_Types].xml",
        "package/",
        "ComfyDeps.nuspec",
    ];

    [Theory]
    [InlineData("ComfyDeps.")]
    [InlineData("ComfyDeps.Shell.")]
    public void TwoFoldersGiveTheSameBytes(string name)
        => Assert.Equal(File.ReadAllBytes(copies.Package(0, name)), File.ReadAllBytes(copies.Package(1, name)));

    [Fact]
    public void TheModulesPackageIsSmall()
        => Assert.InRange(new FileInfo(copies.Package(0, "ComfyDeps.")).Length, 1, LargestPackage);

    [Fact]
    public void TheModulesPackageIsTheStagedTree()
    {
        string staged = Directory.EnumerateDirectories(Path.Join(copies.Folder(0), "out", "ComfyDeps")).Single();
        using ZipArchive package = ZipFile.OpenRead(copies.Package(0, "ComfyDeps."));
        Assert.Equal(
            Directory.EnumerateFiles(staged, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(staged, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
            package.Entries.Select(static entry => entry.FullName)
                .Where(static name => !s_ofTheFormat.Any(own => name.StartsWith(own, StringComparison.Ordinal))).Order(
                    StringComparer.Ordinal));
        Assert.All(package.Entries, entry => Assert.Equal(new DateTime(2020, 1, 1), entry.LastWriteTime.DateTime));
    }

    [Fact]
    public void TheModulesPackageSaysWhatTheGalleryAsksFor()
    {
        using ZipArchive package = ZipFile.OpenRead(copies.Package(0, "ComfyDeps."));
        using Stream stream = package.GetEntry("ComfyDeps.nuspec")!.Open();
        Dictionary<string, string> said = XDocument.Load(stream).Root!.Elements().Single().Elements()
            .ToDictionary(static element => element.Name.LocalName, static element => element.Value);
        Assert.Equal("ComfyDeps", said["id"]);
        Assert.Equal("MIT", said["license"]);
        Assert.NotEmpty(said["authors"]);
        Assert.NotEmpty(said["copyright"]);
        Assert.StartsWith("https://", said["projectUrl"], StringComparison.Ordinal);
        Assert.StartsWith("https://", said["releaseNotes"], StringComparison.Ordinal);
        Assert.Contains("ComfyUI", said["description"], StringComparison.Ordinal);
        string[] tags = said["tags"].Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Contains("PSEdition_Core", tags);
        Assert.Contains("PSIncludes_Cmdlet", tags);
        Assert.Contains("PSCmdlet_Get-ComfyWorkflowDependency", tags);
        Assert.DoesNotContain("dependencies", said.Keys);
    }

    [Fact]
    public async Task TheToolInstallsFromAFolderAndRunsACommand()
    {
        string tools = Path.Join(copies.Root, "tools");
        string packages = Path.GetDirectoryName(copies.Package(0, "ComfyDeps.Shell."))!;
        await RunAsync(
            copies.Root, "dotnet", "tool", "install", "ComfyDeps.Shell", "--tool-path", tools, "--source", packages);
        string command = Path.Join(tools, OperatingSystem.IsWindows() ? "comfydeps.exe" : "comfydeps");
        BufferedCommandResult answer = await RunAsync(
            copies.Root, command, "-Command", "(Get-ComfyCatalog).Origin; (Get-Help Find-ComfyNodePack).Name");
        Assert.Equal(
            ["Shipped", "Find-ComfyNodePack"],
            answer.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.Trim()));
    }

    private static async Task<BufferedCommandResult> RunAsync(string folder, string program, params string[] arguments)
    {
        BufferedCommandResult answer = await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder)
            .WithEnvironmentVariables(static variables => variables
                .Set("DOTNET_NOLOGO", "1").Set("DOTNET_CLI_TELEMETRY_OPTOUT", "1").Set("COMFYDEPS_CATALOG", null))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);

        // What builds prints its errors where it prints all else.
        Assert.True(
            answer.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)}\n{answer.StandardOutput}\n{answer.StandardError}");
        return answer;
    }

    /// <summary>Two copies of the checkout, packed.</summary>
    public sealed class Copies : IAsyncLifetime
    {
        internal string Root { get; } = Directory.CreateTempSubdirectory("comfydeps-packing-").FullName;

        public async ValueTask InitializeAsync()
        {
            for (int i = 0; i < 2; i++)
            {
                await CopyAsync(Folder(i));
                foreach (string project in (string[])["src/ComfyDeps", "src/ComfyDeps.Shell"])
                {
                    await RunAsync(
                        Folder(i),
                        "dotnet",
                        [
                            "pack",
                            project,
                            "--configuration",
                            "Release",
                            "--output",
                            Path.Join(Folder(i), "packages"),
                            "-p:RunAnalyzers=false",
                            "-nodeReuse:false",
                        ]);
                }
            }
        }

        public ValueTask DisposeAsync()
        {
            TempFolder.Delete(Root);
            return ValueTask.CompletedTask;
        }

        /// <summary>A copy's folder; the two differ in length, so that a path that got in shows.</summary>
        internal string Folder(int copy) => Path.Join(Root, copy == 0 ? "one" : "another place");

        internal string Package(int copy, string name)
            => Directory.EnumerateFiles(Path.Join(Folder(copy), "packages"))
                .Single(
                    file => Path.GetFileName(file) is string found
                        && found.StartsWith(name, StringComparison.Ordinal)
                        && char.IsAsciiDigit(found[name.Length]));

        private static async Task CopyAsync(string folder)
        {
            CancellationToken stop = TestContext.Current.CancellationToken;
            BufferedCommandResult listed = await Cli.Wrap(Tool.Need("git", "git"))
                .WithArguments(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
                .WithWorkingDirectory(Repository.Root)
                .ExecuteBufferedAsync(Encoding.UTF8, stop);
            foreach (string name in listed.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Where(static name => !name.StartsWith("tests/", StringComparison.Ordinal)))
            {
                string source = Path.Join(Repository.Root, name);
                if (File.Exists(source))
                {
                    string copy = Path.Join(folder, name);
                    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                    File.Copy(source, copy);
                }
            }
        }
    }
}
