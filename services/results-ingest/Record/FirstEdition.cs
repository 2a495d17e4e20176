namespace Gatehouse.ResultsIngest;

/// <summary>
/// Facts on record from the first edition, which knew no aliases of types and took <c>system_architecture</c> and
/// <c>system_variant</c> for data like any other. A message that it recorded may come again, and is then no other one
/// for being read otherwise.
/// </summary>
internal static class FirstEdition
{
    /// <summary>The recorded one as it would be read now, where that is how the other one was read.</summary>
    public static ResultRecorded AsReadNow(ResultRecorded recorded, ResultRecorded other)
    {
        var read = IsBeforeAliases(recorded.Subject, recorded.SentType, other.Subject, other.SentType)
            ? recorded with { Subject = recorded.Subject with { Type = other.Subject.Type } }
            : recorded;
        if (read.Arch is null && other.Arch is not null && Names(recorded, "system_architecture", other.Arches))
        {
            read = read with { Arch = other.Arch, FurtherArches = other.FurtherArches };
        }

        return read.Variant is null && other.Variant is not null && Names(recorded, "system_variant", [other.Variant])
            ? read with { Variant = other.Variant }
            : read;
    }

    /// <summary>The same of a waiver.</summary>
    public static WaiverRecorded AsReadNow(WaiverRecorded recorded, WaiverRecorded other) =>
        IsBeforeAliases(recorded.Subject, recorded.SentType, other.Subject, other.SentType)
            ? recorded with { Subject = recorded.Subject with { Type = other.Subject.Type } }
            : recorded;

    private static bool IsBeforeAliases(Subject recorded, string? recordedAs, Subject other, string? sentAs) =>
        recordedAs is null && sentAs is not null && recorded.Type == sentAs && recorded.Type != other.Type;

    private static bool Names(ResultRecorded recorded, string key, IEnumerable<string?> values) =>
        recorded.Data is { } data && new FieldReader(data).PlainOrList(key).Value is { } named
        && named.Select(entry => entry.Value).Distinct(StringComparer.Ordinal).SequenceEqual(values);
}
