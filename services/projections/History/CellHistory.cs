using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Projections;

/// <summary>The runs of one cell. Only outcomes of the contract are compared and timed: what a deployment adds, and may declare otherwise tomorrow, is counted by day alone.</summary>
/// <param name="Passed">Whether the last run that passed or failed, in log order, passed; null before there was one.</param>
/// <param name="Since">When what waits or runs now was queued or began, in Unix seconds; null if nothing does.</param>
[MessagePackObject]
public sealed record CellHistory([property: Key(0)] RunDays Days, [property: Key(1)] bool? Passed, [property: Key(2)] long? Since)
{
    /// <summary>A cell with one run. It is all in the cell's row, so it is stored only from the second on: most cells never see one.</summary>
    public static CellHistory First(DateTimeOffset submitTime, string outcome)
    {
        var kind = KindOf(outcome);
        return new(
            RunDays.None.Add(RunStep.First(submitTime, outcome)), PassedAs(kind),
            kind == OutcomeKind.Running ? submitTime.ToUnixTimeSeconds() : null);
    }

    /// <summary>With one more run.</summary>
    /// <param name="newest">Whether no run before it has a later submit time. One that comes late begins and ends nothing.</param>
    public (CellHistory After, RunStep Step) Add(DateTimeOffset submitTime, string outcome, bool newest)
    {
        var (kind, at) = (KindOf(outcome), submitTime.ToUnixTimeSeconds());
        var passed = PassedAs(kind);
        var pair = passed is not null && Passed is not null;
        var ends = newest && kind is not (null or OutcomeKind.Running);
        var step = new RunStep(RunStep.DayOf(submitTime), outcome, pair, pair && passed != Passed, ends ? at - Since : null);
        var since = !newest || kind is null ? Since
            : ends ? null
            // Queued anew is a new run; running goes on with what was queued.
            : outcome == "QUEUED" ? at
            : Since ?? at;
        return (new(Days.Add(step), passed ?? Passed, since), step);
    }

    private static OutcomeKind? KindOf(string outcome) => Outcomes.Standard.TryParse(outcome, out _) ? Outcomes.Standard.KindOf(outcome) : null;

    private static bool? PassedAs(OutcomeKind? kind) => kind switch
    {
        OutcomeKind.Pass => true,
        OutcomeKind.Fail => false,
        _ => null,
    };
}
