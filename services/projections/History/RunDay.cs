using MessagePack;

namespace Gatehouse.Projections;

/// <summary>The runs of one day.</summary>
/// <param name="Day">As in <see cref="RunStep"/>.</param>
/// <param name="Timed">Of how many runs it is known how long they took.</param>
/// <param name="Seconds">How long those took together.</param>
/// <param name="Counts">How many runs ended as each outcome of <see cref="RunDays.Outcomes"/>; one that is not reached has none.</param>
[MessagePackObject]
public sealed record RunDay(
    [property: Key(0)] int Day,
    [property: Key(1)] int Pairs,
    [property: Key(2)] int Flips,
    [property: Key(3)] int Timed,
    [property: Key(4)] long Seconds,
    [property: Key(5)] IReadOnlyList<int> Counts)
{
    /// <summary>With one more run.</summary>
    /// <param name="outcome">The place of its outcome.</param>
    public RunDay Add(RunStep step, int outcome)
    {
        var counts = new int[Math.Max(Counts.Count, outcome + 1)];
        for (var i = 0; i < Counts.Count; i++)
        {
            counts[i] = Counts[i];
        }

        counts[outcome]++;
        return new(Day, Pairs + (step.Pair ? 1 : 0), Flips + (step.Flip ? 1 : 0), Timed + (step.Seconds is null ? 0 : 1), Seconds + (step.Seconds ?? 0), counts);
    }
}
