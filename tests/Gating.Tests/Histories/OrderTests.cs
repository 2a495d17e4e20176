using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Rule 3: order does not matter.</summary>
public class OrderTests
{
    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property Facts_in_any_order_end_in_the_same_verdict(History history, int seed)
    {
        var deeds = Untimed(history).ToList();
        var expected = End(deeds);
        var actual = End(Shuffled(deeds, new System.Random(seed)));
        return (expected == actual).Label($"as given it ends in\n{expected}\nand shuffled by {seed} in\n{actual}");
    }

    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property A_duplicate_says_nothing(History history)
    {
        var log = new Log();
        foreach (var deed in history.Deeds)
        {
            log.Do(deed);
            if (deed is Report report && log.Do(report with { Minutes = 0 })[0].Said is [var said, ..] && IsNewest(log, report))
            {
                return false.Label($"{report} again says {Line.Brief(said)}");
            }
        }

        return true.ToProperty();
    }

    // The same results and waivers at one moment, each with a time of its own: among facts of equal time order does matter.
    private static IEnumerable<Deed> Untimed(History history)
    {
        var policies = history.Deeds.OfType<Reload>().FirstOrDefault();
        return history.Deeds.Where(d => d is Define or Report or Waive).Select((deed, i) => deed switch
        {
            Report report => report with { Submitted = (report.Submitted * 1_000) + i, Minutes = 0 },
            Waive waive => waive with { Time = (waive.Time * 1_000) + i, Minutes = 0 },
            _ => deed with { Minutes = 0 },
        }).Prepend(policies ?? new Reload(new Oracle.PolicyDrafts([], false)));
    }

    // Definitions keep their order: as edits are taken up they start revisions.
    private static List<Deed> Shuffled(List<Deed> deeds, System.Random random)
    {
        var shuffled = deeds.Skip(1).ToArray();
        random.Shuffle(shuffled);
        var definitions = new Queue<Deed>(deeds.OfType<Define>());
        return [deeds[0], .. shuffled.Select(d => d is Define ? definitions.Dequeue() : d)];
    }

    private static string End(IEnumerable<Deed> deeds)
    {
        var log = new Log();
        foreach (var deed in deeds.Append(new Watch(24 * 60)))
        {
            log.Do(deed);
        }

        return string.Join("\n", from update in log.States.OpenUpdates from context in update.Contexts select AsOfNow(log, Workspace.KeyOf(update.Alias, context)));
    }

    private static string AsOfNow(Log log, Guid key)
    {
        var gate = log.States.Gate(key);
        var now = Log.SpeechOf(new Saying(key, gate, new Changed(Verdict.Passed, Verdict.Passed, GateReason.Result, Log.Start), 0, null), log.States.PartsOf(key));
        return Line.Whole(Speech.View(gate).Status.ToString(), 0, now.Statement with { PreviousVerdict = null, Reason = null });
    }

    private static bool IsNewest(Log log, Report report)
    {
        var results = log.Facts.Select(f => f.Data).OfType<ResultRecorded>().ToList();
        return results.FindAll(r => r.Cell == results[^1].Cell).TrueForAll(r => r.SubmitTime <= results[^1].SubmitTime)
            && results.FindAll(r => r.Cell == results[^1].Cell)[^2].Outcome == report.Outcome;
    }
}
