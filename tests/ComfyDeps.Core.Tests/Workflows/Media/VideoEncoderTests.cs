using System.IO;
using System.Linq;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>Videos and sounds as ffmpeg, which ComfyUI saves them through, and other tools write them.</summary>
public sealed class VideoEncoderTests(EncoderFixture files) : IClassFixture<EncoderFixture>
{
    private const string Picture = "color=c=red:s=64x64:d=0.4:r=10";
    private const string Tone = "sine=d=0.4";

    [Theory]
    [InlineData("mp4", "use_metadata_tags")]
    [InlineData("mp4", "use_metadata_tags+faststart")]
    [InlineData("mp4", "use_metadata_tags+frag_keyframe+empty_moov")]
    [InlineData("m4v", "use_metadata_tags")]
    [InlineData("mov", "use_metadata_tags")]
    public void ReadsFilmsByFfmpeg(string extension, string flags)
    {
        string file = Ffmpeg(Picture, extension, "-c:v", "mpeg4", "-movflags", flags);
        MediaContent content = Reading.ReadFile(file);
        Assert.Equal(MediaKind.Mp4, content.Kind);
        content.AssertBoth("ilst");
    }

    [Theory]
    [InlineData("mp4", "ilst")]
    [InlineData("mov", "udta")]
    public void ReadsTheCommentOfOlderSavers(string extension, string container)
    {
        string metadata = files.NewFile("txt");
        File.WriteAllText(metadata, ";FFMETADATA1\ncomment=" + EncoderFixture.Escape(Reading.Both) + "\n");
        string file = Ffmpeg(Picture, extension, metadata, "-c:v", "mpeg4");
        Reading.ReadFile(file).AssertBoth(container);
    }

    [Theory]
    [InlineData("webm", "libvpx", "0")]
    [InlineData("webm", "libvpx", "1")]
    [InlineData("mkv", "mpeg4", "0")]
    [InlineData("mkv", "mpeg4", "1")]
    public void ReadsMatroskaByFfmpeg(string extension, string codec, string live)
    {
        string file = Ffmpeg(Picture, extension, "-c:v", codec, "-live", live);
        MediaContent content = Reading.ReadFile(file);
        Assert.Equal(MediaKind.Matroska, content.Kind);
        content.AssertBoth("SimpleTag");
    }

    [Fact]
    public void ReadsMatroskaByMkvtoolnix()
    {
        string video = Ffmpeg(Picture, "mkv", "-c:v", "mpeg4");
        string merged = files.NewFile("mkv");
        Tool.Run(files.Folder, "mkvmerge", "mkvtoolnix", "-o", merged, video);
        Reading.ReadFile(merged).AssertBoth("SimpleTag");

        string tags = files.NewFile("xml");
        File.WriteAllText(
            tags,
            $"<Tags><Tag>{Simple("workflow", Reading.Workflow)}{Simple("Prompt", Reading.Prompt)}</Tag></Tags>");
        string edited = files.NewFile("mkv");
        Tool.Run(files.Folder, "mkvmerge", "mkvtoolnix", "-o", edited, "--no-global-tags", video);
        Assert.Empty(Reading.ReadFile(edited).Texts);
        Tool.Run(files.Folder, "mkvpropedit", "mkvtoolnix", edited, "--tags", "global:" + tags);
        Reading.ReadFile(edited).AssertBoth("SimpleTag");
    }

    [Theory]
    [InlineData("flac", "flac", MediaKind.Flac, "VORBIS_COMMENT")]
    [InlineData("opus", "libopus", MediaKind.Ogg, "OpusTags")]
    [InlineData("ogg", "libvorbis", MediaKind.Ogg, "VORBIS_COMMENT")]
    [InlineData("ogg", "flac", MediaKind.Ogg, "VORBIS_COMMENT")]
    [InlineData("mp3", "libmp3lame", MediaKind.Mp3, "TXXX")]
    [InlineData("m4a", "aac", MediaKind.Mp4, "ilst")]
    internal void ReadsSoundsByFfmpeg(string extension, string codec, MediaKind kind, string container)
    {
        string file = Ffmpeg(Tone, extension, "-c:a", codec, "-movflags", "use_metadata_tags");
        MediaContent content = Reading.ReadFile(file);
        Assert.Equal(kind, content.Kind);
        content.AssertBoth(container);
    }

    [Fact]
    public void ReadsAnOlderTagByFfmpeg()
        => Reading.ReadFile(Ffmpeg(Tone, "mp3", "-c:a", "libmp3lame", "-id3v2_version", "3")).AssertBoth("TXXX");

    [Fact]
    public void ReadsVideoAndSoundInOneOgg()
    {
        string file = files.NewFile("ogv");
        Tool.Run(
            files.Folder, "ffmpeg", "ffmpeg", "-v", "error", "-f", "lavfi", "-i", Picture, "-f", "lavfi", "-i", Tone,
            "-i",
            "metadata.txt",
            "-map",
            "0",
            "-map",
            "1",
            "-map_metadata",
            "2",
            "-c:v",
            "libtheora",
            "-c:a",
            "libvorbis",
            file);
        Reading.ReadFile(file).AssertBoth("VORBIS_COMMENT");
    }

    [Fact]
    public void ReadsCommentsByTheCodecsOwnTools()
    {
        string wave = files.NewFile("wav");
        Tool.Run(files.Folder, "ffmpeg", "ffmpeg", "-v", "error", "-f", "lavfi", "-i", Tone, wave);
        string[] comments = ["--comment", "prompt=" + Reading.Prompt, "--comment", "Workflow=" + Reading.Workflow];
        string opus = files.NewFile("opus");
        Tool.Run(files.Folder, "opusenc", "opus-tools", ["--quiet", .. comments, wave, opus]);
        Reading.ReadFile(opus).AssertBoth("OpusTags");
        string ogg = files.NewFile("ogg");
        Tool.Run(files.Folder, "oggenc", "vorbis-tools", ["-Q", "--utf8", .. comments, "-o", ogg, wave]);
        Reading.ReadFile(ogg).AssertBoth("VORBIS_COMMENT");
        string flac = files.NewFile("flac");
        Tool.Run(files.Folder, "flac", "flac", "-s", "-o", flac, wave);
        Tool.Run(
            files.Folder, "metaflac", "flac", "--no-utf8-convert",
            "--set-tag-from-file=prompt=prompt.json", "--set-tag-from-file=WORKFLOW=workflow.json", flac);
        Reading.ReadFile(flac).AssertBoth("VORBIS_COMMENT");
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(4, 3)]
    public void ReadsEachEncodingByMutagen(int version, int encoding)
    {
        string file = Ffmpeg(Tone, "mp3", files.NewFile("none"), "-c:a", "libmp3lame");
        Tool.RunPython(
            files.Folder,
            "mutagen",
            "python3-mutagen",
            """
            import sys
            from mutagen.id3 import ID3, TXXX, Encoding
            tag = ID3()
            for key in ("prompt", "workflow"):
                text = open(key + ".json", encoding="utf-8").read()
                tag.add(TXXX(encoding=Encoding(int(sys.argv[3])), desc=key, text=[text]))
            tag.save(sys.argv[1], v2_version=int(sys.argv[2]))
            """,
            file,
            version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            encoding.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Reading.ReadFile(file).AssertBoth("TXXX");
    }

    private static string Simple(string name, string value)
        => $"<Simple><Name>{name}</Name><String>{System.Security.SecurityElement.Escape(value)}</String></Simple>";

    /// <summary>
    /// Encodes a little of something, with the metadata of a file, or of the fixture's where none is named.
    /// </summary>
    private string Ffmpeg(string source, string extension, params string[] options)
    {
        string file = files.NewFile(extension);
        bool own = options[0].EndsWith(".txt", System.StringComparison.Ordinal);
        bool none = options[0].EndsWith(".none", System.StringComparison.Ordinal);
        string metadata = own ? options[0] : "metadata.txt";
        Tool.Run(
            files.Folder,
            "ffmpeg",
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", source, "-i", metadata, "-map", "0",
                "-map_metadata", none ? "-1" : "1", .. options.Skip(own || none ? 1 : 0), file,
            ]);
        return file;
    }
}
