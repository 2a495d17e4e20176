using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Projections;

/// <summary>The runs of one cell. An outcome that is declared when a run is recorded is compared and timed by its kind; any other is counted by day alone.</summary>
/// <param name="Passed">Whether the last run that passed or failed, in log order, passed; null before there was one.</param>
/// <param name="Since">When what waits or runs now was queued or began, in Unix seconds; null if nothing does.</param>
[MessagePackObject]
public sealed record CellHistory([property: Key(0)] RunDays Days, [property: Key(1)] bool? Passed, [property: Key(2)] long? Since)
{
    /// <summary>A cell with one run. It is all in the cell's row, so it is stored only from the second on: most cells never see one.</summary>
    public static CellHistory First(DateTimeOffset time, string outcome, Outcomes outcomes)
    {
        var kind = KindOf(outcome, outcomes);
        return new(RunDays.Of(time, outcome), PassedAs(kind), kind == OutcomeKind.Running ? time.ToUnixTimeSeconds() : null);
    }

    /// <summary>With one more run.</summary>
    /// <param name="newest">Whether no run before it is newer. One that comes late begins and ends nothing.</param>
    /// <param name="outcomes">Those in use when it was recorded.</param>
    public (CellHistory After, RunStep Step) Add(DateTimeOffset time, string outcome, bool newest, Outcomes outcomes)
    {
        var (kind, at) = (KindOf(outcome, outcomes), time.ToUnixTimeSeconds());
        var passed = PassedAs(kind);
        var pair = passed is not null && Passed is not null;
        var ends = newest && kind is not (null or OutcomeKind.Running);
        var step = new RunStep(RunStep.DayOf(time), outcome, pair, pair && passed != Passed, ends ? at - Since : null);
        var since = !newest || kind is null ? Since
            : ends ? null
            // Queued anew is a new run; running goes on with what was queued.
            : outcome == "QUEUED" ? at
            : Since ?? at;
        return (new(Days.Add(step), passed ?? Passed, since), step);
    }

    private static OutcomeKind? KindOf(string outcome, Outcomes outcomes) => outcomes.TryParse(outcome, out var known) ? outcomes.KindOf(known) : null;

    private static bool? PassedAs(OutcomeKind? kind) => kind switch
    {
        OutcomeKind.Pass => true,
        OutcomeKind.Fail => false,
        _ => null,
    };
}
