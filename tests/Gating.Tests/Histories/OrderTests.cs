using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>Rule 3: order does not matter.</summary>
public class OrderTests
{
    private const int Orders = 3;
    private static readonly Watch TimeIsUp = new(24 * 60);

    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Parallelism = Histories.Parallelism, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property Facts_in_any_order_and_any_number_end_in_the_verdict_of_the_rules(History history, int seed)
    {
        var (facts, oracle) = AsGiven(history);
        var expected = default(string);
        foreach (var order in Enumerable.Range(0, Orders))
        {
            var log = End(Shuffled(facts, new System.Random(seed + order)));
            var actual = AsOfNow(log);
            expected ??= actual;
            if ((Compare.DifferenceAsOfNow(log, oracle) ?? (actual == expected ? null : $"another order ends in\n{expected}")) is { } difference)
            {
                return false.Label($"shuffled by {seed + order} it ends in\n{actual}\n{difference}");
            }
        }

        return true.ToProperty();
    }

    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Parallelism = Histories.Parallelism, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
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
        }).Prepend((policies ?? new Reload(new PolicyDrafts([], false))) with { Minutes = 0 });
    }

    // Facts as they are recorded when they come as given, and what the rules make of them in the end.
    private static (IReadOnlyList<object> Facts, NaiveGates Oracle) AsGiven(History history)
    {
        var (log, oracle) = (new Log(), new NaiveGates());
        foreach (var deed in Untimed(history).Append(TimeIsUp))
        {
            foreach (var (fact, _) in log.Do(deed))
            {
                oracle.Hear(new Entry(fact.Position, fact.At, deed is Reload reload ? reload.Policies : fact.Data));
            }
        }

        return ([.. log.Facts.Select(f => f.Data).Where(d => d is not DeadlinePassed)], oracle);
    }

    // Every fourth comes twice. Definitions keep their order: as edits are taken up they start revisions.
    private static IEnumerable<object> Shuffled(IReadOnlyList<object> facts, System.Random random)
    {
        var shuffled = facts.Skip(1).SelectMany(fact => Enumerable.Repeat(fact, fact is not UpdateRecorded && random.Next(4) == 0 ? 2 : 1)).ToArray();
        random.Shuffle(shuffled);
        var definitions = new Queue<object>(facts.OfType<UpdateRecorded>());
        return shuffled.Select(fact => fact is UpdateRecorded ? definitions.Dequeue() : fact).Prepend(facts[0]);
    }

    private static Log End(IEnumerable<object> deliveries)
    {
        var log = new Log();
        foreach (var data in deliveries)
        {
            log.Deliver(data);
        }

        log.Do(TimeIsUp);
        return log;
    }

    private static string AsOfNow(Log log) =>
        string.Join("\n", from update in log.States.OpenUpdates from context in update.Contexts select AsOfNow(log, Workspace.KeyOf(update.Alias, context)));

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
