using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.Inspection.Git;

/// <summary>The tree that an index stands for, as a commit of it would name it.</summary>
internal static class GitTree
{
    /// <summary>The hash of the tree.</summary>
    /// <param name="entries">The index's entries.</param>
    /// <param name="algorithm">The repository's hash.</param>
    internal static byte[] HashOf(IReadOnlyList<IndexEntry> entries, HashAlgorithmName algorithm)
    {
        int at = 0;
        return Folder(entries, string.Empty, ref at, algorithm);
    }

    /// <summary>The entries are sorted by path, so a folder's stand together.</summary>
    private static byte[] Folder(
        IReadOnlyList<IndexEntry> entries,
        string prefix,
        ref int at,
        HashAlgorithmName algorithm)
    {
        using MemoryStream content = new();
        while (at < entries.Count && entries[at].Path.StartsWith(prefix, StringComparison.Ordinal))
        {
            IndexEntry entry = entries[at];
            int slash = entry.Path.IndexOf('/', prefix.Length);
            if (slash < 0)
            {
                Add(content, Convert.ToString(entry.Mode, 8), entry.Path[prefix.Length..], entry.ObjectId);
                at++;
            }
            else
            {
                byte[] below = Folder(entries, entry.Path[..(slash + 1)], ref at, algorithm);
                Add(content, "40000", entry.Path[prefix.Length..slash], below);
            }
        }

        return ObjectHash.Of("tree", content.GetBuffer().AsSpan(0, (int)content.Length), algorithm);
    }

    private static void Add(MemoryStream content, string mode, string name, byte[] id)
    {
        content.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{mode} {name}\0")));
        content.Write(id);
    }
}
