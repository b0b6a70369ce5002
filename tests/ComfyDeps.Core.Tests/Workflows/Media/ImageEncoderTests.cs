using System.IO;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>Images and models as Pillow, which ComfyUI saves them through, and other tools write them.</summary>
public sealed class ImageEncoderTests(EncoderFixture files) : IClassFixture<EncoderFixture>
{
    /// <summary>exiftool writes only the PNG keywords that it is told of.</summary>
    private const string ExifToolNames = """
        %Image::ExifTool::UserDefined = ('Image::ExifTool::PNG::TextualData' => {
            prompt => { Name => 'Prompt' }, workflow => { Name => 'Workflow' } });
        1;
        """;

    private const string Start = """
        import json, sys
        from PIL import Image
        from PIL.PngImagePlugin import PngInfo
        prompt = open("prompt.json", encoding="utf-8").read()
        workflow = open("workflow.json", encoding="utf-8").read()
        image = Image.new("RGB", (64, 64), "red")
        file = sys.argv[1]

        """;

    [Theory]
    [InlineData("info.add_itxt('prompt', prompt); info.add_itxt('workflow', workflow)", "iTXt")]
    [InlineData("info.add_itxt('prompt', prompt, zip=True); info.add_itxt('workflow', workflow, zip=True)", "iTXt")]
    [InlineData(
        "info.add(b'tEXt', b'prompt\\0' + prompt.encode()); info.add(b'tEXt', b'workflow\\0' + workflow.encode())",
        "tEXt")]
    [InlineData(
        "info.add(b'comf', b'prompt\\0' + prompt.encode(), after_idat=True);"
        + "info.add(b'comf', b'workflow\\0' + workflow.encode(), after_idat=True)",
        "comf")]
    public void ReadsPngByPillow(string add, string container)
    {
        string file = Pillow("png", $"info = PngInfo(); {add}; image.save(file, pnginfo=info)");
        Reading.ReadFile(file).AssertBoth(container);
    }

    [Fact]
    public void ReadsEachEncodingOfPngTextByPillow()
    {
        // The same call writes Latin-1 where that is enough and UTF-8 where it is not.
        string file = Pillow("png", """
            info = PngInfo()
            info.add_text('prompt', prompt)
            info.add_text('workflow', workflow)
            image.save(file, pnginfo=info)
            """);
        Assert.Equal(
            [("prompt", "iTXt", Reading.Prompt), ("workflow", "tEXt", Reading.Workflow)],
            Reading.ReadFile(file).Texts());
    }

    [Fact]
    public void ReadsAnimatedPngByPillow()
    {
        string file = Pillow("png", """
            info = PngInfo()
            info.add(b'comf', b'prompt\0' + prompt.encode(), after_idat=True)
            info.add(b'comf', b'workflow\0' + workflow.encode(), after_idat=True)
            frames = [Image.effect_noise((64, 64), sigma) for sigma in (10, 90)]
            image.convert('L').save(file, pnginfo=info, save_all=True, append_images=frames)
            """);
        Reading.ReadFile(file).AssertBoth("comf");
    }

    [Fact]
    public void ReadsAnimatedWebpByPillow()
    {
        string file = Pillow("webp", """
            exif = image.getexif()
            exif[0x0110] = "prompt:" + json.dumps({"1": {"class_type": "KSampler", "inputs": {"cfg": float("nan")}}})
            exif[0x010f] = "workflow:" + json.dumps(json.loads(workflow))
            frames = [Image.effect_noise((64, 64), sigma) for sigma in (10, 90)]
            image.save(file, exif=exif, save_all=True, append_images=frames)
            """);
        MediaContent content = Reading.ReadFile(file);
        Assert.Equal(MediaKind.Webp, content.Kind);
        Assert.Equal(
            [
                ("workflow", "EXIF", Reading.Workflow.Replace("é", "\\u00e9", System.StringComparison.Ordinal)),
                ("prompt", "EXIF", """{"1": {"class_type": "KSampler", "inputs": {"cfg": NaN}}}"""),
            ],
            content.Texts());
    }

    [Fact]
    public void ReadsWebpByItsOwnTools()
    {
        string png = Pillow("png", "image.save(file)");
        string webp = files.NewFile("webp");
        string exif = files.NewFile("exif");
        File.WriteAllBytes(exif, MediaFiles.Exif(true, "Workflow:" + Reading.Workflow, "Prompt:" + Reading.Prompt));
        Tool.Run(files.Folder, "cwebp", "webp", "-quiet", "-lossless", png, "-o", webp);
        Assert.Empty(Reading.ReadFile(webp).Texts);
        string tagged = files.NewFile("webp");
        Tool.Run(files.Folder, "webpmux", "webp", "-set", "exif", exif, webp, "-o", tagged);
        Reading.ReadFile(tagged).AssertBoth("EXIF");
    }

    [Theory]
    [InlineData("tEXt")]
    [InlineData("zTXt", "-z")]
    public void ReadsPngByExifTool(string container, params string[] options)
    {
        string png = Pillow("png", "image.save(file)");
        string names = files.NewFile("cfg");
        File.WriteAllText(names, ExifToolNames);
        string plain = files.NewFile("txt");
        string text = """{"nodes": [], "note": "NOTE", "version": 0.4}""".Replace(
            "NOTE", new string('x', 500), System.StringComparison.Ordinal);
        File.WriteAllText(plain, text);
        Tool.Run(
            files.Folder, "exiftool", "libimage-exiftool-perl",
            ["-config", names, "-q", "-overwrite_original", .. options, "-PNG:Workflow<=" + plain, png]);
        Assert.Equal([("workflow", container, text)], Reading.ReadFile(png).Texts());
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("webp")]
    public void ReadsExifByExifTool(string extension)
    {
        string image = Pillow(extension, "image.save(file)");
        Tool.Run(
            files.Folder, "exiftool", "libimage-exiftool-perl", "-q", "-overwrite_original",
            "-ImageDescription=Workflow: " + Reading.Workflow, "-Make=Prompt: " + Reading.Prompt, image);
        Reading.ReadFile(image).AssertBoth("EXIF");
        string comment = Pillow(extension, "image.save(file)");
        Tool.Run(
            files.Folder, "exiftool", "libimage-exiftool-perl", "-q", "-overwrite_original",
            "-UserComment=" + Reading.Both, comment);
        Reading.ReadFile(comment).AssertBoth("EXIF");
    }

    [Fact]
    public void ReadsAvifByItsOwnTools()
    {
        string png = Pillow("png", "image.save(file)");
        string exif = files.NewFile("exif");
        File.WriteAllBytes(exif, MediaFiles.Exif(false, "workflow:" + Reading.Workflow, "prompt:" + Reading.Prompt));
        string avif = files.NewFile("avif");
        Tool.Run(files.Folder, "avifenc", "libavif-bin", "-s", "10", "--exif", exif, png, avif);
        MediaContent content = Reading.ReadFile(avif);
        Assert.Equal(MediaKind.Avif, content.Kind);
        content.AssertBoth("Exif");
    }

    [Theory]
    [InlineData("json.dumps({'prompt': prompt, 'workflow': workflow, 'format': 'pt'})")]
    [InlineData(
        "'{\"format\": \"pt\", \"prompt\": ' + json.dumps(prompt) + ', \"workflow\": ' + json.dumps(workflow) + '}'")]
    public void ReadsSafetensorsByPython(string metadata)
    {
        string file = Python("latent", $$"""
            import struct
            header = '{"latent_tensor": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "__metadata__": ' + {{metadata}} + '}'
            data = header.encode() + b' ' * (-len(header.encode()) % 8)
            open(file, 'wb').write(struct.pack('<Q', len(data)) + data + b'\0' * 4)
            """);
        Reading.ReadFile(file).AssertBoth("__metadata__");
    }

    [Theory]
    [InlineData("prompt", "workflow")]
    [InlineData("json.dumps(prompt)", "json.dumps(workflow)")]
    public void ReadsGlbByPython(string prompt, string workflow)
    {
        string file = Python("glb", $$"""
            import struct
            text = ('{"asset": {"version": "2.0", "extras": {"prompt": ' + {{prompt}} + ', "workflow": ' + {{workflow}} + '}' * 3).encode()
            text += b' ' * (-len(text) % 4)
            chunks = struct.pack('<I4s', len(text), b'JSON') + text + struct.pack('<I4s', 8, b'BIN\0') + b'\0' * 8
            open(file, 'wb').write(b'glTF' + struct.pack('<II', 2, 12 + len(chunks)) + chunks)
            """);
        Reading.ReadFile(file).AssertBoth("asset.extras");
    }

    private string Pillow(string extension, string program)
    {
        string file = files.NewFile(extension);
        Tool.RunPython(files.Folder, "PIL", "python3-pil", Start + program, file);
        return file;
    }

    private string Python(string extension, string program)
    {
        string file = files.NewFile(extension);
        string start = Start.Replace("from PIL", "# from PIL", System.StringComparison.Ordinal)
            .Replace("image = Image", "# image = Image", System.StringComparison.Ordinal);
        Tool.RunPython(files.Folder, "json", "python3", start + program, file);
        return file;
    }
}
