using System;
using System.Linq;
using System.Text;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>EXIF blocks, shown inside WebP and JPEG.</summary>
public sealed class ExifReaderTests
{
    private const int UserComment = 0x9286;
    private const int ExifDirectory = 0x8769;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadsBothByteOrdersWithAndWithoutMark(bool little)
    {
        byte[] exif = MediaFiles.Exif(little, "Prompt:" + Reading.Prompt, "Workflow: " + Reading.Workflow);
        Reading.Read(MediaFiles.Webp(exif)).AssertBoth("EXIF");
        Reading.Read(MediaFiles.Webp([.. "Exif\0\0"u8, .. exif])).AssertBoth("EXIF");
    }

    [Fact]
    public void ReadsTheUsersCommentInEachEncoding()
    {
        byte[][] comments =
        [
            [.. "ASCII\0\0\0"u8, .. Encoding.UTF8.GetBytes(Reading.Both)],
            [.. new byte[8], .. Encoding.UTF8.GetBytes(Reading.Both)],
            Encoding.UTF8.GetBytes(Reading.Both),
            [.. "UNICODE\0"u8, .. Encoding.Unicode.GetBytes(Reading.Both)],
            [.. "UNICODE\0"u8, .. Encoding.BigEndianUnicode.GetBytes(Reading.Both)],
            [.. "UNICODE\0"u8, .. Encoding.Unicode.GetBytes("\uFEFF" + Reading.Both)],
        ];
        foreach (byte[] comment in comments)
        {
            Reading.Read(MediaFiles.Webp(MediaFiles.Tiff(true, (UserComment, 7, comment)))).AssertBoth("EXIF");
        }
    }

    [Fact]
    public void ReadsATextWhoseOffsetWasLeftBehindByAnEdit()
    {
        // The first text was made longer in place, and only its own length was set right.
        byte[] exif = MediaFiles.Exif(false, "workflow:" + Reading.Workflow, "prompt:" + Reading.Prompt);
        byte[] shorter = MediaFiles.Exif(false, "workflow:" + Reading.Workflow[20..], "prompt:" + Reading.Prompt);
        shorter.AsSpan(10 + 12, 12).CopyTo(exif.AsSpan(10 + 12));
        Reading.Read(MediaFiles.Webp(exif)).AssertBoth("EXIF");
    }

    [Fact]
    public void DirectoriesThatHoldOneAnotherAreAnError()
    {
        byte[] exif = new ByteList().Text("II").Little16(42).Little32(8)
            .Little16(1).Little16(ExifDirectory).Little16(4).Little32(1).Little32(8).Little32(0).ToArray();
        Reading.AssertMalformed(MediaFiles.Webp(exif));
    }

    [Fact]
    public void DirectoriesThatFanOutStopAtTheLimitOfParts()
    {
        const int Entries = 4000;
        ByteList exif = new ByteList().Text("II").Little16(42).Little32(8).Little16(Entries);
        for (int index = 0; index < Entries; index++)
        {
            exif.Little16(ExifDirectory).Little16(4).Little32(1).Little32(8);
        }

        Reading.AssertMalformed(MediaFiles.Webp(exif.ToArray()));
    }

    [Fact]
    public void TagsThatShareOneLargeTextStopAtTheLimitOfBytes()
    {
        const int Entries = 300;
        const int Length = 1 << 20;
        ByteList exif = new ByteList().Text("II").Little16(42).Little32(8).Little16(Entries);
        for (int index = 0; index < Entries; index++)
        {
            exif.Little16(0x010E).Little16(2).Little32(Length).Little32(8);
        }

        byte[] block = exif.Zeros(Length).ToArray();
        ComfyDepsException exception = Assert.Throws<ComfyDepsException>(() => Reading.Read(MediaFiles.Webp(block)));
        Assert.Equal(ErrorCode.FileTooLarge, exception.Code);
    }

    [Fact]
    public void ABlockThatIsNoTiffIsAnError()
    {
        Reading.AssertMalformed(MediaFiles.Webp([.. "no TIFF block"u8]));
        Reading.AssertMalformed(MediaFiles.Jpeg([.. "II*\0"u8, 0xFF, 0xFF, 0xFF, 0xFF]));
    }

    [Fact]
    public void AWebpWithoutPaddingIsRead()
    {
        byte[] exif = MediaFiles.Exif(true, "prompt:" + Reading.Prompt, "workflow:" + Reading.Workflow);
        byte[] chunks = [.. MediaFiles.RiffChunk("VP8 ", new byte[21])[..^1], .. MediaFiles.RiffChunk("EXIF", exif)];
        byte[] file = new ByteList().Text("RIFF").Little32(chunks.Length + 5).Text("WEBP").Add(chunks).ToArray();
        Reading.Read(file).AssertBoth("EXIF");
    }

    [Fact]
    public void AJpegIsReadUpToItsPixelsOnly()
    {
        byte[] file = MediaFiles.All["JPEG"].File;
        Assert.Equal(MediaKind.Jpeg, Reading.Read([.. file[..^4], 0xFF, 0xFF, 0xDA]).Kind);
        byte[] comment = Encoding.UTF8.GetBytes("workflow:" + Reading.Workflow);
        byte[] commented = new ByteList()
            .Add(0xFF, 0xD8, 0xFF, 0xFE)
            .Big16(comment.Length + 2)
            .Add(comment)
            .Add(0xFF, 0xD9)
            .ToArray();
        Assert.Equal([("workflow", "COM", Reading.Workflow)], Reading.Read(commented).Texts());
        Reading.AssertMalformed([0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xD9]);
        Reading.AssertMalformed([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, .. Enumerable.Repeat((byte)1, 20)]);
    }
}
