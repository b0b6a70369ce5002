using System.Text;

namespace ComfyDeps.Core.Tests.Workflows.Media;

public sealed class BmffReaderTests
{
    private static byte[] Both
        => MediaFiles.Meta(("PROMPT", Reading.Prompt), ("com.example.Workflow", Reading.Workflow));

    [Fact]
    public void ReadsMetadataAtEachOfItsPlaces()
    {
        byte[] plain = MediaFiles.Box("meta", Both[12..]);
        byte[][] files =
        [
            MediaFiles.Mp4(MediaFiles.Box("moov", MediaFiles.Box("mvhd", new byte[100]), MediaFiles.Box("udta", Both))),
            MediaFiles.Mp4(MediaFiles.Box("udta", Both)),
            MediaFiles.Mp4(MediaFiles.Box("moov", plain)),
            MediaFiles.Mp4(MediaFiles.Box("moov", MediaFiles.Box("udta", plain, new byte[4]))),
            [.. MediaFiles.Box("wide"), .. MediaFiles.Box("moov", MediaFiles.Box("udta", Both))],
        ];
        foreach (byte[] file in files)
        {
            Reading.Read(file).AssertBoth("ilst");
        }
    }

    [Fact]
    public void ReadsAtoms()
    {
        byte[] text = Encoding.UTF8.GetBytes(Reading.Both);
        byte[] comment = MediaFiles.Box("©cmt", new ByteList().Big16(text.Length).Big16(0x15C7).Add(text).ToArray());
        Reading.Read(MediaFiles.Mp4(MediaFiles.Box("moov", MediaFiles.Box("udta", comment)))).AssertBoth("udta");
        byte[] workflow = MediaFiles.Box("wflo", [0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Reading.Workflow), 0]);
        Assert.Equal(
            [("workflow", "udta", Reading.Workflow)],
            Reading.Read(MediaFiles.Mp4(MediaFiles.Box("moov", MediaFiles.Box("udta", workflow)))).Texts());
    }

    [Fact]
    public void ReadsFreeformItemsAndUtf16()
    {
        byte[] mean = MediaFiles.Box("mean", [0, 0, 0, 0, .. "com.example"u8]);
        byte[] name = MediaFiles.Box("name", [0, 0, 0, 0, .. "prompt"u8]);
        byte[] wide = MediaFiles.Box(
            "data", [0, 0, 0, 2, 0, 0, 0, 0], Encoding.BigEndianUnicode.GetBytes(Reading.Prompt));
        byte[] list = MediaFiles.Box("ilst", MediaFiles.Box("----", mean, name, wide));
        byte[] file = MediaFiles.Mp4(
            MediaFiles.Box("moov", MediaFiles.Box("udta", MediaFiles.Box("meta", new byte[4], list))));
        Assert.Equal([("prompt", "ilst", Reading.Prompt)], Reading.Read(file).Texts());
    }

    [Fact]
    public void ReadsAnExifItemInPiecesAndInItemData()
    {
        byte[] item =
        [
            0,
            0,
            0,
            0,
            .. MediaFiles.Exif(true, "prompt:" + Reading.Prompt, "workflow:" + Reading.Workflow),
        ];
        byte[] information = MediaFiles.Box("iinf", [0, 0, 0, 0, 0, 1], MediaFiles.Infe(9, "Exif"));
        byte[] location = MediaFiles.Box("iloc", new ByteList().Add(1, 0, 0, 0).Big16(0x4400).Big16(1)
            .Big16(9).Big16(1).Big16(0).Big16(2).Big32(0).Big32(50).Big32(50).Big32(item.Length - 50).ToArray());
        byte[] meta = MediaFiles.Box("meta", new byte[4], information, location, MediaFiles.Box("idat", item));
        byte[] file = [.. MediaFiles.Box("ftyp", "avif\0\0\0\0"u8.ToArray()), .. meta];
        Reading.Read(file).AssertBoth("Exif");
    }

    [Fact]
    public void NestedBoxesCostNothing()
    {
        byte[] nested = MediaFiles.Box("moov");
        for (int depth = 0; depth < 2000; depth++)
        {
            nested = MediaFiles.Box(depth % 2 == 0 ? "udta" : "moov", nested);
        }

        SparseStream file = SparseStream.Of(MediaFiles.Mp4(nested));
        Assert.Empty(Reading.Read(file).Texts);
    }

    [Theory]
    [InlineData(0x7FFFFFFF, 0L)]
    [InlineData(1, long.MaxValue)]
    [InlineData(1, -1L)]
    [InlineData(1, 3L)]
    [InlineData(7, 0L)]
    public void ABoxOfAnImpossibleSizeIsAnError(long size, long large)
        => Reading.AssertMalformed(
            [.. MediaFiles.Mp4(), .. new ByteList().Big32(size).Text("moov").Big64(large).ToArray()]);

    [Fact]
    public void ZerosAreAnErrorOnlyBeforeTheMetadata()
    {
        Reading.Read([.. MediaFiles.All["MP4"].File, .. new byte[100]]).AssertBoth("ilst");
        Reading.AssertMalformed([.. MediaFiles.Mp4(), .. new byte[100]]);
        Reading.AssertMalformed(MediaFiles.Mp4());
    }

    [Fact]
    public void AListOfEmptyExtentsStopsAtTheLimitOfParts()
    {
        byte[] information = MediaFiles.Box("iinf", [0, 0, 0, 0, 0, 1], MediaFiles.Infe(9, "Exif"));
        ByteList items = new ByteList().Add(0, 0, 0, 0).Big16(0).Big16(2000);
        for (int item = 0; item < 2000; item++)
        {
            items.Big16(9).Big16(0).Big16(0xFFFF);
        }

        byte[] meta = MediaFiles.Box("meta", new byte[4], information, MediaFiles.Box("iloc", items.ToArray()));
        Reading.AssertMalformed([.. MediaFiles.Box("ftyp", "avif\0\0\0\0"u8.ToArray()), .. meta]);
    }

    [Fact]
    public void ALargeValueThatIsNotThereIsAnErrorWithoutMemory()
    {
        byte[] whole = MediaFiles.Mp4(
            MediaFiles.Box("moov", MediaFiles.Box("udta", MediaFiles.Meta(("workflow", "{\"a\":1}")))));
        byte[] file = [.. whole[..^31], .. new ByteList().Big32(0x7FFFFFF0).ToArray(), .. whole[^27..]];
        Reading.AssertMalformed(file);
    }
}
