using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace ComfyDeps.Sources.Git;

/// <summary>Writes the commands of git's protocol 2, and reads what answers them.</summary>
internal static class UploadPackCommand
{
    private const string Delimiter = "0001";
    private const string Flush = "0000";
    private const string SymbolicTarget = "symref-target:";
    private const string PeeledTarget = "peeled:";

    /// <summary>Asks for HEAD, branches and tags.</summary>
    /// <param name="advertisement">What the server can do.</param>
    internal static byte[] ListRefs(RefAdvertisement advertisement)
    {
        StringBuilder command = new();
        Line(command, "command=ls-refs");
        if (advertisement.Capability("object-format") is { Length: > 0 } format)
        {
            Line(command, $"object-format={format}");
        }

        command.Append(Delimiter);
        Line(command, "peel");
        Line(command, "symrefs");
        if (advertisement.Capability("ls-refs")?.Contains("unborn", StringComparison.Ordinal) == true)
        {
            Line(command, "unborn");
        }

        Line(command, "ref-prefix HEAD");
        Line(command, $"ref-prefix {GitRef.Branches}");
        Line(command, $"ref-prefix {GitRef.Tags}");
        return Bytes(command.Append(Flush));
    }

    /// <summary>Asks for objects.</summary>
    /// <param name="wants">Whole ids.</param>
    /// <param name="have">A commit whose ancestors are not wanted, or null.</param>
    /// <param name="isShallow">Whether the ancestors of what is wanted are not wanted either.</param>
    /// <param name="filter">What the server is to leave out, as <c>git fetch --filter</c> has it, or null.</param>
    internal static byte[] Fetch(IEnumerable<string> wants, string? have, bool isShallow, string? filter)
    {
        StringBuilder lines = new();
        string? first = null;
        foreach (string want in wants)
        {
            first ??= want;
            Line(lines, $"want {want}");
        }

        StringBuilder command = new();
        Line(command, "command=fetch");
        if (first is not null && GitObjectId.IsSha256(first))
        {
            Line(command, "object-format=sha256");
        }

        command.Append(Delimiter).Append(lines);
        if (have is not null)
        {
            Line(command, $"have {have}");
        }

        if (isShallow)
        {
            Line(command, "deepen 1");
        }

        if (filter is not null)
        {
            Line(command, $"filter {filter}");
        }

        Line(command, "no-progress");
        Line(command, "ofs-delta");
        Line(command, "done");
        return Bytes(command.Append(Flush));
    }

    /// <summary>Reads the answer to <see cref="ListRefs"/>.</summary>
    /// <param name="body">The body.</param>
    /// <param name="movedTo">Where the repository is now, or null.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal static GitRefs ReadRefs(ReadOnlySpan<byte> body, Uri? movedTo)
    {
        PacketReader reader = new(body);
        RefCollector refs = new();
        PacketKind kind;
        while ((kind = reader.Read()) == PacketKind.Data)
        {
            string[] words = reader.Line.Split(' ');
            if (words.Length < 2 || (words[0] != "unborn" && !GitObjectId.IsFull(words[0])))
            {
                throw new InvalidDataException("a line of the list of names is not one");
            }

            string? peeled = null;
            for (int i = 2; i < words.Length; i++)
            {
                if (words[i].StartsWith(SymbolicTarget, StringComparison.Ordinal) && words[1] == "HEAD")
                {
                    refs.SetHead(words[i][SymbolicTarget.Length..]);
                }
                else if (words[i].StartsWith(PeeledTarget, StringComparison.Ordinal))
                {
                    peeled = words[i][PeeledTarget.Length..];
                }
            }

            if (words[0] != "unborn")
            {
                refs.Add(words[1], words[0]);
                if (peeled is not null)
                {
                    refs.Add(words[1] + "^{}", peeled);
                }
            }
        }

        return kind == PacketKind.Flush
            ? refs.ToRefs(movedTo)
            : throw new InvalidDataException("the list of names has no end");
    }

    /// <summary>Reads the answer to <see cref="Fetch"/> up to the objects.</summary>
    /// <param name="body">The body.</param>
    /// <exception cref="InvalidDataException">It has no objects.</exception>
    internal static byte[] ReadPack(ReadOnlySpan<byte> body)
    {
        PacketReader reader = new(body);
        using MemoryStream pack = new();
        bool inPack = false;
        while (true)
        {
            PacketKind kind = reader.Read();
            if (kind == PacketKind.Data && !inPack)
            {
                inPack = reader.Line == "packfile";
            }
            else if (kind == PacketKind.Data && reader.Payload.Length > 0)
            {
                switch (reader.Payload[0])
                {
                    case 1:
                        pack.Write(reader.Payload[1..]);
                        break;
                    case 3:
                        throw new GitRemoteException(Encoding.UTF8.GetString(reader.Payload[1..]).Trim());
                    default:
                        break;
                }
            }
            else if (kind is PacketKind.Flush or PacketKind.End)
            {
                return inPack && kind == PacketKind.Flush
                    ? pack.ToArray()
                    : throw new InvalidDataException("the objects are missing or have no end");
            }
        }
    }

    private static void Line(StringBuilder command, string text)
        => command.Append((text.Length + 5).ToString("x4", CultureInfo.InvariantCulture)).Append(text).Append('\n');

    private static byte[] Bytes(StringBuilder command) => Encoding.ASCII.GetBytes(command.ToString());
}
