using System.Buffers.Binary;

namespace Gatehouse.Contracts;

/// <summary>A stable 64-bit hash of a text that is too long for an index. Two texts may share one: compare the texts too.</summary>
public static class Hash64
{
    public static long Of(string text)
    {
        Span<byte> bytes = stackalloc byte[16];
        TextHash.Of(text).TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
