using System;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>Archives of the Comfy Registry, those included that are meant to get out of their folder.</summary>
public sealed class ArchiveTests
{
    private const string Project = "[project]\nname = \"packed\"\nversion = \"1.0.0\"\n";

    [Theory]
    [InlineData("../escaped.py", "it has empty, dotted or too long parts")]
    [InlineData("/tmp/escaped.py", "it is absolute or has backslashes")]
    [InlineData("..\\escaped.py", "it is absolute or has backslashes")]
    [InlineData("c:/escaped.py", "it is absolute or has backslashes")]
    [InlineData(".git/config", "it is part of .git")]
    [InlineData("a\nb.py", "it has control characters")]
    public async Task AMemberThatLeadsOutsideIsRefused(string name, string cause)
    {
        await using Pod pod = new();
        Serve(pod, Zip((name, "escaped", 0)));
        (await pod.InstallAsync()).Failed(("packed", cause));
        Assert.Empty(Directory.GetFileSystemEntries(pod.CustomNodes));
        Assert.Empty(Directory.GetFiles(pod.Root, "escaped.py", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task ALinkInAnArchiveIsRefused()
    {
        await using Pod pod = new();
        Serve(pod, Zip(("link", pod.Root, 0xA1FF << 16), ("link/escaped.py", "escaped", 0)));
        (await pod.InstallAsync()).Failed(("packed", "it is a link or a device"));
        Assert.False(File.Exists(Path.Join(pod.Root, "escaped.py")));
    }

    [Fact]
    public async Task ATarArchiveIsUnpackedAndALinkInItRefused()
    {
        await using Pod pod = new();
        Serve(pod, Tar(link: false));
        (await pod.InstallAsync()).Succeeded();
        Assert.Equal("import os\n", File.ReadAllText(Path.Join(pod.CustomNodes, "packed", "nodes", "one.py")));
        Assert.Equal(
            "pyproject.toml\nnodes/\nnodes/one.py",
            File.ReadAllText(Path.Join(pod.CustomNodes, "packed", ".tracking")));

        await using Pod other = new();
        Serve(other, Tar(link: true));
        (await other.InstallAsync()).Failed(("packed", "it is a link or a device"));
    }

    [Fact]
    public async Task TheHashOfAnArchiveIsCheckedWhereItIsPinned()
    {
        await using Pod pod = new();
        byte[] archive = Zip(("nodes.py", "", 0));
        Serve(pod, archive, sha256: new string('1', 64));
        (await pod.InstallAsync()).Failed(("packed", "the pin says 1111"));
        Serve(pod, archive, Convert.ToHexStringLower(SHA256.HashData(archive)));
        (await pod.InstallAsync()).Succeeded();
    }

    [Fact]
    public async Task AnArchiveOfAnotherPackOrVersionOrOfNoneIsRefused()
    {
        await using Pod pod = new();
        Serve(pod, Zip(("pyproject.toml", "[project]\nname = \"packed\"\nversion = \"2.0.0\"\n", 0)));
        (await pod.InstallAsync()).Failed(("packed", "it has version 2.0.0"));
        Serve(pod, Zip(("pyproject.toml", "[project]\nname = \"another\"\nversion = \"1.0.0\"\n", 0)));
        (await pod.InstallAsync()).Failed(("packed", "pyproject.toml of another"));
        Serve(pod, Encoding.UTF8.GetBytes("not an archive"));
        (await pod.InstallAsync()).Failed(("packed", "neither a zip nor a tar archive"));
        Assert.Empty(Directory.GetFileSystemEntries(pod.CustomNodes));
    }

    private static void Serve(Pod pod, byte[] archive, string? sha256 = null)
    {
        Uri address = pod.Files.Add("/packed/node.zip", archive);
        pod.Pin("packed", new NodeEntry
        {
            Source = new PinSource
            {
                Kind = SourceKind.ComfyRegistry,
                Id = "packed",
                Version = "1.0.0",
                DownloadUrl = address.AbsoluteUri,
                Sha256 = sha256,
            },
            Verification = new PinVerification { Status = VerificationStatus.Verified },
        });
    }

    private static byte[] Zip(params (string Name, string Content, int Attributes)[] members)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            (string Name, string Content, int Attributes)[] own = [("pyproject.toml", Project, 0), .. members];
            bool hasProject = Array.Exists(members, static member => member.Name == "pyproject.toml");
            foreach ((string name, string content, int attributes) in hasProject ? members : own)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using StreamWriter writer = new(entry.Open());
                writer.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Tar(bool link)
    {
        using MemoryStream bytes = new();
        using (GZipStream zip = new(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (TarWriter tar = new(zip))
        {
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, "pyproject.toml")
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(Project)),
                });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "nodes"));
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, "nodes/one.py")
                {
                    DataStream = new MemoryStream("import os\n"u8.ToArray()),
                });
            if (link)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "out") { LinkName = "/tmp" });
            }
        }

        return bytes.ToArray();
    }
}
