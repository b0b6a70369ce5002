using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Inspection;

namespace ComfyDeps.Core.Tests.Inspection.Folder;

/// <summary>A folder of this machine is told as what it is, and stays as it was.</summary>
public sealed class FolderInspectorTests : IDisposable
{
    private readonly ComfyTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task ARightTreeIsToldAndHasNoFinding()
    {
        IReadOnlyList<InspectedItem> items = await Looking.At(
            _tree.Volume, new InspectionOptions { Hash = static _ => true });

        Assert.Empty(items.Problems());
        InstalledItem comfy = items.Named("ComfyUI").Item;
        Assert.Equal(
            ("0.3.76", _tree.Commits["comfyanonymous/ComfyUI"], false), (comfy.Version, comfy.Commit, comfy.Dirty));
        InstalledItem gguf = items.Named("city96/comfyui-gguf").Item;
        Assert.Equal(
            (SourceKind.Git, "https://github.com/city96/ComfyUI-GGUF", _tree.Commits["city96/ComfyUI-GGUF"], false, true),
            (gguf.Source, gguf.Url!.AbsoluteUri, gguf.Commit, gguf.Dirty, gguf.Enabled));
        Assert.Equal(
            "https://github.com/kijai/ComfyUI-KJNodes", items.Named("kijai/comfyui-kjnodes").Item.Url!.AbsoluteUri);
        InstalledItem archive = items.Named("res4lyf").Item;
        Assert.Equal((SourceKind.ComfyRegistry, "1.0.2", false), (archive.Source, archive.Version, archive.Dirty));
        Assert.Null(items.Named("single_node.py").Item.Source);
        Assert.Equal(
            ["aiohttp 3.12.0", "gguf 0.17.1", "numpy 2.1.3", "torch 2.8.0+cu128"], Names(items, DependencyKind.Python));
        Assert.Equal(
            [
                "diffusion_models/flux1-dev.safetensors", "LLM/Florence-2/config.json",
                "LLM/Florence-2/model.safetensors",
                "checkpoints/sd15.safetensors", "loras/style/anime.safetensors",
            ],
            items.Where(static i => i.Item.Kind == DependencyKind.Model).Select(static i => i.Item.Name));
        Assert.All(
            items.Where(static i => i.Item.Kind == DependencyKind.Model),
            static i => Assert.Equal(64, i.Item.Sha256!.Length));
    }

    [Fact]
    public async Task NothingIsChangedWhereItLooks()
    {
        string before = Snapshot();

        await Looking.At(_tree.Volume, new InspectionOptions { Hash = static _ => true });

        Assert.Equal(before, Snapshot());
    }

    [Theory]
    [InlineData("ComfyUI")]
    [InlineData("")]
    public async Task FindsComfyUiInItsOwnFolderAndOnTheVolume(string below)
    {
        IReadOnlyList<InspectedItem> items = await Looking.At(Path.Join(_tree.Volume, below));

        Assert.Equal(_tree.Root, items.Named("ComfyUI").Item.Location);
    }

    [Fact]
    public async Task MoreThanOneComfyUiIsAnErrorThatNamesThem()
    {
        Directory.CreateDirectory(Path.Join(_tree.Volume, "runpod-slim/ComfyUI"));
        foreach (string file in (string[])["main.py", "folder_paths.py"])
        {
            File.Copy(_tree.At(file), Path.Join(_tree.Volume, "runpod-slim/ComfyUI", file));
        }

        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(() => Looking.At(_tree.Volume));

        Assert.Equal(ErrorCode.EnvironmentUnavailable, error.Code);
        Assert.Contains("runpod-slim", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVolumeWithModelsAloneIsLookedAt()
    {
        string volume = Path.Join(_tree.Volume, "volume");
        Directory.CreateDirectory(volume);
        Directory.Move(_tree.At("models"), Path.Join(volume, "models"));
        RecordingReporter reporter = new();

        IReadOnlyList<InspectedItem> items = await Looking.At(volume, reporter: reporter);

        Assert.All(items, static i => Assert.Equal(DependencyKind.Model, i.Item.Kind));
        Assert.Equal(5, items.Count);
        Assert.Single(reporter.Warnings);
    }

    [Fact]
    public async Task AFolderWithoutComfyUiIsAnError()
    {
        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(
            () => Looking.At(_tree.At("custom_nodes/res4lyf")));

        Assert.Equal(ErrorCode.EnvironmentUnavailable, error.Code);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public async Task ThePythonOfAnImageIsTheOneWithPyTorchAndNotTheOneThatAnInstallerLeft()
    {
        _tree.Move(".venv", "../opt/venv");
        _tree.Write(".venv/lib/python3.12/site-packages/stray-1.0.dist-info/METADATA", "Name: stray\nVersion: 1.0\n\n");

        IReadOnlyList<InspectedItem> items = await Looking.At(_tree.Volume);

        Assert.Empty(items.Problems());
        Assert.Equal(
            ["aiohttp 3.12.0", "gguf 0.17.1", "numpy 2.1.3", "torch 2.8.0+cu128"], Names(items, DependencyKind.Python));
    }

    [Fact]
    public async Task ConstraintsAreComparedWithWhatIsInstalled()
    {
        InspectionOptions options = new()
        {
            Constraints =
            [
                "# made by a lock",
                "numpy==2.1.2",
                "Torch==2.8.0",
                "aiohttp==1; sys_platform == 'win32'",
                "none==1",
            ],
        };

        Assert.Equal(["numpy ConstraintMismatch"], (await Looking.At(_tree.Volume, options)).Problems());
    }

    [Fact]
    public async Task EscapeSequencesInNamesDoNotComeThrough()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no such names.");
        _tree.AddSafetensors("models/loras/\u001b[31mred\n.safetensors", 10);
        _tree.Write("custom_nodes/\u001b]0;x\u0007pack/__init__.py", "\n");

        IReadOnlyList<InspectedItem> items = await Looking.At(_tree.Volume);

        foreach (InstalledItem item in items.Select(static i => i.Item))
        {
            Assert.All(
                (string?[])[item.Name, item.Location, item.FileName, item.Folder, item.Version],
                static text => Assert.DoesNotContain(text ?? string.Empty, char.IsControl));
        }

        Assert.Contains(items, static i => i.Item.Name == "loras/\u241b[31mred\u240a.safetensors");
    }

    [Fact]
    public async Task PipesAndDevicesAreNeverOpened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are made on Linux.");
        Tool.Run(
            _tree.Root,
            "mkfifo",
            "coreutils",
            "models/loras/pipe.safetensors",
            "custom_nodes/comfyui-kjnodes/pyproject.toml");
        File.CreateSymbolicLink(_tree.At("models/loras/zero.safetensors"), "/dev/zero");

        IReadOnlyList<InspectedItem> items = await Looking.At(
            _tree.Volume, new InspectionOptions { Hash = static _ => true });

        Assert.DoesNotContain(items, static i => i.Item.Name is "loras/pipe.safetensors" or "loras/zero.safetensors");
    }

    private static IEnumerable<string> Names(IReadOnlyList<InspectedItem> items, DependencyKind kind)
        => items.Where(i => i.Item.Kind == kind).Select(static i => $"{i.Item.Name} {i.Item.Version}");

    private string Snapshot() => string.Join('\n', Directory
        .EnumerateFileSystemEntries(
            _tree.Volume, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Order(StringComparer.Ordinal)
        .Select(
            static path =>
                $"{path} {File.GetLastWriteTimeUtc(path).Ticks} "
                    + $"{(File.Exists(path) ? new FileInfo(path).Length : 0)}"));
}
