using System.IO;
using System.IO.Compression;

namespace ComfyDeps.StagingTool.Packages;

/// <summary>Packs a package again as small as can be: what is packed once is fetched often.</summary>
internal static class SmallPackage
{
    internal static void Write(string file)
    {
        string small = $"{file}.small";
        using (ZipArchive from = ZipFile.OpenRead(file))
        using (ZipArchive to = new(File.Create(small), ZipArchiveMode.Create))
        {
            foreach (ZipArchiveEntry entry in from.Entries)
            {
                ZipArchiveEntry copy = to.CreateEntry(entry.FullName, CompressionLevel.SmallestSize);
                copy.LastWriteTime = entry.LastWriteTime;
                copy.ExternalAttributes = entry.ExternalAttributes;
                using Stream source = entry.Open();
                using Stream target = copy.Open();
                source.CopyTo(target);
            }
        }

        File.Move(small, file, overwrite: true);
    }
}
