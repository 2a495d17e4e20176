using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>The runs of one or several checks of a subject, or of a package, in the <see cref="RunDays.Window"/> days up to the last.</summary>
/// <param name="Subject">What was asked for; else <see cref="Package"/> says it.</param>
/// <param name="LastRun">Null where nothing has run.</param>
/// <param name="Pairs">How often something was tested again: runs of a cell that passed or failed, as one before them had.</param>
/// <param name="Flips">How many of those said otherwise than the one before.</param>
/// <param name="Flakiness">Flips / pairs, 0 to 1; null without a pair.</param>
/// <param name="Turnaround">How long its testcases take, wherever they run; at most 100, by name.</param>
/// <param name="Days">Those with runs, oldest first.</param>
public sealed record HistoryView(
    Subject? Subject, string? Package, LastRun? LastRun, int Runs, int Pairs, int Flips, double? Flakiness, RunTimes Durations,
    IReadOnlyList<TestcaseTimes> Turnaround, IReadOnlyList<HistoryDay> Days);

/// <summary>The newest run, and how long ago it was submitted, or recorded if that was earlier.</summary>
public sealed record LastRun(DateTimeOffset SubmitTime, string Outcome, long AgeMinutes)
{
    public static LastRun Of(Run run, DateTimeOffset now) =>
        new(run.Sent ?? run.Time, run.Outcome, Math.Max(0, (long)(now - run.Time).TotalMinutes));
}

/// <summary>How long runs took from when they were queued or began, of those where that is known.</summary>
public sealed record RunTimes(int Runs, long? MeanSeconds);

/// <summary>How long a testcase has taken, of all its runs where that is known. Its times are within 6.25 %.</summary>
public sealed record TestcaseTimes(string Testcase, long Runs, long? MedianSeconds, long? P90Seconds);

/// <summary>The runs that were submitted on one day, in UTC.</summary>
/// <param name="Outcomes">How many runs ended as which outcome.</param>
public sealed record HistoryDay(DateOnly Day, int Runs, IReadOnlyDictionary<string, int> Outcomes, int Pairs, int Flips, RunTimes Durations);

/// <summary>A check that does not always say the same of the same thing.</summary>
/// <param name="Score">What the list is ordered by: flips / (pairs + 8).</param>
public sealed record FlakyCheck(
    string Package, string Testcase, string? Scenario, string? Arch, LastRun LastRun, int Runs, int Pairs, int Flips, double Flakiness, double Score);
