using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace ComfyDeps.Sources.Git;

/// <summary>What one packet is.</summary>
internal enum PacketKind
{
    /// <summary>It carries a payload.</summary>
    Data,

    /// <summary>The end of a message.</summary>
    Flush,

    /// <summary>The border between two parts of a message.</summary>
    Delimiter,

    /// <summary>The end of a whole response.</summary>
    ResponseEnd,

    /// <summary>Nothing is left.</summary>
    End,
}

/// <summary>Reads git's packets: four hex digits that count themselves and what follows them.</summary>
internal ref struct PacketReader
{
    private const int LengthSize = 4;

    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads the packets of a body.</summary>
    /// <param name="body">The body.</param>
    internal PacketReader(ReadOnlySpan<byte> body) => _rest = body;

    /// <summary>The payload of the packet that was read last.</summary>
    internal ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>The payload as a line of text, without its line feed.</summary>
    internal readonly string Line => Encoding.UTF8.GetString(Payload.EndsWith("\n"u8) ? Payload[..^1] : Payload);

    /// <summary>Reads the next packet.</summary>
    /// <exception cref="InvalidDataException">What comes is no packet, or it is cut short.</exception>
    /// <exception cref="GitRemoteException">The server says that something went wrong.</exception>
    internal PacketKind Read()
    {
        Payload = default;
        if (_rest.IsEmpty)
        {
            return PacketKind.End;
        }

        if (_rest.Length < LengthSize
            || !int.TryParse(
                Encoding.ASCII.GetString(_rest[..LengthSize]),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out int length))
        {
            throw new InvalidDataException("it is not in git's packet format");
        }

        if (length < LengthSize)
        {
            _rest = _rest[LengthSize..];
            return length switch
            {
                0 => PacketKind.Flush,
                1 => PacketKind.Delimiter,
                2 => PacketKind.ResponseEnd,
                _ => throw new InvalidDataException("it is not in git's packet format"),
            };
        }

        if (length > _rest.Length)
        {
            throw new InvalidDataException("it ends in the middle of a packet");
        }

        Payload = _rest[LengthSize..length];
        _rest = _rest[length..];
        return Payload.StartsWith("ERR "u8)
            ? throw new GitRemoteException(Encoding.UTF8.GetString(Payload[4..]).Trim())
            : PacketKind.Data;
    }
}
