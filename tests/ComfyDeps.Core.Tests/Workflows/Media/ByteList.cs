using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>Puts a file together byte by byte.</summary>
internal sealed class ByteList
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public ByteList Add(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ByteList Text(string text) => Add(Encoding.UTF8.GetBytes(text));

    public ByteList Zeros(int count) => Add(new byte[count]);

    public ByteList Big16(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return Add(bytes);
    }

    public ByteList Big32(long value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return Add(bytes);
    }

    public ByteList Big64(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Add(bytes);
    }

    public ByteList Little16(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return Add(bytes);
    }

    public ByteList Little32(long value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return Add(bytes);
    }

    public ByteList Little64(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Add(bytes);
    }

    public byte[] ToArray() => [.. _bytes];
}
