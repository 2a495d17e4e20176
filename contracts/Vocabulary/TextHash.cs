using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Contracts;

/// <summary>Stable keys made from texts: they are stored, so the way they are made can never change.</summary>
public static class TextHash
{
    private const int LengthBytes = sizeof(int);

    /// <summary>
    /// The first 16 bytes of SHA-256 over the texts, each preceded by its length in bytes (-1 for null), so that no two
    /// different lists of texts share an input.
    /// </summary>
    public static Guid Of(params ReadOnlySpan<string?> texts)
    {
        var most = 0;
        foreach (var text in texts)
        {
            most += LengthBytes + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0);
        }

        // Several keys are made of each result: hashing piece by piece, which takes a native handle each time, was a fifth of a fold's work.
        var rented = most > 1024 ? ArrayPool<byte>.Shared.Rent(most) : null;
        var input = rented ?? stackalloc byte[1024];
        var length = 0;
        foreach (var text in texts)
        {
            var bytes = text is null ? 0 : Encoding.UTF8.GetBytes(text, input[(length + LengthBytes)..]);
            BinaryPrimitives.WriteInt32BigEndian(input[length..], text is null ? -1 : bytes);
            length += LengthBytes + bytes;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..length], digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return new Guid(digest[..16], bigEndian: true);
    }
}
