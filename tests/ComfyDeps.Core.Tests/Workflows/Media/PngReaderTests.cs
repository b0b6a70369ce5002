using System.Linq;
using System.Text;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

public sealed class PngReaderTests
{
    [Fact]
    public void ReadsLatin1WhereATextIsNotUtf8()
    {
        const string Text = """{"nodes": [{"title": "Größe"}]}""";
        byte[] file = MediaFiles.Png(MediaFiles.Chunk("tEXt", Encoding.Latin1.GetBytes("workflow\0" + Text)));
        Assert.Equal([("workflow", "tEXt", Text)], Reading.Read(file).Texts());
    }

    [Fact]
    public void KeepsTheOrderOfTheFileAndWritesDuplicatesOnce()
    {
        byte[] file = MediaFiles.Png(
            MediaFiles.Chunk("tEXt", "parameters\0a cat"),
            MediaFiles.Chunk("tEXt", "workflow\0" + Reading.Workflow),
            MediaFiles.Chunk("IDAT", new byte[10]),
            MediaFiles.Chunk("comf", "workflow\0" + Reading.Workflow),
            MediaFiles.Chunk("comf", "prompt\0" + Reading.Prompt));
        Assert.Equal(["tEXt", "comf"], Reading.Read(file).Texts.Select(static text => text.Container));
    }

    [Fact]
    public void WhatFollowsTheEndIsNotRead()
    {
        byte[] file = [.. MediaFiles.Png(), .. MediaFiles.Chunk("tEXt", "workflow\0" + Reading.Workflow)];
        Assert.Empty(Reading.Read(file).Texts);
    }

    [Fact]
    public void AFileCutInItsPixelsIsAnError()
    {
        byte[] whole = MediaFiles.Png(
            MediaFiles.Chunk("tEXt", "workflow\0" + Reading.Workflow), MediaFiles.Chunk("IDAT", new byte[1000]));
        ComfyDepsException exception = Reading.AssertMalformed(whole[..^500]);
        Assert.Contains("does not fit", exception.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void AChunkOfFourGigabytesIsAnErrorWithoutMemory()
    {
        byte[] chunk = new ByteList().Big32(uint.MaxValue).Text("tEXtworkflow\0{").ToArray();
        byte[] file = [.. MediaFiles.Png()[..33], .. chunk];
        Reading.AssertMalformed(file);

        // The same where the bytes are there: as many as no workflow has.
        SparseStream sparse = new SparseStream(6L << 30).With(0, file);
        ComfyDepsException exception = Assert.Throws<ComfyDepsException>(() => Reading.Read(sparse));
        Assert.Equal(ErrorCode.MediaMalformed, exception.Code);
        Assert.InRange(sparse.BytesRead, 1, 10_000);
    }

    [Theory]
    [InlineData("iTXt", "workflow\0\u0001\0\0\0")]
    [InlineData("zTXt", "workflow\0\0")]
    public void ACompressedTextThatUnpacksWithoutEndIsStopped(string type, string head)
    {
        byte[] bomb = MediaFiles.Pack(new byte[MediaLimits.MaximumText + (1 << 20)]);
        Assert.InRange(bomb.Length, 1, 100_000);
        byte[] file = MediaFiles.Png(MediaFiles.Chunk(type, [.. Encoding.UTF8.GetBytes(head), .. bomb]));
        Reading.AssertMalformed(file);

        // What is unpacked counts as read.
        ComfyDepsException exception = Assert.Throws<ComfyDepsException>(
            () => Reading.Read(file, maximumSize: 1 << 20));
        Assert.Equal(ErrorCode.FileTooLarge, exception.Code);
    }

    [Theory]
    [InlineData("iTXt", "workflow\0\u0001\0\0\0not zlib at all")]
    [InlineData("iTXt", "workflow\0\u0001\u0007\0\0text")]
    [InlineData("iTXt", "workflow\0\0\0no end of the language")]
    [InlineData("zTXt", "workflow\0\u0005text")]
    [InlineData("I\nT!", "")]
    public void ADamagedChunkIsAnError(string type, string content)
        => Reading.AssertMalformed(MediaFiles.Png(MediaFiles.Chunk(type, content)));

    [Fact]
    public void AsManyChunksAsNoPictureHasAreAnError()
    {
        byte[] chunks =
        [
            .. Enumerable.Repeat(MediaFiles.Chunk("tIME", []), MediaLimits.MaximumParts)
                .SelectMany(static chunk => chunk),
        ];
        Reading.AssertMalformed(MediaFiles.Png(chunks));
    }

    [Fact]
    public void AsManyWorkflowsAsNoSaverWritesAreAnError()
    {
        byte[][] chunks = [.. Enumerable.Range(0, MediaLimits.MaximumTexts + 1)
            .Select(static index => MediaFiles.Chunk("tEXt", $$"""workflow{{'\0'}}{"id": {{index}}}"""))];
        Reading.AssertMalformed(MediaFiles.Png(chunks));
    }
}
