using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Projections;

/// <summary>
/// Which evidence about an update itself, or about another subject that changes, counts for the update's present definition (rule 9). What is announced of
/// such a result is told within what counts; gating decides by the same rule for itself.
/// </summary>
/// <param name="Since">Since when the update has its present builds, subjects and product version, in whole seconds; null where all counts.</param>
/// <param name="Stretch">The times, as sent, of the definitions of the unbroken stretch in which it has them.</param>
/// <param name="Others">Those of all other definitions on record.</param>
[MessagePackObject]
public sealed record EvidenceWindow(
    [property: Key(0)] DateTimeOffset? Since, [property: Key(1)] IReadOnlyList<DateTimeOffset> Stretch, [property: Key(2)] IReadOnlyList<DateTimeOffset> Others)
{
    /// <summary>No definition has been taken up yet.</summary>
    public static EvidenceWindow Unheard { get; } = new(null, [], []);

    /// <summary>After another definition of the same stretch.</summary>
    public EvidenceWindow Continued(DateTimeOffset definition) => Stretch.Contains(definition) ? this : this with { Stretch = [.. Stretch, definition] };

    /// <summary>After a definition that begins a stretch.</summary>
    public EvidenceWindow Begun(DateTimeOffset definition, DateTimeOffset? since) => new(since is { } at ? WholeSecond(at) : null, [definition], [.. Others.Union(Stretch)]);

    /// <summary>After a definition that was not taken up.</summary>
    public EvidenceWindow Knowing(DateTimeOffset definition) => Others.Contains(definition) ? this : this with { Others = [.. Others, definition] };

    /// <summary>The outcome of the newest result of a cell that counts, and how many of it count.</summary>
    /// <param name="all">What is known of the cell's subject and testcase, among which its runs may have begun.</param>
    /// <param name="outcomes">Those in use.</param>
    public (string? NewestOutcome, int Counted) Of(Guid cell, IReadOnlyList<EvidenceRun> all, Outcomes outcomes)
    {
        var counting = all.Where(run => run.Cell == cell && Counts(run, all, outcomes)).ToList();
        return (counting.MaxBy(run => run.Recency(outcomes))?.Outcome, counting.Count);
    }

    /// <summary>Whether a result counts.</summary>
    public bool Counts(EvidenceRun run, IReadOnlyList<EvidenceRun> all, Outcomes outcomes)
    {
        if (run.DefinitionTime is { } definition)
        {
            // A time that definitions of other builds have as well does not say which of them was tested.
            var (own, other) = (Stretch.Contains(definition), Others.Contains(definition));
            if (own != other)
            {
                return own;
            }
        }

        // It began when it was submitted, or before.
        return Since is not { } since || (run.Time >= since && BeginningOf(run, all, outcomes) >= since);
    }

    private static DateTimeOffset BeginningOf(EvidenceRun run, IReadOnlyList<EvidenceRun> all, Outcomes outcomes)
    {
        var ofItsLink = all
            .Where(q => q.RefUrl is not null && q.RefUrl == run.RefUrl && !q.IsFinished(outcomes) && q.Time <= run.Time && q.CanBecome(run))
            .MinBy(q => q.Time);
        if (ofItsLink is not null)
        {
            return ofItsLink.Time;
        }

        var queued = all
            .Where(q => q.Outcome == "QUEUED" && q.Time < run.Time && q.CanBecome(run) && (q.RefUrl is null || run.RefUrl is null))
            .MaxBy(q => q.Time);
        var isOver = queued is not null && all.Any(f => f.IsFinished(outcomes) && f.Time > queued.Time && f.Time < run.Time && f.CanBecome(run));
        return queued is null || isOver ? run.Time : queued.Time;
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));
}
