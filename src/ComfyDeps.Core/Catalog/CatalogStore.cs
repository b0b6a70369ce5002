using System;
using System.IO;
using System.Linq;
using System.Text;
using ComfyDeps.Configuration;

namespace ComfyDeps.Catalog;

/// <summary>Finds, opens and writes the catalog.</summary>
internal static class CatalogStore
{
    private const long LargestIndex = 256 * 1024 * 1024;

    /// <summary>
    /// Opens the catalog in use: the one the environment names, else the user's, else the shipped one.
    /// </summary>
    internal static NodeCatalog OpenDefault()
    {
        if (CatalogLocations.Named is string named)
        {
            return Open(named, CatalogOrigin.Environment);
        }

        return CatalogLocations.User is string user && Exists(user)
            ? Open(user, CatalogOrigin.User)
            : Open(
                CatalogLocations.Shipped
                    ?? throw Unavailable(AppContext.BaseDirectory, "no module manifest is above it"),
                CatalogOrigin.Shipped);
    }

    /// <summary>Opens the catalog in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="origin">Which copy it is.</param>
    internal static NodeCatalog Open(string folder, CatalogOrigin origin)
    {
        string path = Path.Join(folder, IndexBuilder.FileName);
        try
        {
            bool hasText = CatalogText.Exists(folder);
            FileInfo file = new(path);
            if (!file.Exists && !hasText)
            {
                throw Unavailable(folder, "neither its index nor its text is there");
            }

            if (file.Exists && file.Length <= LargestIndex)
            {
                CatalogIndex index = CatalogIndex.Open(File.ReadAllBytes(path), path);
                if (!hasText
                    || IsNewerThanText(file, folder)
                    || index.Fingerprint.SequenceEqual(IndexBuilder.Fingerprint(folder)))
                {
                    return new NodeCatalog(index, folder, origin);
                }
            }

            // The text is what people review and edit: where the index does not match it, the text counts.
            return new NodeCatalog(CatalogIndex.Open(IndexBuilder.Build(folder), path), folder, origin);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(folder, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Whether a folder holds a catalog.</summary>
    /// <param name="folder">The folder.</param>
    internal static bool Exists(string folder)
        => CatalogText.Exists(folder) || File.Exists(Path.Join(folder, IndexBuilder.FileName));

    /// <summary>Which copy the catalog in a folder is.</summary>
    /// <param name="folder">The folder.</param>
    internal static CatalogOrigin OriginOf(string folder)
        => folder == CatalogLocations.Named ? CatalogOrigin.Environment
            : folder == CatalogLocations.User ? CatalogOrigin.User
            : CatalogOrigin.Shipped;

    /// <summary>Writes a catalog's text and index. Each file is the old one or the new one, whole.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="folder">Where to.</param>
    /// <returns>Whether anything changed.</returns>
    internal static bool Write(CatalogFacts facts, string folder)
    {
        bool changed = false;
        try
        {
            Directory.CreateDirectory(folder);
            foreach ((string name, string text) in CatalogText.Render(facts)
                .OrderBy(static f => f.Key == CatalogText.ProvenanceFile))
            {
                changed |= Replace(Path.Join(folder, name), Encoding.UTF8.GetBytes(text));
            }

            changed |= Replace(Path.Join(folder, IndexBuilder.FileName), IndexBuilder.Build(folder));
            return changed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComfyDepsException(
                ErrorCode.FileAccessDenied,
                $"The catalog in '{folder}' cannot be written: {e.Message.TrimEnd('.')}.",
                folder,
                $"Set {CatalogLocations.Variable} to a folder that may be written, or run where the user's data "
                    + "folder may be.",
                e);
        }
    }

    /// <summary>Writes a file as a whole, or not at all when it says the same already.</summary>
    private static bool Replace(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return false;
        }

        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return true;
    }

    /// <summary>
    /// Whether the index was written after the last change of its text. Then it need not be compared with it; otherwise
    /// (a checkout that moved, an edited line) the text is hashed.
    /// </summary>
    private static bool IsNewerThanText(FileInfo index, string folder)
    {
        // A loop and no query: this is done before the first result, and a query over times must be compiled first.
        DateTime written = index.LastWriteTimeUtc;
        foreach (string name in CatalogText.Files)
        {
            if (File.GetLastWriteTimeUtc(Path.Join(folder, name)) >= written)
            {
                return false;
            }
        }

        return true;
    }

    private static ComfyDepsException Unavailable(string folder, string reason, Exception? cause = null)
        => new(
            ErrorCode.CatalogUnavailable,
            $"There is no catalog in '{folder}': {reason}.",
            folder,
            $"Install the module again, or give {CatalogLocations.Variable} the folder of a catalog.",
            cause);
}
