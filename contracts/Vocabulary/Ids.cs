using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Contracts;

/// <summary>How facts are named. Ids are stored and travel, so the way they are made can never change.</summary>
public static class Ids
{
    /// <summary>The namespace of every version 5 UUID made here.</summary>
    public static readonly Guid Namespace = new("6f1b0c1e-3f1d-5c0a-9f57-7a4be1d0a7e5");

    /// <summary>The id of a publisher's text: a UUID (with hyphens, in any case) is itself, any other text is named by a version 5 UUID of it.</summary>
    /// <returns>The id, and the text as source id where it was no UUID.</returns>
    public static (Guid Id, string? SourceId) FromText(string text) =>
        IsUuid(text) && Guid.TryParseExact(text, "D", out var id) ? (id, null) : (Version5(text), text);

    /// <summary>The id of the event that records the fact of this kind and id; a waiver and a result may share an id.</summary>
    public static Guid Event(string kind, Guid id) => Version5($"{kind}:{id:D}");

    /// <summary>The version 5 UUID (RFC 9562) of a text in <see cref="Namespace"/>.</summary>
    public static Guid Version5(string text)
    {
        var name = Encoding.UTF8.GetBytes(text);
        var input = new byte[16 + name.Length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input, 16);

        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 9562 defines version 5 by SHA-1; it names, it does not protect.
        SHA1.HashData(input, digest);
#pragma warning restore CA5350
        digest[6] = (byte)((digest[6] & 0x0F) | 0x50);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }

    // Guid takes more than UUIDs: spaces around it, and 0x or + before its parts. Such texts would share an id with the UUID proper.
    private static bool IsUuid(string text) => text.Length == 36 && text.All(c => c == '-' || char.IsAsciiHexDigit(c));
}
