using System;
using System.IO;
using System.Linq;
using System.Threading;
using ComfyDeps.Workflows.Media;
using FsCheck;
using FsCheck.Xunit;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>What holds for every container alike.</summary>
public sealed class MediaMetadataTests
{
    /// <summary>Small enough that a length in the hundreds of millions cannot hide.</summary>
    private const long SmallLimit = 1 << 20;

    private static readonly string[] s_names = [.. MediaFiles.All.Keys];

    public static TheoryData<string> Names => [.. s_names];

    [Theory]
    [MemberData(nameof(Names))]
    public void ReadsBothTexts(string name)
        => Reading.Read(MediaFiles.All[name].File).AssertBoth(MediaFiles.All[name].Container);

    [Theory]
    [MemberData(nameof(Names))]
    public void SaysWhereTheTextIs(string name)
    {
        byte[] file = MediaFiles.All[name].File;
        foreach (EmbeddedText text in Reading.Read(file).Texts)
        {
            Assert.InRange(text.Position, 0, file.Length - 1);
            if (name is "PNG tEXt" or "PNG iTXt" or "PNG comf" or "MP4" or "WebM" or "FLAC" or "MP3")
            {
                Assert.Equal(text.Utf8.ToArray(), file.AsSpan((int)text.Position, text.Utf8.Length).ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TruncatedAnywhereIsAnErrorOrWhatWasThere(string name)
    {
        byte[] file = MediaFiles.All[name].File;
        for (int length = 0; length < file.Length; length++)
        {
            AssertReadsOrExplains(file[..length]);
        }
    }

    [Property(MaxTest = 3000)]
    public void ChangedBytesAreAnErrorOrAreRead(NonNegativeInt which, NonNegativeInt[] places, byte[] values)
    {
        byte[] file = [.. MediaFiles.All[s_names[which.Get % s_names.Length]].File];
        foreach ((NonNegativeInt place, byte value) in places.Zip(values))
        {
            // Mostly near the front, where the structure is.
            int at = place.Get % (value % 2 == 0 ? Math.Min(64, file.Length) : file.Length);
            file[at] = value;
        }

        AssertReadsOrExplains(file);
    }

    [Property(MaxTest = 1000)]
    public void FourBytesOfAnyLengthAreAnErrorOrAreRead(NonNegativeInt which, NonNegativeInt place, uint length)
    {
        byte[] file = [.. MediaFiles.All[s_names[which.Get % s_names.Length]].File];
        byte[] claim = new ByteList().Big32(length).ToArray();
        claim.CopyTo(file, place.Get % (file.Length - claim.Length));
        AssertReadsOrExplains(file);
    }

    [Fact]
    public void IsNoMediaFileWhereTheContentIsNone()
    {
        Assert.Null(MediaMetadata.TryRead(new MemoryStream([]), "empty.png", Reading.Limit, CancellationToken.None));
        Assert.Null(MediaMetadata.TryRead(
            new MemoryStream([.. "{\"nodes\": []}"u8]), "graph.png", Reading.Limit, CancellationToken.None));
    }

    [Fact]
    public void MoreMetadataThanTheLimitIsTooLarge()
    {
        ComfyDepsException exception = Assert.Throws<ComfyDepsException>(
            () => Reading.Read(MediaFiles.All["PNG tEXt"].File, maximumSize: 100));
        Assert.Equal(ErrorCode.FileTooLarge, exception.Code);
    }

    [Fact]
    public void StopsWhenItIsTold()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => MediaMetadata.TryRead(
            new MemoryStream(MediaFiles.All["MP4"].File), "some file", Reading.Limit, stop.Token));
    }

    private static void AssertReadsOrExplains(byte[] file)
    {
        SparseStream stream = SparseStream.Of(file);
        try
        {
            MediaMetadata.TryRead(stream, "some file", SmallLimit, CancellationToken.None);
        }
        catch (ComfyDepsException exception)
        {
            Assert.True(exception.Code is ErrorCode.MediaMalformed or ErrorCode.FileTooLarge, exception.Message);
            Assert.DoesNotContain(exception.Message, char.IsControl);
        }

        // The limit, the first look, and what the headers cost at worst: one short read for each part of a small file.
        Assert.InRange(stream.BytesRead, 0, SmallLimit + MediaLimits.SniffedBytes + (64L * file.Length));
    }
}
