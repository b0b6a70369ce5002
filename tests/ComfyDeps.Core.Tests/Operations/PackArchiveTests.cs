using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Core.Tests.Verification;
using ComfyDeps.Operations;
using ComfyDeps.Registry;
using ComfyDeps.TestServers.ComfyRegistry;

namespace ComfyDeps.Core.Tests.Operations;

/// <summary>What an archive that somebody else made says about Python, and what it must not be able to do.</summary>
public sealed class PackArchiveTests
{
    private const string Project = "[project]\nname = \"pack\"\nrequires-python = \">=3.13\"\n";

    [Theory]
    [InlineData("pyproject.toml", true)]
    [InlineData("pack-1.0/pyproject.toml", true)]
    [InlineData("pack/sub/pyproject.toml", false)]
    [InlineData("../pyproject.toml", true)]
    [InlineData("other.toml", false)]
    public void TheProjectIsReadWhereItIs(string path, bool isFound)
        => Assert.Equal(isFound ? ">=3.13" : null, Read(Zip((path, Encoding.UTF8.GetBytes(Project)))));

    [Fact]
    public void WhatIsNoArchiveSaysNothing()
    {
        byte[] good = Zip(("pyproject.toml", Encoding.UTF8.GetBytes(Project)));
        Assert.Null(Read([]));
        Assert.Null(Read("<html></html>"u8.ToArray()));
        Assert.Null(Read(good[..(good.Length / 2)]));
        Assert.Null(Read(Zip(("pyproject.toml", "[project"u8.ToArray()))));
        Assert.Null(Read(Zip(("pyproject.toml", [0xFF, 0xFE, 0x00]))));
    }

    [Fact]
    public void AFileThatUnpacksToMoreThanAProjectHasIsNotRead()
    {
        byte[] bomb = new byte[64 * 1024 * 1024];
        Encoding.UTF8.GetBytes(Project).CopyTo(bomb, 0);
        byte[] zip = Zip(("pyproject.toml", bomb));
        Assert.True(zip.Length < 100_000);
        Assert.Null(Read(zip));
    }

    [Fact]
    public void AnArchiveThatIsTooLargeIsNotLookedInto()
    {
        using PackArchive archive = new();
        byte[] much = new byte[1024 * 1024];
        for (int i = 0; i < 65; i++)
        {
            archive.Add(much);
        }

        archive.Add(Zip(("pyproject.toml", Encoding.UTF8.GetBytes(Project))));
        Assert.Null(archive.Project());
    }

    [Theory]
    [InlineData("3.12", true)]
    [InlineData("3.13", false)]
    [InlineData(null, false)]
    public async Task ADownloadedVersionThatWantsAnotherPythonIsWarnedOf(string? python, bool isWarned)
    {
        await using PinWorld world = new();
        RecordingReporter reporter = new();
        world.Services.ComfyRegistry.Packs.Add(
            new RegistryPack { Id = "pack", Versions =
                [new RegistryVersion { Version = "1.0.0", RequiresPython = ">=3.13" }] });
        string path = Path.Join(world.Folder, "comfy-registry.json");
        await File.WriteAllBytesAsync(
            path,
            RegistryFormat.Render(new RegistryDocument { Environment = new RegistryEnvironment { Python = python } }),
            TestContext.Current.CancellationToken);
        WorkflowDependency need = new()
        {
            Workflow = "flow",
            WorkflowPath = "flow.json",
            Format = WorkflowFormat.Prompt,
            Kind = DependencyKind.Node,
            Name = "A",
            Status = DependencyStatus.Resolved,
            Pack = "pack",
        };

        RegistryPlan plan = await UpdateRegistry.PlanAsync(
            new UpdateRegistryOptions { CurrentFolder = world.Folder, Downloads = true, HasItems = true, Items =
                [need] },
            RegistryFile.Load(path),
            world.Session(),
            reporter,
            TestContext.Current.CancellationToken);

        Assert.Contains("SHA-256", Assert.Single(plan.Changes).Action, StringComparison.Ordinal);
        Assert.Equal(
            isWarned ? ["'pack': it works with Python >=3.13, and the environment has 3.12."] : Array.Empty<string>(),
            reporter.Warnings);
        Assert.Equal(1, world.Services.ComfyRegistry.Cdn.Requests.Count);
    }

    private static string? Read(byte[] bytes)
    {
        using PackArchive archive = new();
        foreach (byte[] part in bytes.Chunk(1000))
        {
            archive.Add(part);
        }

        return archive.Project()?.RequiresPython;
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
