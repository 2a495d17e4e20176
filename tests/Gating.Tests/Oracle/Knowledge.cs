using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>One fact of the history.</summary>
/// <param name="What">A recorded event, or the drafts of the policies that came into force.</param>
public sealed record Entry(long Position, DateTimeOffset At, object What);

/// <summary>One thing asked of one subject.</summary>
internal sealed record Asked(Subject Subject, string Testcase, string? Scenario, string? Arch, bool Essential);

/// <summary>An asked thing with what is known of it.</summary>
/// <param name="Counts">It is unsatisfied.</param>
internal sealed record Known(Asked Asked, Answer Answer, ResultRecorded? Result, WaiverRecorded? Waiver, bool Counts)
{
    /// <summary>Rule 5: passed, failed or waived.</summary>
    public bool IsSettled => Answer is Answer.Passed or Answer.Failed || Waiver is not null;
}

/// <summary>Rules 3 and 4, and waivers, read off a list of facts: nothing is remembered.</summary>
internal sealed class Knowledge(IEnumerable<Entry> entries)
{
    private readonly List<Entry> entries = [.. entries];

    public Known Of(Asked asked, string productVersion, bool waitForAll)
    {
        var results = entries
            .Where(e => e.What is ResultRecorded r && r.Subject == asked.Subject && r.Testcase == asked.Testcase
                && (asked.Arch is null || r.Arch == asked.Arch) && (asked.Scenario is null || r.Scenario == asked.Scenario))
            .Select(e => (e.Position, Result: (ResultRecorded)e.What))
            .ToList();
        var cells = results.GroupBy(r => (r.Result.Scenario, r.Result.Arch)).Select(cell => OfCell([.. cell])).ToList();
        var order = new[] { Answer.Failed, Answer.Errored, Answer.Running, Answer.Passed };
        var worst = cells
            .OrderBy(c => Array.IndexOf(order, c.Answer)).ThenByDescending(c => c.Result.SubmitTime).ThenByDescending(c => c.Position)
            .FirstOrDefault((Answer.Missing, null!, 0));
        var waiver = worst.Answer == Answer.Passed ? null : WaiverOf(asked, productVersion);
        var finished = results.Exists(r => !IsUnderWay(r.Result));
        return new Known(asked, worst.Answer, worst.Result, waiver, worst.Answer != Answer.Passed && waiver is null && (asked.Essential || waitForAll || finished));
    }

    // The newest by submit time counts, of equal time the later recorded; a run under way does not hide a pass before it.
    private static (Answer Answer, ResultRecorded Result, long Position) OfCell(List<(long Position, ResultRecorded Result)> cell)
    {
        var newestFirst = cell.OrderByDescending(r => r.Result.SubmitTime).ThenByDescending(r => r.Position).ToList();
        var newest = newestFirst[0];
        var finished = newestFirst.Find(r => !IsUnderWay(r.Result));
        return newest.Result.Outcome switch
        {
            "PASSED" or "INFO" => (Answer.Passed, newest.Result, newest.Position),
            "FAILED" or "NEEDS_INSPECTION" => (Answer.Failed, newest.Result, newest.Position),
            "ERROR" => (Answer.Errored, newest.Result, newest.Position),
            _ when finished.Result?.Outcome is "PASSED" or "INFO" => (Answer.Passed, finished.Result, finished.Position),
            _ => (Answer.Running, newest.Result, newest.Position),
        };
    }

    private static bool IsUnderWay(ResultRecorded result) => result.Outcome is "QUEUED" or "RUNNING";

    private WaiverRecorded? WaiverOf(Asked asked, string productVersion) => entries
        .Where(e => e.What is WaiverRecorded w && w.Subject == asked.Subject && w.Testcase == asked.Testcase
            && (w.Scenario is null || w.Scenario == asked.Scenario) && (w.Arch is null || w.Arch == asked.Arch)
            && (w.ProductVersion is null || w.ProductVersion == productVersion))
        .Select(e => (e.Position, Waiver: (WaiverRecorded)e.What))
        .GroupBy(w => (w.Waiver.Scenario, w.Waiver.Arch, w.Waiver.ProductVersion))
        .Select(same => same.OrderByDescending(w => w.Waiver.Time).ThenByDescending(w => w.Position).First())
        .Where(newest => newest.Waiver.Waived)
        .OrderByDescending(w => w.Waiver.Time).ThenByDescending(w => w.Position)
        .Select(w => w.Waiver)
        .FirstOrDefault();
}
