using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>History decided again under a draft.</summary>
public class BacktestTests : StorySentences
{
    private static readonly string[] Aliases = ["U1", "U2"];

    [FsCheck.NUnit.Property(MaxTest = 1_000, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property The_policies_that_were_in_force_from_the_beginning_change_nothing(History history)
    {
        var draft = DraftOf(history);
        var (log, recorded) = Play([new Reload(draft), .. WithoutReloads(history)]);

        return Differences(log, recorded, SetOf(draft)) is { Count: 0 } ? true.ToProperty() : false.Label("there is a difference");
    }

    [FsCheck.NUnit.Property(MaxTest = 1_000, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property A_draft_would_have_said_what_the_rules_say(History history, History other)
    {
        var draft = DraftOf(other);
        var (log, recorded) = Play(Onwards(history));
        var actual = Run(log, recorded, SetOf(draft)).Stories;
        var expected = Expected(log, recorded, draft);
        return Text(actual).SequenceEqual(Text(expected))
            .Label($"the rules say:\n{string.Join('\n', Text(expected))}\nthe draft says:\n{string.Join('\n', Text(actual))}");
    }

    [Test]
    public void A_check_that_the_draft_drops_makes_the_difference()
    {
        var difference = Differ("- { testcase: depcheck }\n- { testcase: rpmlint }", "- { testcase: depcheck }",
            Reports(Glibc, "depcheck", "PASSED", after: 1), Reports(Glibc, "rpmlint", "FAILED", after: 2));

        Assert.That((difference.Recorded!.Verdict, difference.Draft!.Verdict, difference.Seconds), Is.EqualTo(("failed", "passed", -120)));
        Assert.That(difference.Checks.Select(Named), Is.EqualTo(new[] { "recorded rpmlint Failed True" }));
        Assert.That(difference.Checks.Single().ResultId, Is.Not.Null);
    }

    [Test]
    public void A_check_that_the_draft_adds_is_waited_for()
    {
        var difference = Differ("- { testcase: depcheck }", "- { testcase: depcheck }\n- { testcase: rpmlint }", Reports(Glibc, "depcheck", "PASSED", after: 1));

        Assert.That((difference.Recorded!.Verdict, difference.Draft!.Verdict, difference.Seconds), Is.EqualTo(("passed", "waiting", (double?)null)));
        Assert.That(difference.Checks.Select(Named), Is.EqualTo(new[] { "draft rpmlint Missing True" }));
    }

    [Test]
    public void A_shorter_timeout_is_acted_on_exactly_when_it_passes()
    {
        var (log, recorded) = Play([Policy("- { testcase: depcheck }"), Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", after: 60)]);

        var difference = Differences(log, recorded, SetOf("id: stable\ntimeout: 10m\nchecks: [{ testcase: depcheck }]")).Single();

        Assert.That((difference.Recorded!.Verdict, difference.Draft!.Verdict, difference.Draft.LastVerdict), Is.EqualTo(("passed", "failed", "passed")));
        Assert.That(difference.Draft.Reason, Is.EqualTo(GateReason.Deadline));
        Assert.That(difference.Draft.DecidedAt, Is.EqualTo(Log.Start.AddMinutes(10).AddMicroseconds(1)));
        Assert.That(difference.Seconds, Is.EqualTo(-3_000).Within(0.001));
        Assert.That(difference.Checks.Select(Named), Is.EqualTo(new[] { "draft depcheck Missing True" }));
    }

    [Test]
    public void A_later_failure_makes_the_last_verdict_differ()
    {
        var difference = Differ("- { testcase: depcheck }", "- { testcase: depcheck }\n- { testcase: rpmlint }",
            Reports(Glibc, "rpmlint", "PASSED"), Reports(Glibc, "depcheck", "PASSED"), Reports(Glibc, "rpmlint", "FAILED", submitted: 9));

        Assert.That((difference.Recorded!.Verdict, difference.Draft!.Verdict), Is.EqualTo(("passed", "passed")));
        Assert.That((difference.Recorded.LastVerdict, difference.Draft.LastVerdict), Is.EqualTo(("passed", "failed")));
        Assert.That(difference.Checks.Select(Named), Is.EqualTo(new[] { "draft rpmlint Failed True" }));
    }

    [Test]
    public void What_came_before_the_first_policies_was_not_decided()
    {
        var (log, recorded) = Play([Defines(Glibc), Closes(UpdateState.Shipped, 1), Policy("- { testcase: depcheck }")]);

        Assert.That(Differences(log, recorded, SetOf("id: a\nchecks: [{ testcase: depcheck }]")).Single().Recorded, Is.Null);
    }

    // A deadline that gates had is acted on when it was, any other one exactly when it passes.
    private static GateStories Expected(Log log, GateStories recorded, PolicyDrafts draft)
    {
        var (oracle, expected, position) = (new NaiveGates(), new GateStories(), 0);
        var had = Had(log, recorded).Select(n => n.EventId()).ToHashSet();
        void Hear(DateTimeOffset at, object what) => oracle.Hear(new Entry(++position, at, what)).ToList().ForEach(m => expected.Hear(SaidOf(m)));
        void Pass(DateTimeOffset before)
        {
            while (oracle.Standing.Where(g => g.Deadline < before).Select(g => (g.Gate, Passed: PassedOf(g.Gate, g.Deadline!.Value)))
                .Where(g => !had.Contains(g.Passed.EventId())).OrderBy(g => g.Passed.Deadline).FirstOrDefault() is { Passed: { } passed })
            {
                Hear(passed.Deadline.AddMicroseconds(1), passed);
            }
        }

        Hear(DateTimeOffset.MinValue, draft);
        foreach (var fact in log.Facts.Where(f => f.Data is not PolicySetInForce))
        {
            Pass(fact.At);
            Hear(fact.At, fact.Data);
        }

        Pass(log.Now);
        return expected;
    }

    private static DeadlinePassed PassedOf(GateStatement gate, DateTimeOffset deadline) =>
        new(gate.Alias, gate.DecisionContext, gate.Revision, deadline) { RecordedUntil = deadline };

    private static IEnumerable<DeadlinePassed> Had(Log log, GateStories recorded) => recorded.Deadlines.Concat(log.Facts.Select(f => f.Data).OfType<DeadlinePassed>());

    private static Difference Differ(string recorded, string draft, params Deed[] deeds)
    {
        var (log, said) = Play([Policy(recorded), Defines(Glibc), .. deeds]);
        return Differences(log, said, SetOf($"id: stable\nchecks:\n{draft}")).Single();
    }

    private static string Named(DecidingCheck check) => $"{check.Side} {check.Testcase} {check.Answer} {check.Essential}";

    private static (Log Log, GateStories Recorded) Play(IEnumerable<Deed> deeds)
    {
        var (log, stories) = (new Log(), new GateStories());
        foreach (var said in deeds.Append(new Watch()).SelectMany(log.Do).SelectMany(done => done.Said))
        {
            stories.Hear(said);
        }

        return (log, stories);
    }

    private static DraftRun Run(Log log, GateStories recorded, PolicySet draft)
    {
        var run = new DraftRun(draft, Had(log, recorded));
        foreach (var fact in log.Facts.Where(f => f.Data is not PolicySetInForce))
        {
            run.Take(fact);
        }

        run.End(log.Now, Aliases);
        return run;
    }

    private static List<Difference> Differences(Log log, GateStories recorded, PolicySet draft)
    {
        var stories = Run(log, recorded, draft).Stories;
        return [.. stories.All.Keys.Union(recorded.All.Keys).Select(k => Difference.Of(k, recorded.All.GetValueOrDefault(k), stories.All.GetValueOrDefault(k))).OfType<Difference>()];
    }

    private static IEnumerable<string> Text(GateStories stories) => stories.All
        .Select(s => $"{s.Key.Alias} {s.Key.Context} {s.Key.Revision} {s.Key.OpenedAt:HH:mm} {s.Key.Ordinal}: {s.Value.Verdict} {s.Value.Complete?.Reason} {When(s.Value.Complete)}, at last {s.Value.LastVerdict}")
        .Order(StringComparer.Ordinal);

    // The watch of a history may come late.
    private static string When(GateStatement? complete) => complete is null or { Reason: GateReason.Deadline } ? $"{complete?.Deadline:HH:mm}" : $"{complete.DecidedAt:HH:mm}";

    // A draft's deadlines are noted as its facts' times go on, so that facts whose times go back could fall to either side of one.
    private static IEnumerable<Deed> Onwards(History history) => history.Deeds.Select(d => d with { Minutes = Math.Max(0, d.Minutes) });

    private static IEnumerable<Deed> WithoutReloads(History history) => Onwards(history).Select(d => d is Reload ? new Watch(d.Minutes) : d);

    private static readonly PolicyDraft Nobody = new("nobody", ["none"], null, null, null, 60, true, [new CheckDraft("t", false, null, null, true)]);

    private static PolicyDrafts DraftOf(History history) =>
        history.Deeds.OfType<Reload>().FirstOrDefault()?.Policies ?? new PolicyDrafts([Nobody], false);

    private static PolicySet SetOf(PolicyDrafts drafts) => PolicySet.From((PolicySetInForce)new Facts().Of(new Reload(drafts), Log.Start, [])[0]);

    private static PolicySet SetOf(string yaml, NoPolicy noPolicy = NoPolicy.Pass) =>
        PolicyReader.Read([new PolicyFile("draft.yaml", yaml)], PolicySettings.Default with { NoPolicy = noPolicy }) is ({ } set, _) ? set : throw new InvalidOperationException(yaml);

    private static GateSaid SaidOf(Message message) => message.Kind switch
    {
        "opened" => new GateOpened { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        "first_failure" => new GateFirstFailure { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        "complete" => new GateCompleted { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        "first_error" => new GateFirstError { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        "changed" => new GateChanged { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        "closed" => new GateClosed { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        _ => throw new InvalidOperationException(message.Kind),
    };
}
