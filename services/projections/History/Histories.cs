using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>Several histories as one.</summary>
internal sealed class Histories
{
    private readonly List<(string Testcase, Run Newest, RunDays Days)> all = [];

    /// <summary>The testcases that ran.</summary>
    public IEnumerable<string> Testcases => all.Select(h => h.Testcase).Distinct().Order(StringComparer.Ordinal);

    public void Add(string testcase, Run newest, RunDays days) => all.Add((testcase, newest, days));

    /// <summary>What they come to, in the window up to the last run of them all.</summary>
    public HistoryView View(Subject? subject, string? package, IReadOnlyList<TestcaseTimes> turnaround, DateTimeOffset now)
    {
        var newest = all.SelectMany(h => h.Days.Days).Select(d => d.Day).DefaultIfEmpty(0).Max();
        var days = all.SelectMany(h => h.Days.Days, (h, day) => (h.Days.Outcomes, Day: day))
            .Where(d => d.Day.Day > newest - RunDays.Window)
            .GroupBy(d => d.Day.Day)
            .OrderBy(d => d.Key)
            .Select(d => Day(d.Key, [.. d.Select(x => (x.Outcomes, x.Day))]))
            .ToList();
        var (pairs, flips) = (days.Sum(d => d.Day.Pairs), days.Sum(d => d.Day.Flips));
        return new(
            subject, package, all.Count == 0 ? null : LastRun.Of(all.MaxBy(h => h.Newest.Time).Newest, now),
            days.Sum(d => d.Day.Runs), pairs, flips, Share(flips, pairs), Times(days.Sum(d => d.Day.Durations.Runs), days.Sum(d => d.Seconds)),
            turnaround, [.. days.Select(d => d.Day)]);
    }

    /// <summary>A share of so many; null of none. Four places are enough for people.</summary>
    public static double? Share(int part, int all) => all == 0 ? null : Math.Round((double)part / all, 4);

    private static (HistoryDay Day, long Seconds) Day(int day, IReadOnlyList<(IReadOnlyList<string> Outcomes, RunDay Day)> parts)
    {
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (names, part) in parts)
        {
            for (var i = 0; i < part.Counts.Count; i++)
            {
                if (part.Counts[i] > 0)
                {
                    outcomes[names[i]] = outcomes.GetValueOrDefault(names[i]) + part.Counts[i];
                }
            }
        }

        var seconds = parts.Sum(p => p.Day.Seconds);
        return (
            new(RunStep.DateOf(day), outcomes.Values.Sum(), outcomes, parts.Sum(p => p.Day.Pairs), parts.Sum(p => p.Day.Flips), Times(parts.Sum(p => p.Day.Timed), seconds)),
            seconds);
    }

    private static RunTimes Times(int runs, long seconds) => new(runs, runs == 0 ? null : seconds / runs);
}
