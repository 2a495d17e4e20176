using System.Globalization;
using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// The link of a run as gates keep it. One that was redacted (rule 17) is kept as a hash of what it was, so that runs
/// which share it are told apart from others as before.
/// </summary>
public static class RunLink
{
    // No text from outside can hold it.
    private const char Hidden = '\0';

    /// <summary>The link of a result; null where it has none.</summary>
    public static string? Of(ResultRecorded result) =>
        result.RedactedLink(Redaction.RefUrl) is { } hash ? Named(hash) : result.RefUrl;

    /// <summary>The same link, redacted.</summary>
    public static string? Redact(string? link) => link is null or [Hidden, ..] ? link : Named(Hash64.Of(link));

    /// <summary>As it is shown.</summary>
    public static string? Shown(string? link) => link is [Hidden, ..] ? Redaction.Text : link;

    /// <summary>Whether both are there and lead to the same.</summary>
    public static bool Same(string? link, string? other) => (link, other) switch
    {
        (null, _) or (_, null) => false,
        ([Hidden, ..], [not Hidden, ..]) => link == Named(Hash64.Of(other)),
        ([not Hidden, ..], [Hidden, ..]) => Named(Hash64.Of(link)) == other,
        _ => link == other,
    };

    private static string Named(long hash) => string.Create(CultureInfo.InvariantCulture, $"{Hidden}{hash:x16}");
}
