using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ComfyDeps.Sources.Git;

/// <summary>Reads a folder as git keeps it: entries of <c>mode name NUL id</c>, the id in bytes.</summary>
internal static class GitFolder
{
    private static readonly UTF8Encoding s_strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Its files and folders; links, submodules, and names that are no text are left out.</summary>
    /// <param name="content">The object's bytes.</param>
    /// <param name="idLength">How many bytes an id has.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static IReadOnlyList<(string Name, bool IsFolder, string Id)> Read(
        ReadOnlySpan<byte> content,
        int idLength)
    {
        List<(string Name, bool IsFolder, string Id)> entries = [];
        while (!content.IsEmpty)
        {
            int space = content.IndexOf((byte)' ');
            int end = content.IndexOf((byte)0);
            if (space < 0 || end < space || end + 1 + idLength > content.Length)
            {
                throw new InvalidDataException("a folder is damaged");
            }

            // 100644 and 100755 are files, 40000 is a folder.
            bool isFolder = content[..space].SequenceEqual("40000"u8);
            if ((isFolder || content[..space].StartsWith("100"u8)) && NameOf(content[(space + 1)..end]) is string name)
            {
                entries.Add((name, isFolder, Convert.ToHexString(content.Slice(end + 1, idLength)).ToLowerInvariant()));
            }

            content = content[(end + 1 + idLength)..];
        }

        return entries;
    }

    /// <summary>The folder of a commit, or null where it is not among the objects.</summary>
    /// <param name="objects">Objects by id.</param>
    /// <param name="commit">The commit.</param>
    internal static GitObject? RootOf(IReadOnlyDictionary<string, GitObject> objects, string commit)
    {
        if (!objects.TryGetValue(commit, out GitObject? found) || found.Type != GitObjectType.Commit)
        {
            return null;
        }

        string first = Encoding.UTF8.GetString(found.Content).Split('\n')[0];
        return first.StartsWith("tree ", StringComparison.Ordinal)
            && objects.TryGetValue(first[5..], out GitObject? tree)
            ? tree
            : null;
    }

    private static string? NameOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            string name = s_strict.GetString(bytes);
            return name is "" or "." or ".." || name.Contains('/', StringComparison.Ordinal) ? null : name;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
