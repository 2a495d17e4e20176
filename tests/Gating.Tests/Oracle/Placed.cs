using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>A result in one of the cells it lands in: each of its items with each of its arches.</summary>
/// <param name="Time">Its submit time; arrival where that lies ahead.</param>
/// <param name="Kind">How its outcome counts.</param>
internal sealed record Placed(long Position, DateTimeOffset Time, ResultRecorded Result, Subject Subject, string? Arch,
    OutcomeKind Kind)
{
    public string Testcase => Result.Testcase;

    public string? Scenario => Result.Scenario;

    /// <summary>The place that re-runs land in.</summary>
    public (Subject, string, string?, string?, string?) Cell => (Subject, Testcase, Scenario, Arch, Result.Variant);

    public bool IsRunning => Kind == OutcomeKind.Running;

    public bool IsFinished => Kind != OutcomeKind.Running;

    /// <summary>It says something about its subject.</summary>
    public bool IsAWord => Kind is OutcomeKind.Pass or OutcomeKind.Fail;

    /// <summary>All results of a history, each in all its cells.</summary>
    public static IReadOnlyList<Placed> Of(IEnumerable<Entry> entries, PolicyDrafts words, Trail trail) =>
        [.. entries.Where(e => e.What is ResultRecorded).SelectMany(e => Of(e, (ResultRecorded)e.What, words, trail))];

    private static IEnumerable<Placed> Of(Entry entry, ResultRecorded result, PolicyDrafts words, Trail trail)
    {
        var items = trail.Breaks(Bug.FurtherItemsAreForgotten) ? [] : result.FurtherItems ?? [];
        var arches = trail.Breaks(Bug.FurtherArchesAreForgotten) ? [] : result.FurtherArches ?? [];
        trail.Seen("3.several_items", result.FurtherItems is not null);
        trail.Seen("3.several_arches", result.FurtherArches is not null);
        trail.Seen("3.time_ahead_is_arrival", result.SubmitTime > entry.At);
        trail.Seen("3.type_that_an_alias_stands_for", result.SentType is not null);
        var time = trail.Breaks(Bug.SubmitTimeAheadIsKept) ? result.SubmitTime : entry.Counted(result.SubmitTime);
        return from subject in items.Select(item => new Subject(result.Subject.Type, item)).Prepend(result.Subject)
               from arch in arches.Prepend(result.Arch)
               select new Placed(entry.Position, time, result, subject, arch, words.KindOf(result.Outcome));
    }
}

/// <summary>Rule 3: of several results.</summary>
internal static class Recency
{
    /// <summary>
    /// The newest by time; of equal time a finished one counts, else the one recorded later. Null of none.
    /// </summary>
    public static Placed? Newest(this IEnumerable<Placed> results, Trail trail)
    {
        Placed? newest = null;
        foreach (var result in results)
        {
            newest = newest is null || IsNewer(result, newest, trail) ? result : newest;
        }

        return newest;
    }

    private static bool IsNewer(Placed one, Placed other, Trail trail)
    {
        if (one.Time != other.Time && trail.Obeys(Bug.LaterRecordedIsNewest))
        {
            trail.Seen("3.newest_by_time_though_recorded_before",
                (one.Time > other.Time) != (one.Position > other.Position));
            return one.Time > other.Time;
        }

        if (one.IsFinished != other.IsFinished && trail.Obeys(Bug.RunningOfEqualTimeCounts))
        {
            trail.Seen("3.of_equal_time_a_finished_one");
            return one.IsFinished;
        }

        trail.Seen("3.of_equal_time_the_later");
        return one.Position > other.Position == trail.Obeys(Bug.EarlierRecordedOfEqualTimeCounts);
    }
}
