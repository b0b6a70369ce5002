using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ComfyDeps.Sources.Git;

/// <summary>What a git server says first: its names (protocol 0 and 1), or only what it can do (protocol 2).</summary>
internal sealed class RefAdvertisement
{
    private const string Service = "# service=git-upload-pack";

    /// <summary>The names, or null when the server speaks protocol 2.</summary>
    internal GitRefs? Refs { get; private init; }

    /// <summary>What the server can do, in protocol 2: names, with their values after an equals sign.</summary>
    internal IReadOnlyList<string> Capabilities { get; private init; } = [];

    /// <summary>Reads an advertisement with or without the line that names the service.</summary>
    /// <param name="body">The body of <c>info/refs?service=git-upload-pack</c>.</param>
    /// <param name="movedTo">Where the repository is now, or null.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    /// <exception cref="GitRemoteException">The server says that something went wrong.</exception>
    internal static RefAdvertisement Parse(ReadOnlySpan<byte> body, Uri? movedTo)
    {
        PacketReader reader = new(body);
        PacketKind kind = reader.Read();
        if (kind == PacketKind.Data && reader.Line == Service)
        {
            kind = reader.Read();
            kind = kind == PacketKind.Flush ? reader.Read() : kind;
        }

        if (kind == PacketKind.Data && reader.Line == "version 2")
        {
            return new RefAdvertisement { Capabilities = ReadCapabilities(ref reader) };
        }

        if (kind == PacketKind.Data && reader.Line == "version 1")
        {
            kind = reader.Read();
        }

        return new RefAdvertisement { Refs = ReadRefs(ref reader, kind, movedTo) };
    }

    /// <summary>The value of a capability; empty when it has none; null when the server does not have it.</summary>
    /// <param name="name">Its name.</param>
    internal string? Capability(string name)
    {
        string? found = Capabilities.FirstOrDefault(
            one => one == name || one.StartsWith(name + "=", StringComparison.Ordinal));
        return found is null ? null : found.Length == name.Length ? string.Empty : found[(name.Length + 1)..];
    }

    private static List<string> ReadCapabilities(ref PacketReader reader)
    {
        List<string> capabilities = [];
        while (true)
        {
            switch (reader.Read())
            {
                case PacketKind.Data:
                    capabilities.Add(reader.Line);
                    break;
                case PacketKind.Flush:
                    return capabilities;
                default:
                    throw new InvalidDataException("the list of what the server can do has no end");
            }
        }
    }

    private static GitRefs ReadRefs(ref PacketReader reader, PacketKind kind, Uri? movedTo)
    {
        RefCollector refs = new();
        for (; kind != PacketKind.Flush; kind = reader.Read())
        {
            if (kind != PacketKind.Data)
            {
                throw new InvalidDataException("the list of names has no end");
            }

            string line = reader.Line;
            int end = line.IndexOf('\0', StringComparison.Ordinal);
            if (end >= 0)
            {
                refs.SetHead(
                    line[(end + 1)..].Split(' ').FirstOrDefault(
                        static one => one.StartsWith("symref=HEAD:", StringComparison.Ordinal))?[12..]);
                line = line[..end];
            }

            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (line.StartsWith("shallow ", StringComparison.Ordinal))
            {
                continue;
            }

            if (space < 0 || !GitObjectId.IsFull(line[..space]))
            {
                throw new InvalidDataException("a line of the list of names is not one");
            }

            refs.Add(line[(space + 1)..], line[..space]);
        }

        return refs.ToRefs(movedTo);
    }
}
