using System.Globalization;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What the pages say in plain words. Pure.</summary>
internal static class Words
{
    /// <summary>An enumeration's value as the contract writes it.</summary>
    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Why a gate spoke, as the end of a sentence.</summary>
    public static string Because(GateReason reason) => reason switch
    {
        GateReason.AllReceived => "everything that was waited for has arrived",
        GateReason.EssentialReceived => "everything essential has arrived, and the policies wait for no more",
        GateReason.Deadline => "time was up",
        GateReason.Waived => "what had not arrived was waived",
        GateReason.NothingRequired => "a policy says on purpose that nothing is required",
        GateReason.NoPolicy => "no policy asks anything of this update",
        GateReason.Result => "a result changed what was said before",
        GateReason.Waiver => "a waiver, its withdrawal or its end changed what was said before",
        GateReason.Policy => "other policies came into force",
        GateReason.Released => "an operator let it go, or took that back",
        GateReason.Open => "the update stands before this gate no more",
        GateReason.Withdrawn => "the update was withdrawn",
        GateReason.Obsoleted => "the update was obsoleted",
        GateReason.Shipped => "the update was shipped",
        _ => Of(reason),
    };

    /// <summary>What an answer means for whoever waits.</summary>
    public static string Meaning(string answer) => answer switch
    {
        "passed" => "the newest run that says something passed",
        "failed" => "the newest run that says something failed",
        "errored" => "the test itself broke: a new run is waited for",
        "running" => "a run is queued or under way",
        "missing" => "no result has arrived yet",
        "waived" => "a person accepted its failure or absence",
        _ => answer,
    };

    /// <summary>The answer that an outcome of this kind gives.</summary>
    public static string ShapeOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Pass => "passed",
        OutcomeKind.Fail => "failed",
        OutcomeKind.Running => "running",
        _ => "errored",
    };

    /// <summary>A moment to the second.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Ago(TimeSpan age) => age < TimeSpan.FromSeconds(1) ? "now" : Span(age) + " ago";

    public static string Left(TimeSpan left) => left >= TimeSpan.Zero ? Span(left) + " left" : Span(-left) + " over";

    /// <summary>A length of time in its two greatest units. <c>times.js</c> says it in the same way.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Text($"{(int)span.TotalSeconds} s"),
        { TotalHours: < 1 } => Text($"{span.Minutes} min {span.Seconds} s"),
        { TotalDays: < 1 } => Text($"{span.Hours} h {span.Minutes} min"),
        _ => Text($"{(int)span.TotalDays} d {span.Hours} h"),
    };

    /// <summary>How many of what: <c>1 build</c>, <c>2 builds</c>.</summary>
    public static string Some(long count, string what) => Text($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Which items of a list a page of it shows.</summary>
    public static string Range(int page, int size, int shown) => Text($"{((page - 1) * size) + 1:N0} to {((page - 1) * size) + shown:N0}");

    /// <summary>The text if it is a link that may be followed: to http or https. Any other scheme could be a program.</summary>
    public static string? WebLink(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" ? link.AbsoluteUri : null;

    /// <summary>Where a cell stands, besides its testcase.</summary>
    public static string Place(string? scenario, string? arch, string? variant = null) => string.Join(", ", new[] { arch, scenario, variant }.Where(t => t is not null));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share of 0 to 1.</summary>
    public static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

    /// <summary>Seconds as people say them.</summary>
    public static string Seconds(long seconds) => seconds switch
    {
        < 120 => $"{seconds} s",
        < 7_200 => $"{seconds / 60} min",
        _ => $"{seconds / 3_600} h",
    };
}
