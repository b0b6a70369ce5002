using System.Linq;
using System.Text;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

public sealed class MatroskaReaderTests
{
    private const long SegmentId = 0x18538067;
    private const long ClusterId = 0x1F43B675;
    private const long SeekHeadId = 0x114D9B74;
    private const long SeekEntryId = 0x4DBB;
    private const long SeekIdId = 0x53AB;
    private const long SeekPositionId = 0x53AC;
    private const long TagsId = 0x1254C367;
    private const byte UnknownSize = 0xFF;

    private static byte[] Both => MediaFiles.Tags(("PROMPT", Reading.Prompt), ("Workflow", Reading.Workflow));

    [Fact]
    public void ReadsTagsBeforeAndBehindTheClusters()
    {
        Reading.Read(MediaFiles.Matroska(Both, MediaFiles.Cluster)).AssertBoth("SimpleTag");
        Reading.Read(MediaFiles.Matroska(MediaFiles.Cluster, MediaFiles.Cluster, Both)).AssertBoth("SimpleTag");
    }

    [Fact]
    public void ReadsTagsBehindClustersOfUnknownSize()
    {
        byte[] open =
        [
            .. MediaFiles.Id(ClusterId).ToArray(),
            UnknownSize,
            .. MediaFiles.Element(0xE7, [0]),
            .. MediaFiles.Element(0xA3, new byte[99]),
        ];
        byte[] file =
        [
            .. MediaFiles.EbmlHeader,
            .. MediaFiles.Id(SegmentId).ToArray(),
            UnknownSize,
            .. open,
            .. open,
            .. Both,
        ];
        Reading.Read(file).AssertBoth("SimpleTag");
    }

    [Fact]
    public void FollowsTheSeekHeadOnceEachWay()
    {
        // Two seek heads that point at each other, and the second one at the tags.
        long second = Seek(0).Length + MediaFiles.Cluster.Length;
        byte[] secondHead = [.. Seek(0, SeekHeadId)];
        byte[] tagsHead = Seek(second + (2 * secondHead.Length));
        byte[] file = MediaFiles.Matroska(Seek(second, SeekHeadId), MediaFiles.Cluster, secondHead, tagsHead, Both);
        Reading.Read(file).AssertBoth("SimpleTag");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1L << 40)]
    public void APointerThatWasLeftBehindKnowsNothing(long position)
        => Reading.Read(MediaFiles.Matroska(Seek(position), MediaFiles.Cluster, Both)).AssertBoth("SimpleTag");

    [Fact]
    public void TagsInsideTagsAreReadAndTooManyAreAnError()
    {
        byte[] Nested(int depth)
        {
            byte[] tag = MediaFiles.Element(
                0x67C8,
                MediaFiles.Element(0x45A3, "prompt"u8.ToArray()),
                MediaFiles.Element(0x4487, Encoding.UTF8.GetBytes(Reading.Prompt)));
            for (int level = 1; level < depth; level++)
            {
                tag = MediaFiles.Element(0x67C8, tag);
            }

            return MediaFiles.Matroska(MediaFiles.Element(TagsId, MediaFiles.Element(0x7373, tag)));
        }

        Assert.Equal([("prompt", "SimpleTag", Reading.Prompt)], Reading.Read(Nested(3)).Texts());
        Reading.AssertMalformed(Nested(MediaLimits.MaximumDepth + 1));
        Reading.AssertMalformed(Nested(5000));
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x80 })]
    [InlineData(new byte[] { 0xEC, 0x00 })]
    [InlineData(new byte[] { 0xEC, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE })]
    [InlineData(new byte[] { 0xEC, 0xFF })]
    [InlineData(new byte[] { 0x12 })]
    public void AnElementOfAnImpossibleSizeIsAnError(byte[] element)
        => Reading.AssertMalformed(
            [.. MediaFiles.EbmlHeader, .. MediaFiles.Id(SegmentId).ToArray(), UnknownSize, .. element]);

    [Fact]
    public void AsManyElementsAsNoVideoHasAreAnError()
    {
        byte[] voids =
            [.. Enumerable.Repeat((byte[])[0xEC, 0x80], MediaLimits.MaximumParts).SelectMany(static part => part)];
        Reading.AssertMalformed(MediaFiles.Matroska(voids));
    }

    private static byte[] Seek(long position, long id = TagsId)
        => MediaFiles.Element(
            SeekHeadId,
            MediaFiles.Element(
                SeekEntryId,
                MediaFiles.Element(SeekIdId, MediaFiles.Id(id).ToArray()),
                MediaFiles.Element(SeekPositionId, new ByteList().Big64(position).ToArray())));
}
