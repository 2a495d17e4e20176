using System.Globalization;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>One verdict, for people who read feeds.</summary>
/// <param name="Id">The id of the event: the same in every feed that the verdict is in, and for ever.</param>
/// <param name="RecordedAt">When it was written to the log.</param>
/// <param name="UpdateTitle">What the update calls itself now.</param>
/// <param name="Link">Where all of the update is to be read.</param>
public sealed record FeedEntry(Guid Id, DateTimeOffset RecordedAt, FeedVerdict Said, string? UpdateTitle, string? Submitter, string Link)
{
    /// <summary>How many requirements are listed; the link has the rest.</summary>
    public const int Listed = 20;

    /// <summary>The verdict in a line.</summary>
    public string Title => (Said.PreviousVerdict is { } before
        ? $"{Said.Alias}: {Word(Said.Verdict)} instead of {Word(before)} before {Said.DecisionContext}"
        : $"{Said.Alias}: {Word(Said.Verdict)} before {Said.DecisionContext}") + (string.IsNullOrWhiteSpace(UpdateTitle) ? "" : $" ({UpdateTitle})");

    /// <summary>A requirement that is not satisfied, in a line: what it is, and what is known of it.</summary>
    public static string Line(UnsatisfiedRequirement unsatisfied) => string.Create(CultureInfo.InvariantCulture,
        $"{unsatisfied.Testcase}{Bracketed(unsatisfied.Scenario, unsatisfied.Arch)} of {unsatisfied.Subject.Id}: {Answered(unsatisfied.Answer)}{(unsatisfied.Essential ? "" : " (not essential)")}");

    public static string Word(Verdict? verdict) => verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Info => "passed, with remarks",
        Verdict.Failed => "failed",
        _ => "undecided",
    };

    private static string Answered(Answer answer) => answer switch
    {
        Answer.Failed => "failed",
        Answer.Errored => "the test itself broke",
        Answer.Missing => "no result",
        Answer.Running => "not finished",
        _ => "passed",
    };

    private static string Bracketed(params IEnumerable<string?> parts) => string.Join(", ", parts.OfType<string>()) is { Length: > 0 } some ? $" ({some})" : "";
}
