using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Core.Tests.Inspection.Models;

/// <summary>The list of further model folders, read as ComfyUI reads it.</summary>
public sealed class ExtraModelPathsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paths-").FullName.Replace('\\', '/');

    public void Dispose() => TempFolder.Delete(_folder);

    [Theory]
    [InlineData("a:\n  base_path: /v\n  loras: models/loras/", "loras /v/models/loras False")]
    [InlineData("a:\n  loras: /abs/loras", "loras /abs/loras False")]
    [InlineData("a:\n  loras: rel/loras", "loras {0}/rel/loras False")]
    [InlineData("a:\n  base_path: ../up\n  loras: l", "loras {1}/up/l False")]
    [InlineData("a:\n  loras: l\n  base_path: /v\n  is_default: true", "loras /v/l True")]
    [InlineData("a:\n  base_path: ~/c\n  vae: v", "vae /home/x/c/v False")]
    [InlineData(
        "a:\n  base_path: /v\n  clip: |\n    models/clip\n\n    models/more",
        "clip /v/models/clip False;clip /v/models/more False")]
    [InlineData("a:\n  base_path: /v\n  vae: 'v'\nb:\n  base_path: /w\n  vae: \"v\"", "vae /v/v False;vae /w/v False")]
    [InlineData("# nothing\n", "")]
    [InlineData("a:\n  loras: //other/share", "")]
    [InlineData("a:\n  loras: [x, y]\n  vae: /v", "vae /v False")]
    public void FoldersAreThoseOfComfyUi(string text, string expected)
    {
        ExtraModelPaths paths = Read(text);

        Assert.Null(paths.Problem);
        Assert.Equal(
            string.Format(CultureInfo.InvariantCulture, expected, _folder, EnvironmentPath.Parent(_folder)),
            string.Join(';', paths.Paths.Select(static p => $"{p.Key} {p.Path} {p.IsDefault}")));
    }

    [Theory]
    [InlineData("a: [\n")]
    [InlineData("a:\n\tb: c")]
    public void WhatIsNoYamlIsSaidSo(string text) => Assert.NotNull(Read(text).Problem);

    [Fact]
    public void NestingWithoutEndIsNoDanger()
        => Assert.NotNull(Read(new StringBuilder("a: ").Append('[', 200_000).ToString()).Problem);

    private ExtraModelPaths Read(string text)
    {
        string path = _folder + "/extra_model_paths.yaml";
        File.WriteAllText(path, text);
        return ExtraModelPaths.Read(new LocalFiles(isThorough: false), path, "/home/x")!;
    }
}
