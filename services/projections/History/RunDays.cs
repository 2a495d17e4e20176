using MessagePack;

namespace Gatehouse.Projections;

/// <summary>
/// Runs by day: the <see cref="Window"/> days up to the newest of them, so never more than that, however often and long something runs. In
/// whatever order runs come, the days in the end are those of all runs whose day lies in the window.
/// </summary>
/// <param name="Outcomes">The outcomes that occur, in the order they came.</param>
/// <param name="Days">Oldest first.</param>
[MessagePackObject]
public sealed record RunDays([property: Key(0)] IReadOnlyList<string> Outcomes, [property: Key(1)] IReadOnlyList<RunDay> Days)
{
    /// <summary>How many days are kept.</summary>
    public const int Window = 90;

    /// <summary>No run yet.</summary>
    public static RunDays None { get; } = new([], []);

    /// <summary>One run.</summary>
    public static RunDays Of(DateTimeOffset time, string outcome) => None.Add(RunStep.First(time, outcome));

    /// <summary>With one more run; the same if it lies before the window.</summary>
    public RunDays Add(RunStep step)
    {
        var newest = Math.Max(step.Day, Days.Count == 0 ? step.Day : Days[^1].Day);
        if (step.Day <= newest - Window)
        {
            return this;
        }

        var known = Outcomes.Contains(step.Outcome);
        IReadOnlyList<string> outcomes = known ? Outcomes : [.. Outcomes, step.Outcome];
        var place = known ? Outcomes.TakeWhile(o => o != step.Outcome).Count() : Outcomes.Count;
        var day = Days.FirstOrDefault(d => d.Day == step.Day) ?? new RunDay(step.Day, 0, 0, 0, 0, []);
        return new(outcomes,
        [
            .. Days.Where(d => d.Day > newest - Window && d.Day < step.Day),
            day.Add(step, place),
            .. Days.Where(d => d.Day > step.Day),
        ]);
    }
}
