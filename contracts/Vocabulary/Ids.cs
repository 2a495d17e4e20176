using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Contracts;

/// <summary>How facts are named. Ids are stored and travel, so the way they are made can never change.</summary>
public static class Ids
{
    /// <summary>The namespace of every version 5 UUID made here.</summary>
    public static readonly Guid Namespace = new("6f1b0c1e-3f1d-5c0a-9f57-7a4be1d0a7e5");

    /// <summary>
    /// Whether a publisher's text is a UUID (with hyphens, in any case): such a one names its fact everywhere.
    /// </summary>
    public static bool IsUuid(string text, out Guid id)
    {
        // Guid takes more than UUIDs: spaces around it, and 0x or + before its parts. Such texts would share an id with
        // the UUID proper.
        id = Guid.Empty;
        return text.Length == 36 && text.All(c => c == '-' || char.IsAsciiHexDigit(c))
            && Guid.TryParseExact(text, "D", out id);
    }

    /// <summary>
    /// The id of a result that its publisher names by this text: a UUID is itself, any other text a name within what
    /// brought it (<c>user_id</c>) and where it lands, so that two systems that both count 1, 2, 3 do not meet.
    /// </summary>
    /// <param name="text">The publisher's.</param>
    /// <param name="result">With all that it is named within.</param>
    /// <returns>The id, and the text as source id where it was no UUID.</returns>
    public static (Guid Id, string? SourceId) Of(string text, ResultRecorded result) =>
        IsUuid(text, out var id) ? (id, null) : (
        Version5(new Netstrings()
            .Add(Kinds.Result).Add(text).Add(result.UserId)
            .Add(result.Subject.Type).AddSorted(result.Subjects.Select(subject => subject.Id))
            .Add(result.Testcase).Add(result.Scenario).AddSorted(result.Arches).Add(result.Variant).ToString()), text);

    /// <summary>
    /// The id of a waiver that its publisher names by this text: likewise, within what brought it and the seven things
    /// that it matches by.
    /// </summary>
    public static (Guid Id, string? SourceId) Of(string text, WaiverRecorded waiver) =>
        IsUuid(text, out var id) ? (id, null) : (
        Version5(new Netstrings()
            .Add(Kinds.Waiver).Add(text).Add(waiver.UserId)
            .Add(waiver.Subject.Type).Add(waiver.Subject.Id).Add(waiver.Testcase).Add(waiver.Scenario).Add(waiver.Arch)
            .Add(waiver.ProductVersion).Add(waiver.DecisionContext).Add(waiver.Update).ToString()), text);

    /// <summary>
    /// The first edition's id of a publisher's text, whoever sent it and wherever it landed: what is on record under it
    /// keeps it.
    /// </summary>
    /// <returns>The id, and the text as source id where it was no UUID.</returns>
    public static (Guid Id, string? SourceId) FromText(string text) =>
        IsUuid(text, out var id) ? (id, null) : (Version5(text), text);

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
}
