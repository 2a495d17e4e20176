namespace Gatehouse.Contracts;

/// <summary>The sizes a message may have. Texts are counted in UTF-16 code units, bodies in bytes.</summary>
public static class Limits
{
    /// <summary>A message's body, in bytes.</summary>
    public const int Message = 1024 * 1024;

    /// <summary>What is kept of a body over <see cref="Message"/>, and what travels of a rejected one, in bytes.</summary>
    public const int KeptOfOversize = 64 * 1024;

    /// <summary>Keys of <c>data</c>.</summary>
    public const int DataKeys = 200;

    /// <summary>
    /// Free text: notes, comments, titles, links, texts inside <c>data</c>. Notes and values inside <c>data</c> are cut
    /// to it, all others refused over it.
    /// </summary>
    public const int Text = 8_192;

    public const int Testcase = 1_024;

    public const int Alias = 255;

    public const int Build = 255;

    /// <summary>Scenarios and variants.</summary>
    public const int Scenario = 255;

    /// <summary>The cells that one result lands in: its items times its arches.</summary>
    public const int Cells = 100;

    /// <summary>Identifiers of subjects that are neither builds nor updates.</summary>
    public const int SubjectId = 1_024;

    /// <summary>An id given by a publisher.</summary>
    public const int SourceId = 200;

    /// <summary>Subject types, arches, decision contexts and product versions.</summary>
    public const int Word = 64;

    /// <summary>Objects and lists inside each other.</summary>
    public const int Depth = 32;

    /// <summary>How far ahead of arrival a time may lie: one broken clock must not hold a cell for ever.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    public static readonly DateTimeOffset EarliestTime = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first moment that is too late.</summary>
    public static readonly DateTimeOffset LatestTime = new(2201, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Items of one HTTP list, and its bytes.</summary>
    public const int ListItems = 1_000;

    public const int ListBytes = 8 * 1024 * 1024;

    /// <summary>Entries of each list in a gate message; the rest is at the message's <c>url</c>.</summary>
    public const int GateEntries = 500;
}
