using MessagePack;

namespace Gatehouse.Gating;

/// <summary>Which evidence about the update itself, or another subject that changes, counts for the update's present definition (rule 9).</summary>
/// <param name="Since">The moment since when the update has its present builds, subjects and product version; null where all counts.</param>
/// <param name="Stretch">The times, as sent, of the definitions of the unbroken stretch in which it has them.</param>
/// <param name="Others">Those of all other definitions on record.</param>
[MessagePackObject]
public sealed record EvidenceWindow(
    [property: Key(0)] DateTimeOffset? Since, [property: Key(1)] IReadOnlyList<DateTimeOffset> Stretch, [property: Key(2)] IReadOnlyList<DateTimeOffset> Others)
{
    /// <summary>After another definition of the same stretch.</summary>
    public EvidenceWindow Continued(DateTimeOffset definition) => Stretch.Contains(definition) ? this : this with { Stretch = [.. Stretch, definition] };

    /// <summary>After a definition that begins a stretch.</summary>
    public EvidenceWindow Begun(DateTimeOffset definition, DateTimeOffset? since) => new(since, [definition], [.. Others.Union(Stretch)]);

    /// <summary>After a definition that was not taken up.</summary>
    public EvidenceWindow Knowing(DateTimeOffset definition) => Others.Contains(definition) ? this : this with { Others = [.. Others, definition] };

    /// <summary>Whether the same counts by both.</summary>
    public bool SaysTheSameAs(EvidenceWindow other) =>
        Since == other.Since && Stretch.SequenceEqual(other.Stretch) && Others.SequenceEqual(other.Others);

    /// <summary>Whether evidence that began at this moment counts.</summary>
    public bool Counts(DateTimeOffset began) => Since is not { } since || began >= since;

    /// <summary>Whether a result counts.</summary>
    /// <param name="all">What is known of its subject and testcase, among which its run may have begun.</param>
    public bool Counts(Run run, IReadOnlyList<Run> all, Lens lens)
    {
        if (run.DefinitionTime is { } definition)
        {
            // A time that definitions of other builds have as well does not say which of them was tested.
            var (own, others) = (Stretch.Contains(definition), Others.Contains(definition));
            if (own != others)
            {
                return own;
            }
        }

        return Since is null || Counts(BeginningOf(run, all, lens));
    }

    private static DateTimeOffset BeginningOf(Run run, IReadOnlyList<Run> all, Lens lens)
    {
        var ofItsLink = all
            .Where(q => RunLink.Same(q.RefUrl, run.RefUrl) && !lens.IsFinished(q) && q.Time <= run.Time && q.CanBecome(run))
            .MinBy(q => q.Time);
        if (ofItsLink is not null)
        {
            return ofItsLink.Time;
        }

        var queued = all
            .Where(q => q.Outcome == "QUEUED" && q.Time < run.Time && q.CanBecome(run) && (q.RefUrl is null || run.RefUrl is null))
            .MaxBy(q => q.Time);
        var isOver = queued is not null
            && all.Any(f => lens.IsFinished(f) && f.Time > queued.Time && f.Time < run.Time && f.CanBecome(run));
        return queued is null || isOver ? run.Time : queued.Time;
    }
}
