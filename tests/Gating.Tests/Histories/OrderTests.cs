using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// Rule 3: order does not matter. Conflicts, facts of equal time, and facts whose time is their arrival, aside.
/// </summary>
public class OrderTests
{
    private const int Orders = 3;

    // All is recorded then: after the times of most, and before those of some, which therefore count as arrival.
    private const int Arrival = 7_500;

    private static readonly Watch TimeIsUp = new(24 * 60);

    private static readonly PolicyDrafts Any =
        new([new PolicyDraft("any", null, null, null, null, 60, true, [new CheckDraft("t", false, null, null, true)])],
            false);

    [FsCheck.NUnit.Property(
        MaxTest = Histories.Count, Parallelism = Histories.Parallelism, Arbitrary = new[] { typeof(Histories) },
        QuietOnSuccess = true)]
    public Property Facts_in_any_order_and_any_number_end_in_the_verdict_of_the_rules(History history, int seed)
    {
        var (facts, oracle) = AsGiven(history);
        var expected = default(string);
        foreach (var order in Enumerable.Range(0, Orders))
        {
            var log = End(facts, new System.Random(seed + order));
            var actual = AsOfNow(log);
            expected ??= actual;
            var another = actual == expected ? null : $"another order ends in\n{expected}";
            if ((Compare.DifferenceAsOfNow(log, oracle) ?? another) is { } difference)
            {
                return false.Label($"shuffled by {seed + order} it ends in\n{actual}\n{difference}");
            }
        }

        return true.ToProperty();
    }

    [FsCheck.NUnit.Property(
        MaxTest = Histories.Count, Parallelism = Histories.Parallelism, Arbitrary = new[] { typeof(Histories) },
        QuietOnSuccess = true)]
    public Property The_same_result_under_another_id_says_nothing(History history)
    {
        var log = new Log();
        foreach (var deed in history.Deeds)
        {
            var isRecorded = log.Do(deed).Any(done => done.Fact.Data is ResultRecorded);
            if (isRecorded && deed is Report report && Again(log, report) is { } said)
            {
                return false.Label($"{report} again says {Line.Brief(said)}");
            }
        }

        return true.ToProperty();
    }

    private static GateSaid? Again(Log log, Report report) => log.Do(report with { Minutes = 0, Id = null })
        .SelectMany(done => done.Said).FirstOrDefault();

    // The same results and waivers at one moment, each with a time of its own: among facts of equal time order does
    // matter.
    private static IEnumerable<Deed> Untimed(History history)
    {
        var policies = history.Deeds.OfType<Reload>().FirstOrDefault() ?? new Reload(Any);
        var others = history.Deeds.Where(d => d is Define or Report or Waive).Select((deed, i) => deed switch
        {
            Report report => report with { Submitted = TimeOf(report.Submitted, i), Minutes = 0, Id = null },
            Waive waive =>
                waive with { Time = TimeOf(waive.Time, i), Expires = (waive.Expires * 1_000) + 6_500, Minutes = 0 },
            _ => deed with { Minutes = 0 },
        });
        return others.Prepend(policies with { Minutes = Arrival });
    }

    // Times that histories draw lie five minutes apart then, and a fact's place in its history adds less.
    private static double? TimeOf(double? time, int i) => Math.Round(time * 1_000 ?? Arrival) + (i / 10.0);

    // Facts as they are recorded when they come as given, and what the rules make of them in the end.
    private static (IReadOnlyList<Fact> Facts, NaiveGates Oracle) AsGiven(History history)
    {
        var (log, oracle) = (new Log(), new NaiveGates());
        foreach (var deed in Untimed(history).Append(TimeIsUp))
        {
            foreach (var (fact, _) in log.Do(deed))
            {
                oracle.Hear(new Entry(fact.Position, fact.At, Facts.ToOracle(deed, fact.Data)));
            }
        }

        return (log.Facts, oracle);
    }

    // Every fourth comes twice. Definitions keep their order, since as edits are taken up they start revisions, and so
    // does what counts as arrival.
    private static IEnumerable<object> Shuffled(IReadOnlyList<object> facts, System.Random random)
    {
        var shuffled = facts.SelectMany(f => Enumerable.Repeat(f, IsFree(f) && random.Next(4) == 0 ? 2 : 1)).ToArray();
        random.Shuffle(shuffled);
        var others = new Queue<object>(facts.Where(f => !IsFree(f)));
        return shuffled.Select(f => IsFree(f) ? f : others.Dequeue());
    }

    private static bool IsFree(object fact) => fact switch
    {
        ResultRecorded result => result.SubmitTime < Facts.At(Arrival),
        WaiverRecorded waiver => waiver.Time < Facts.At(Arrival),
        _ => false,
    };

    private static Log End(IReadOnlyList<Fact> facts, System.Random random)
    {
        var log = new Log();
        log.Do(new Watch(Arrival));
        var recorded = facts.Where(f => f.At == Facts.At(Arrival)).Select(f => f.Data).ToList();
        foreach (var data in Shuffled(recorded[1..], random).Prepend(recorded[0]))
        {
            log.Deliver(data);
        }

        log.Do(TimeIsUp);
        foreach (var expired in facts.Select(f => f.Data).Where(d => d is WaiverExpired))
        {
            log.Deliver(expired);
        }

        return log;
    }

    private static string AsOfNow(Log log) => string.Join(
        "\n",
        from update in log.States.OpenUpdates
        from context in update.Contexts
        select AsOfNow(log, Workspace.KeyOf(update.Alias, context)));

    private static string AsOfNow(Log log, Guid key)
    {
        var gate = log.States.Gate(key);
        var changed = new Changed(Verdict.Passed, Verdict.Passed, GateReason.Result, Log.Start);
        var now = Log.SpeechOf(new Saying(key, gate, changed, 0, null), log.States.PartsOf(key));
        return Line.Whole(Speech.View(gate).Status.ToString(), 0,
            now.Statement with { PreviousVerdict = null, Reason = null });
    }
}
