using System;
using System.IO;
using System.IO.Compression;

namespace ComfyDeps.TestServers.ComfyRegistry;

/// <summary>The archive of a version: small, with what an installer looks for, and the same bytes each time.</summary>
internal static class PackArchive
{
    internal static byte[] Make(RegistryPack pack, RegistryVersion version)
    {
        string classes = string.Join(", ", Array.ConvertAll([.. version.Classes ?? []], name => $"\"{name}\": object"));
        string python = version.RequiresPython is null ? "" : $"\nrequires-python = \"{version.RequiresPython}\"";
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "__init__.py", $"NODE_CLASS_MAPPINGS = {{{classes}}}\n");
            Add(archive, "pyproject.toml", $"""
                [project]
                name = "{pack.Id}"
                version = "{version.Version}"{python}

                [project.urls]
                Repository = "{pack.Repository}"

                [tool.comfy]
                PublisherId = "{pack.Publisher}"

                """);
            Add(archive, "requirements.txt", string.Join('\n', version.Dependencies) + "\n");
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive archive, string name, string text)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using StreamWriter writer = new(entry.Open());
        writer.Write(text);
    }
}
