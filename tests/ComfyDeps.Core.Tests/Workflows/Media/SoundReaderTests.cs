using System.Text;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>FLAC, Ogg and ID3.</summary>
public sealed class SoundReaderTests
{
    private static readonly (string, string)[] s_both = [("prompt", Reading.Prompt), ("Workflow", Reading.Workflow)];

    [Fact]
    public void ReadsCommentsThatSpanPages()
    {
        string workflow = """{"nodes": [], "note": "NOTE"}""".Replace(
            "NOTE", new string('n', 200_000), System.StringComparison.Ordinal);
        byte[] comments = [.. "OpusTags"u8, .. MediaFiles.Comments(("workflow", workflow))];
        foreach (int segments in (int[])[1, 3, 255])
        {
            byte[] file =
            [
                .. MediaFiles.Pages(2, 1, "OpusHead"u8.ToArray()),
                .. MediaFiles.Pages(0, 1, comments, segments),
                .. "what follows is sound"u8,
            ];
            Assert.Equal([("workflow", "OpusTags", workflow)], Reading.Read(file).Texts());
        }
    }

    [Fact]
    public void ReadsEachStreamOfAFile()
    {
        byte[] file =
        [
            .. MediaFiles.Pages(2, 1, "\u0080theora"u8.ToArray()),
            .. MediaFiles.Pages(2, 2, "\u0001vorbis"u8.ToArray()),
            .. MediaFiles.Pages(0, 1, [0x81, .. "theora"u8, .. MediaFiles.Comments()]),
            .. MediaFiles.Pages(0, 3, new byte[700]),
            .. MediaFiles.Pages(0, 2, [.. "\u0003vorbis"u8, .. MediaFiles.Comments(s_both)]),
        ];
        Reading.Read(file).AssertBoth("VORBIS_COMMENT");
    }

    [Fact]
    public void ADamagedOggIsAnError()
    {
        byte[] file = MediaFiles.All["Opus"].File;
        Reading.AssertMalformed([.. file[..50], .. "junk"u8, .. file[50..]]);
        Reading.AssertMalformed(MediaFiles.Pages(2, 1, "OpusHead"u8.ToArray()));
        ByteList streams = new();
        for (uint serial = 0; serial < 100; serial++)
        {
            streams.Add(MediaFiles.Pages(2, serial, "OpusHead"u8.ToArray()));
        }

        Reading.AssertMalformed(streams.ToArray());
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(100u)]
    public void ACommentLongerThanItsListIsAnError(uint length)
    {
        byte[] list = new ByteList().Little32(0).Little32(1).Little32(length).Text("workflow={}").ToArray();
        Reading.AssertMalformed(new ByteList().Text("fLaC").Big32(0x84000000 | (uint)list.Length).Add(list).ToArray());
    }

    [Fact]
    public void AsManyCommentsAsAreClaimedAreNotLookedFor()
        => Reading.AssertMalformed(
            new ByteList().Text("fLaC").Big32(0x84000008).Little32(0).Little32(uint.MaxValue).ToArray());

    [Fact]
    public void ReadsAFlacBehindATag()
    {
        byte[] tag = MediaFiles.Id3(4, 0, MediaFiles.TextFrame(4, "prompt", Reading.Prompt))[..^4];
        byte[] file = [.. tag, .. MediaFiles.Flac(("workflow", Reading.Workflow))];
        Assert.Equal(
            [("prompt", "TXXX", Reading.Prompt), ("workflow", "VORBIS_COMMENT", Reading.Workflow)],
            Reading.Read(file).Texts());
    }

    [Fact]
    public void ReadsEachVersionOfATag()
    {
        byte[] old = [3, .. Encoding.UTF8.GetBytes("prompt\0" + Reading.Prompt)];
        byte[] oldFrame = [.. "TXX"u8, 0, 0, (byte)old.Length, .. old];
        Assert.Equal([("prompt", "TXXX", Reading.Prompt)], Reading.Read(MediaFiles.Id3(2, 0, oldFrame)).Texts());
        foreach (byte version in (byte[])[3, 4])
        {
            byte[] file = MediaFiles.Id3(
                version,
                0,
                MediaFiles.TextFrame(version, "prompt", Reading.Prompt),
                MediaFiles.TextFrame(version, "workflow", Reading.Workflow));
            Reading.Read(file).AssertBoth("TXXX");
        }
    }

    [Fact]
    public void ReadsFramesThatArePackedOrEscaped()
    {
        byte[] text = [1, 0xFF, 0xFE, .. Encoding.Unicode.GetBytes("prompt\0\uFEFF" + Reading.Prompt)];
        byte[] escaped = Escape(text);
        (string, string, string)[] expected = [("prompt", "TXXX", Reading.Prompt)];

        // 2.4: a frame escapes for itself; packed ones say their length in front.
        Assert.Equal(expected, Reading.Read(MediaFiles.Id3(4, 0x80, MediaFiles.Frame(4, 0x02, escaped))).Texts());
        byte[] packed = [.. MediaFiles.SyncSafe(text.Length), .. MediaFiles.Pack(text)];
        Assert.Equal(expected, Reading.Read(MediaFiles.Id3(4, 0, MediaFiles.Frame(4, 0x09, packed))).Texts());

        // 2.3: the whole tag is escaped.
        Assert.Equal(expected, Reading.Read(MediaFiles.Id3(3, 0x80, Escape(MediaFiles.Frame(3, 0, text)))).Texts());
        byte[] packedOld = [.. new ByteList().Big32(text.Length).ToArray(), .. MediaFiles.Pack(text)];
        Assert.Equal(expected, Reading.Read(MediaFiles.Id3(3, 0, MediaFiles.Frame(3, 0x80, packedOld))).Texts());
    }

    [Fact]
    public void PassesOverExtendedHeadersAndEncryptedFrames()
    {
        byte[] extension = [.. MediaFiles.SyncSafe(6), 1, 0];
        byte[] secret = MediaFiles.Frame(4, 0x04, [1, 2, 3]);
        byte[] file = MediaFiles.Id3(4, 0x40, extension, secret, MediaFiles.TextFrame(4, "prompt", Reading.Prompt));
        Assert.Equal([("prompt", "TXXX", Reading.Prompt)], Reading.Read(file).Texts());
    }

    [Fact]
    public void ADamagedTagIsAnError()
    {
        Reading.AssertMalformed([.. "ID3"u8, 4, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F]);
        Reading.AssertMalformed(MediaFiles.Id3(3, 0, [.. "TXXX"u8, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 3]));
        Reading.AssertMalformed(MediaFiles.Id3(3, 0, MediaFiles.Frame(3, 0, [3, .. "no end of the name"u8])));
        byte[] bomb = MediaFiles.Pack(new byte[MediaLimits.MaximumText + 1]);
        Reading.AssertMalformed(MediaFiles.Id3(4, 0, MediaFiles.Frame(4, 0x09, [0, 0, 0, 0, .. bomb])));
    }

    [Fact]
    public void SoundWithoutATagHasNoWorkflow()
        => Assert.Empty(Reading.Read([0xFF, 0xFB, 0x90, 0x44, 0, 0, 0, 0]).Texts);

    private static byte[] Escape(byte[] bytes)
    {
        ByteList list = new();
        foreach (byte value in bytes)
        {
            list.Add(value);
            if (value == 0xFF)
            {
                list.Add(0);
            }
        }

        return list.ToArray();
    }
}
