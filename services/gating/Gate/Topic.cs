using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>
/// Everything known of one testcase for one subject: its runs, its waivers and what was refused, whether or not a gate asks for it yet. It is
/// folded for results that come before their update, too, so their order does not matter.
/// </summary>
/// <param name="Runs">Those that can still matter to an answer.</param>
/// <param name="Waivers">Likewise.</param>
/// <param name="Refused">Results that were refused and are still shown.</param>
[MessagePackObject]
public sealed record Topic(
    [property: Key(0)] IReadOnlyList<Run> Runs, [property: Key(1)] IReadOnlyList<TopicWaiver> Waivers, [property: Key(2)] IReadOnlyList<RefusedRun> Refused)
{
    /// <summary>Nothing is known.</summary>
    public static Topic Initial { get; } = new([], [], []);

    /// <summary>The key of a topic in the tables.</summary>
    public static Guid KeyOf(Subject subject, string testcase) => TextHash.Of(subject.Type, subject.Id, testcase);

    /// <summary>
    /// Whether the subject never changes, so that all evidence about it counts and only the newest can matter. Of others any may come to count with
    /// the next edit, or the next vocabulary, so all is kept.
    /// </summary>
    public static bool IsLasting(Subject subject) => subject.Type == Subject.Build;

    /// <summary>After one more result.</summary>
    /// <param name="at">When it was recorded.</param>
    public Topic Evolve(Subject subject, ResultRecorded result, DateTimeOffset at, long sequence)
    {
        var runs = Runs;
        var refused = Refused;
        foreach (var run in Run.Of(result, at, sequence))
        {
            runs = IsLasting(subject) ? RunPruning.With(runs, run) : [.. runs, run];
            refused = refused.Any(r => r.IsOutdoneBy(run)) ? [.. refused.Where(r => !r.IsOutdoneBy(run))] : refused;
        }

        return this with { Runs = runs, Refused = refused };
    }

    /// <summary>After one more waiver, or its withdrawal.</summary>
    public Topic Evolve(Subject subject, WaiverRecorded waiver, DateTimeOffset at, long sequence)
    {
        var added = TopicWaiver.Of(waiver, at, sequence);
        if (!IsLasting(subject))
        {
            return this with { Waivers = [.. Waivers, added] };
        }

        return Waivers.FirstOrDefault(added.CoversTheSameAs) is { } known && (known.Time, known.Sequence).CompareTo((added.Time, added.Sequence)) > 0
            ? this
            : this with { Waivers = [.. Waivers.Where(w => !added.CoversTheSameAs(w)), added] };
    }

    /// <summary>After a waiver's time is over.</summary>
    public Topic Evolve(WaiverExpired expired) => this with { Waivers = [.. Waivers.Select(w => w.Reference.Id == expired.Id ? w with { Expired = true } : w)] };

    /// <summary>After a result about it was refused.</summary>
    public Topic Evolve(Guid rejection, bool conflict, RejectedResult about, DateTimeOffset at)
    {
        if (!conflict)
        {
            return this with { Refused = [.. Refused, new RefusedRun(rejection, false, about.Scenario, null, about.Variant, at)] };
        }

        var time = about.SubmitTime > at ? at : about.SubmitTime;
        var changing = about.Arches.Where(arch => about.Outcome is not null && about.Outcome != NewestOutcome(about.Scenario, arch, about.Variant));
        return this with { Refused = [.. Refused, .. changing.Select(arch => new RefusedRun(rejection, true, about.Scenario, arch, about.Variant, time))] };
    }

    /// <summary>After a rejection was settled.</summary>
    public Topic Settle(Guid rejection) => this with { Refused = [.. Refused.Where(r => r.Id != rejection)] };

    /// <summary>After a text of one of its facts was redacted.</summary>
    public Topic Evolve(FactRedacted redacted) => redacted switch
    {
        { Kind: RedactedKind.Result, Path: Redaction.RefUrl } => this with
        {
            Runs = [.. Runs.Select(r => r.Id == redacted.Fact ? r with { RefUrl = RunLink.Redact(r.RefUrl) } : r)],
        },
        { Kind: RedactedKind.Waiver } => this with
        {
            Waivers = [.. Waivers.Select(w => w.Reference.Id == redacted.Fact
                ? w with { Reference = w.Reference with { Comment = Redaction.Text } } : w)],
        },
        _ => this,
    };

    private string? NewestOutcome(string? scenario, string? arch, string? variant) =>
        Runs.Where(run => run.Cell == (scenario, arch, variant)).Max(new ByRecency(Outcomes.Standard))?.Outcome;
}
