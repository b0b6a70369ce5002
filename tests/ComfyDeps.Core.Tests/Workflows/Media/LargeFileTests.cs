using System;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>A large file costs what its headers and its texts have, and never its pixels, sound or tensors.</summary>
public sealed class LargeFileTests
{
    private const long Large = 4L << 30;
    private const int Kilobytes = 1 << 10;

    [Fact]
    public void ReadsTheEndOfAFilm()
    {
        byte[] head =
        [
            .. MediaFiles.Box("ftyp", new byte[8]),
            .. new ByteList().Big32(1).Text("mdat").Big64(Large).ToArray(),
        ];
        byte[] movie = MediaFiles.Box("moov", MediaFiles.Box("udta", BothKeys));
        long end = head.Length - 16 + Large;
        AssertCost(new SparseStream(end + movie.Length).With(0, head).With(end, movie), "ilst", 6 * Kilobytes);
    }

    [Fact]
    public void ReadsTheFrontOfAFilm()
    {
        byte[] head =
        [
            .. MediaFiles.Box("ftyp", new byte[8]),
            .. MediaFiles.Box("moov", MediaFiles.Box("udta", BothKeys)),
            .. new ByteList().Big32(0).Text("mdat").ToArray(),
        ];
        AssertCost(new SparseStream(Large).With(0, head), "ilst", 6 * Kilobytes);
    }

    [Fact]
    public void JumpsOverEachFragmentOfAFilm()
    {
        const int Fragments = 2000;
        long size = Large / Fragments;
        byte[] head =
        [
            .. MediaFiles.Box("ftyp", new byte[8]),
            .. MediaFiles.Box("moov", MediaFiles.Box("udta", BothKeys)),
        ];
        SparseStream file = new SparseStream(head.Length + (size * Fragments)).With(0, head);
        for (int index = 0; index < Fragments; index++)
        {
            byte[] fragment =
            [
                .. MediaFiles.Box("moof", new byte[600]),
                .. new ByteList().Big32(size - 608).Text("mdat").ToArray(),
            ];
            file.With(head.Length + (size * index), fragment);
        }

        AssertCost(file, "ilst", 300 * Kilobytes);
    }

    [Theory]
    [InlineData(true, 8)]
    [InlineData(false, 160)]
    public void ReadsTheEndOfAMatroskaFile(bool seekHead, int kilobytes)
    {
        const int Clusters = 1400;
        long size = Large / Clusters;
        byte[] tags = MediaFiles.Tags(("PROMPT", Reading.Prompt), ("WORKFLOW", Reading.Workflow));
        byte[] Seek(long position) => MediaFiles.Element(
            0x114D9B74,
            MediaFiles.Element(
                0x4DBB,
                MediaFiles.Element(seekHead ? 0x53ABL : 0xECL, MediaFiles.Id(0x1254C367).ToArray()),
                MediaFiles.Element(seekHead ? 0x53ACL : 0xECL, new ByteList().Big64(position).ToArray())));
        long clusters = Seek(0).Length;
        long content = clusters + (size * Clusters) + tags.Length;
        byte[] head =
        [
            .. MediaFiles.EbmlHeader,
            .. new ByteList().Big32(0x18538067).Add(1).Add(new ByteList().Big64(content).ToArray().AsSpan(1)).ToArray(),
        ];
        SparseStream file = new SparseStream(head.Length + content)
            .With(0, [.. head, .. Seek(clusters + (size * Clusters))])
            .With(head.Length + clusters + (size * Clusters), tags);
        byte[] cluster = new ByteList().Big32(0x1F43B675).Add(1)
            .Add(new ByteList().Big64(size - 12).ToArray().AsSpan(1)).ToArray();
        for (int index = 0; index < Clusters; index++)
        {
            file.With(head.Length + clusters + (size * index), cluster);
        }

        AssertCost(file, "SimpleTag", kilobytes * Kilobytes);
    }

    [Fact]
    public void ReadsTheEndOfAPng()
    {
        const long Pixels = int.MaxValue;
        byte[] start = [.. MediaFiles.Png()[..33], .. new ByteList().Big32(Pixels).Text("IDAT").ToArray()];
        byte[] end =
        [
            .. MediaFiles.Chunk("comf", "prompt\0" + Reading.Prompt),
            .. MediaFiles.Chunk("comf", "workflow\0" + Reading.Workflow),
            .. MediaFiles.Chunk("IEND", []),
        ];
        long at = start.Length + Pixels + 4;
        AssertCost(new SparseStream(at + end.Length).With(0, start).With(at, end), "comf", 6 * Kilobytes);
    }

    [Fact]
    public void ReadsTheEndOfAWebp()
    {
        const long Pixels = (4L << 30) - 4096;
        byte[] exif = MediaFiles.RiffChunk(
            "EXIF", MediaFiles.Exif(true, "prompt:" + Reading.Prompt, "workflow:" + Reading.Workflow));
        byte[] start = new ByteList().Text("RIFF").Little32(12 + Pixels + exif.Length).Text("WEBP")
            .Text("VP8L").Little32(Pixels).ToArray();
        AssertCost(
            new SparseStream(start.Length + Pixels + exif.Length).With(0, start).With(start.Length + Pixels, exif),
            "EXIF",
            6 * Kilobytes);
    }

    [Theory]
    [InlineData("safetensors")]
    [InlineData("GLB")]
    [InlineData("FLAC")]
    [InlineData("Opus")]
    [InlineData("MP3")]
    [InlineData("JPEG")]
    public void ReadsTheFrontOfAnyLargeFile(string name)
    {
        (string container, byte[] file) = MediaFiles.All[name];
        AssertCost(new SparseStream(Large).With(0, file), container, 6 * Kilobytes);
    }

    private static byte[] BothKeys => MediaFiles.Meta(("prompt", Reading.Prompt), ("workflow", Reading.Workflow));

    private static void AssertCost(SparseStream file, string container, long bytes)
    {
        Reading.Read(file).AssertBoth(container);
        Assert.InRange(file.BytesRead, 1, bytes);
    }
}
