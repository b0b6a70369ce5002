using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>The smallest files of each container that hold both texts: metadata only, no pixel and no sound.</summary>
internal static class MediaFiles
{
    private const string Prompt = Reading.Prompt;
    private const string Workflow = Reading.Workflow;

    /// <summary>One file of each kind, by the name of what holds the texts.</summary>
    public static IReadOnlyDictionary<string, (string Container, byte[] File)> All { get; }
        = new Dictionary<string, (string, byte[])>(StringComparer.Ordinal)
        {
            ["PNG tEXt"] = ("tEXt", Png(Chunk("tEXt", "prompt\0" + Prompt), Chunk("tEXt", "workflow\0" + Workflow))),
            ["PNG iTXt"] = ("iTXt", Png(
                Chunk("iTXt", "prompt\0\0\0\0\0" + Prompt),
                Chunk("iTXt", "workflow\0\0\0en\0Ablauf\0" + Workflow))),
            ["PNG iTXt compressed"] = ("iTXt", Png(
                Chunk("iTXt", [.. "prompt\0\u0001\0\0\0"u8, .. Pack(Prompt)]),
                Chunk("iTXt", [.. "workflow\0\u0001\0en\0\0"u8, .. Pack(Workflow)]))),
            ["PNG zTXt"] = ("zTXt", Png(
                Chunk("zTXt", [.. "prompt\0\0"u8, .. Pack(Prompt)]),
                Chunk("zTXt", [.. "workflow\0\0"u8, .. Pack(Workflow)]))),
            ["PNG comf"] = ("comf", Png(
                Chunk("IDAT", new byte[40]),
                Chunk("comf", "prompt\0" + Prompt),
                Chunk("comf", "workflow\0" + Workflow))),
            ["PNG eXIf"] = ("eXIf", Png(Chunk("eXIf", Exif(true, "prompt:" + Prompt, "workflow:" + Workflow)))),
            ["WebP"] = ("EXIF", Webp(Exif(false, "workflow:" + Workflow, "prompt:" + Prompt))),
            ["JPEG"] = ("EXIF", Jpeg(Exif(true, "Workflow: " + Workflow, "Prompt: " + Prompt))),
            ["AVIF"] = ("Exif", Avif(Exif(false, "workflow:" + Workflow, "prompt:" + Prompt))),
            ["SVG"] = ("metadata", Encoding.UTF8.GetBytes(
                $"<svg xmlns='http://www.w3.org/2000/svg'><metadata><![CDATA[{Reading.Both}]]></metadata><g/></svg>")),
            ["MP4"] = ("ilst", Mp4(Box("moov", Box("udta", Meta(("prompt", Prompt), ("workflow", Workflow)))))),
            ["WebM"] = ("SimpleTag", Matroska(Tags(("PROMPT", Prompt), ("WORKFLOW", Workflow)))),
            ["FLAC"] = ("VORBIS_COMMENT", Flac(("prompt", Prompt), ("workflow", Workflow))),
            ["Opus"] = ("OpusTags", Ogg("OpusHead", "OpusTags"u8, ("prompt", Prompt), ("workflow", Workflow))),
            ["Vorbis"] = ("VORBIS_COMMENT", Ogg(
                "\u0001vorbis", "\u0003vorbis"u8, ("PROMPT", Prompt), ("WORKFLOW", Workflow))),
            ["MP3"] = ("TXXX", Id3(4, 0, TextFrame(4, "prompt", Prompt), TextFrame(4, "workflow", Workflow))),
            ["GLB"] = ("asset.extras", Glb($$"""{"asset":{"version":"2.0","extras":{{Reading.Both}}},"scene":0}""")),
            ["safetensors"] = ("__metadata__", Safetensors($$"""{"__metadata__":{{Reading.Both}}}""")),
        };

    public static byte[] Png(params byte[][] chunks)
        => [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", new byte[13]), .. Join(chunks), .. Chunk("IEND", [])];

    public static byte[] Chunk(string type, string text) => Chunk(type, Encoding.UTF8.GetBytes(text));

    public static byte[] Chunk(string type, byte[] data)
        => new ByteList().Big32(data.Length).Text(type).Add(data).Zeros(4).ToArray();

    public static byte[] Pack(string text) => Pack(Encoding.UTF8.GetBytes(text));

    public static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>A TIFF block whose first directory has one ASCII tag for each text.</summary>
    public static byte[] Exif(bool little, params string[] texts)
        => Tiff(
            little,
            [.. texts.Select(static (text, index) => (0x010F + index, 2, Encoding.UTF8.GetBytes(text + "\0")))]);

    public static byte[] Tiff(bool little, params (int Tag, int Type, byte[] Value)[] entries)
    {
        ByteList list = new();
        void Short(int value) => _ = little ? list.Little16(value) : list.Big16(value);
        void Long(long value) => _ = little ? list.Little32(value) : list.Big32(value);
        list.Text(little ? "II" : "MM");
        Short(42);
        Long(8);
        Short(entries.Length);
        int at = 8 + 2 + (entries.Length * 12) + 4;
        foreach ((int tag, int type, byte[] value) in entries)
        {
            Short(tag);
            Short(type);
            Long(value.Length);
            Long(at);
            at += value.Length;
        }

        Long(0);
        return list.Add(Join([.. entries.Select(static entry => entry.Value)])).ToArray();
    }

    public static byte[] Webp(byte[] exif)
    {
        byte[] chunks =
        [
            .. RiffChunk("VP8X", new byte[10]),
            .. RiffChunk("VP8 ", new byte[21]),
            .. RiffChunk("EXIF", exif),
        ];
        return new ByteList().Text("RIFF").Little32(chunks.Length + 4).Text("WEBP").Add(chunks).ToArray();
    }

    public static byte[] RiffChunk(string type, byte[] data)
        => new ByteList().Text(type).Little32(data.Length).Add(data).Zeros(data.Length % 2).ToArray();

    public static byte[] Jpeg(byte[] exif)
        => new ByteList().Add(0xFF, 0xD8, 0xFF, 0xE0).Big16(16).Zeros(14)
            .Add(0xFF, 0xE1).Big16(exif.Length + 8).Text("Exif\0\0").Add(exif).Add(
                0xFF, 0xDA, 0, 2, 0xFF, 0xD9).ToArray();

    public static byte[] Box(string type, params byte[][] parts)
    {
        byte[] content = Join(parts);
        return new ByteList().Big32(content.Length + 8).Add(Encoding.Latin1.GetBytes(type)).Add(content).ToArray();
    }

    public static byte[] Mp4(params byte[][] boxes)
        => [.. Box("ftyp", "isom\0\0\u0002\0"u8.ToArray()), .. Box("mdat", new byte[50]), .. Join(boxes)];

    /// <summary>The <c>meta</c> of a film: keys by number, and values that name the number.</summary>
    public static byte[] Meta(params (string Key, string Value)[] entries)
    {
        byte[] keys = Join([.. entries.Select(static entry => Box("mdta", Encoding.UTF8.GetBytes(entry.Key)))]);
        byte[] items = Join([.. entries.Select(static (entry, index) => new ByteList()
            .Big32(entry.Value.Length == 0 ? 24 : Encoding.UTF8.GetByteCount(entry.Value) + 24)
            .Big32(index + 1).Add(Data(entry.Value)).ToArray())]);
        return Box(
            "meta",
            new byte[4],
            Box("hdlr", [.. new byte[8], .. "mdta"u8, .. new byte[13]]),
            Box("keys", new ByteList().Zeros(4).Big32(entries.Length).ToArray(), keys),
            Box("ilst", items));
    }

    public static byte[] Data(string value) => Box("data", [0, 0, 0, 1, 0, 0, 0, 0], Encoding.UTF8.GetBytes(value));

    public static byte[] Avif(byte[] exif)
    {
        byte[] head = Box("ftyp", "avif\0\0\0\0"u8.ToArray());
        byte[] item = [0, 0, 0, 6, .. "Exif\0\0"u8, .. exif];
        byte[] Meta(int offset) => Box(
            "meta",
            new byte[4],
            Box("hdlr", [.. new byte[8], .. "pict"u8, .. new byte[13]]),
            Box("iinf", [0, 0, 0, 0, 0, 2], Infe(1, "av01"), Infe(2, "Exif")),
            Box("iloc", new ByteList().Zeros(4).Big16(0x4400).Big16(2)
                .Big16(1).Big16(0).Big16(1).Big32(0).Big32(0)
                .Big16(2).Big16(0).Big16(1).Big32(offset).Big32(item.Length).ToArray()));
        int offset = head.Length + Meta(0).Length + 8;
        return [.. head, .. Meta(offset), .. Box("mdat", item)];
    }

    public static byte[] Infe(int id, string type)
        => Box("infe", new ByteList().Add(2, 0, 0, 0).Big16(id).Big16(0).Text(type + "\0").ToArray());

    /// <summary>An EBML element with a size of eight bytes.</summary>
    public static byte[] Element(long id, params byte[][] parts)
    {
        byte[] content = Join(parts);
        ByteList list = Id(id);
        return list.Add(1).Add(new ByteList().Big64(content.Length).ToArray().AsSpan(1)).Add(content).ToArray();
    }

    public static ByteList Id(long id)
    {
        byte[] bytes = new ByteList().Big32(id).ToArray();
        return new ByteList().Add(bytes.AsSpan(bytes.AsSpan().IndexOfAnyExcept((byte)0)));
    }

    public static byte[] EbmlHeader => Element(0x1A45DFA3, Element(0x4282, "webm"u8.ToArray()));

    public static byte[] Cluster => Element(0x1F43B675, Element(0xE7, [0]), Element(0xA3, new byte[30]));

    public static byte[] Matroska(params byte[][] parts) => [.. EbmlHeader, .. Element(0x18538067, parts)];

    public static byte[] Tags(params (string Name, string Value)[] tags)
        => Element(0x1254C367, [.. tags.Select(static tag => Element(
            0x7373,
            Element(0x63C0),
            Element(
                0x67C8,
                Element(0x45A3, Encoding.UTF8.GetBytes(tag.Name)),
                Element(0x4487, Encoding.UTF8.GetBytes(tag.Value)))))]);

    public static byte[] Comments(params (string Name, string Value)[] comments)
    {
        ByteList list = new ByteList().Little32(4).Text("test").Little32(comments.Length);
        foreach ((string name, string value) in comments)
        {
            byte[] comment = Encoding.UTF8.GetBytes(name + "=" + value);
            list.Little32(comment.Length).Add(comment);
        }

        return list.ToArray();
    }

    public static byte[] Flac(params (string Name, string Value)[] comments)
    {
        byte[] list = Comments(comments);
        return new ByteList()
            .Text("fLaC")
            .Big32(34)
            .Zeros(34)
            .Big32(0x84000000 | (uint)list.Length)
            .Add(list)
            .ToArray();
    }

    public static byte[] Ogg(string head, ReadOnlySpan<byte> mark, params (string Name, string Value)[] comments)
        => [
            .. Pages(2, 7, Encoding.UTF8.GetBytes(head + "........")),
            .. Pages(0, 7, [.. mark, .. Comments(comments)]),
        ];

    /// <summary>One packet as pages, as many as it takes.</summary>
    public static byte[] Pages(byte flags, uint serial, byte[] packet, int segmentsPerPage = 3)
    {
        ByteList list = new();
        List<byte> lacing = [.. Enumerable.Repeat((byte)255, packet.Length / 255), (byte)(packet.Length % 255)];
        int at = 0;
        foreach (byte[] page in lacing.Chunk(segmentsPerPage))
        {
            int length = page.Sum(static segment => segment);
            list.Text("OggS").Add(0, at == 0 ? flags : (byte)1).Zeros(8).Little32(serial).Zeros(8)
                .Add((byte)page.Length).Add(page).Add(packet.AsSpan(at, length));
            at += length;
        }

        return list.ToArray();
    }

    public static byte[] Id3(byte version, byte flags, params byte[][] frames)
    {
        byte[] content = [.. Join(frames), .. new byte[10]];
        return [.. "ID3"u8, version, 0, flags, .. SyncSafe(content.Length), .. content, 0xFF, 0xFB, 0x90, 0x44];
    }

    public static byte[] TextFrame(byte version, string name, string value)
        => Frame(version, 0, [3, .. Encoding.UTF8.GetBytes(name + "\0" + value + "\0")]);

    public static byte[] Frame(byte version, byte flags, byte[] data)
        => [
            .. "TXXX"u8,
            .. version == 4 ? SyncSafe(data.Length) : new ByteList().Big32(data.Length).ToArray(),
            0,
            flags,
            .. data,
        ];

    public static byte[] SyncSafe(int length)
        => [
            (byte)(length >> 21 & 0x7F),
            (byte)(length >> 14 & 0x7F),
            (byte)(length >> 7 & 0x7F),
            (byte)(length & 0x7F),
        ];

    public static byte[] Glb(string json)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        return new ByteList()
            .Text("glTF")
            .Little32(2)
            .Little32(20 + text.Length)
            .Little32(text.Length)
            .Text("JSON")
            .Add(text)
            .ToArray();
    }

    public static byte[] Safetensors(string header)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return new ByteList().Little64(text.Length).Add(text).Zeros(16).ToArray();
    }

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(static part => part)];
}
