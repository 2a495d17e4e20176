using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>The adversary's judge finds what it is there to find: a right history, and each way to spoil it.</summary>
internal sealed class FindingsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly Subject Build = Subject.OfBuild("package-1-1.fc44");
    private readonly List<Recorded> log = [];
    private readonly List<Sent> sent = [];
    private readonly List<Word> heard = [];
    private NaiveGates oracle = new();

    [SetUp]
    public void TellARightHistory()
    {
        log.Clear();
        sent.Clear();
        heard.Clear();
        oracle = new NaiveGates();
        Record(InForce());
        Record(new UpdateRecorded
        {
            Alias = "U1", ProductVersion = "calm-1", DecisionContexts = ["push_stable"], Builds = [Build.Id],
            State = UpdateState.Open, Time = Start, Title = Fact.Mark(1),
        });
        Record(Result(2, Build, "dist.depcheck", "FAILED") with { Arch = "x86_64" });
        Record(Result(3, Build, "dist.depcheck", "PASSED") with { Arch = "x86_64" });
        Record(Result(4, Build, "dist.upgradepath", "PASSED"));
        Refuse(5, Result(3, Build, "dist.depcheck", "FAILED") with { Arch = "x86_64" });
        Record(Waiver(6));
        Record(new WaiverExpired(Ids.Version5("waiver 6"), Build, "dist.depcheck"));
        Record(Result(7, Subject.OfUpdate("U1"), "update.boot", "PASSED") with { Scenario = "uefi" });
        Record(Result(8, Subject.OfUpdate("U1"), "update.boot", "PASSED") with { Scenario = "bios" });
    }

    [Test]
    public void Nothing_is_wrong_with_what_is_right() => Assert.That(Wrong(), Is.Empty);

    [Test]
    public void Repeats_are_no_harm()
    {
        heard.Insert(3, heard[1]);
        Assert.That(Wrong(), Is.Empty);
    }

    [Test]
    public void What_is_lost_is_found() => Found("sent, confirmed and lost",
        () => log.RemoveAt(log.FindLastIndex(e => e.What is ResultRecorded)));

    [Test]
    public void What_is_recorded_twice_is_found() => Found("recorded 2 times",
        () => log.Add(log.Last(e => e.What is ResultRecorded) with { Sequence = 1_000, Id = Guid.NewGuid() }));

    [Test]
    public void What_nobody_sent_is_found() => Found("never sent", () => sent.RemoveAt(1));

    [Test]
    public void Another_name_than_the_contracts_is_found() => Found("no name of",
        () => Change<ResultRecorded>(r => r with { Id = Guid.NewGuid() }));

    [Test]
    public void A_rejection_that_is_lost_is_found() => Found("sent, confirmed and lost",
        () => log.RemoveAll(e => e.What is MessageRejected));

    [Test]
    public void A_conflict_that_was_there_first_is_found() => Found("in conflict with what came later", () =>
    {
        var place = log.FindIndex(e => e.What is MessageRejected);
        log[place] = log[place] with { Sequence = 0 };
    });

    [Test]
    public void Another_reason_is_found() => Found("rejected for another reason",
        () => Change<MessageRejected>(r => r with { Conflict = false }));

    [Test]
    public void A_rejection_about_something_else_is_found() => Found("about something else",
        () => Change<MessageRejected>(r => r with { About = r.About! with { Testcase = "dist.rpmlint" } }));

    [Test]
    public void A_conflict_that_was_answered_as_taken_is_found() => Found("answered 202", () =>
    {
        var place = sent.FindIndex(s => s.Fact.Serial == 5);
        sent[place] = sent[place] with { Answered = 202 };
    });

    [Test]
    public void A_rejection_that_is_not_announced_is_found() => Found("never announced",
        () => heard.RemoveAll(w => w.Type == "rejected.result"));

    [Test]
    public void An_announcement_that_is_missing_is_found() => Found("never announced",
        () => heard.RemoveAt(heard.FindIndex(w => w.Type == "result")));

    [Test]
    public void An_announcement_that_miscounts_is_found() => Found("announced", () => Spoil("result", "times_seen", 7));

    [Test]
    public void A_verdict_that_is_missing_is_found() => Found("and the log has",
        () => heard.RemoveAt(heard.FindIndex(w => w.Type == "gate.complete")));

    [Test]
    public void Messages_in_the_wrong_order_are_found() => Found("a sequence goes back", () => heard.Reverse());

    [Test]
    public void Two_messages_of_one_id_are_found() => Found("different messages",
        () => heard.Add(heard[0] with { Body = "{}" }));

    [Test]
    public void A_verdict_that_the_rules_do_not_give_is_found() => Found("the rules say", () => Change<GateCompleted>(
        c => c with { Statement = c.Statement with { Verdict = Contracts.Verdict.Failed } }));

    [Test]
    public void A_pass_that_hides_a_failure_is_found() => Found("passed with something essential unsatisfied",
        () => Spoil("gate.complete", "unsatisfied", new JsonArray(new JsonObject { ["essential"] = true })));

    [Test]
    public void A_waiver_that_ends_before_its_time_is_found() => Found("ends at",
        () => Change<WaiverRecorded>(w => w with { Expires = Start.AddDays(1) }));

    [Test]
    public void A_deadline_that_does_not_wait_for_what_was_delivered_is_found() => Found("noted before its time",
        () => Record(new DeadlinePassed("U1", "push_stable", 1, Start) { RecordedUntil = Start.AddSeconds(-1) }));

    [Test]
    public void A_watermark_ahead_of_what_is_recorded_is_found() => Found(
        "all is said to be on record",
        () => Change<PolicySetInForce>(s => s with { RecordedUntil = Start.AddSeconds(30) }));

    [Test]
    public void A_set_that_asks_less_and_was_not_released_is_found() => Found("in force without a release", () =>
    {
        log.RemoveAll(e => e.Sequence > log.First(o => o.What is GateOpened).Sequence);
        var less = InForce();
        less = less with { Files = less.Files.Skip(1).ToList() };
        log.Add(new Recorded(1_000, Guid.NewGuid(), Start.AddSeconds(60), less));
    });

    private List<string> Wrong() => [.. new Findings(log, sent, heard).Wrong()];

    private void Found(string what, Action spoil)
    {
        spoil();
        Assert.That(Wrong(), Has.Some.Contains(what));
    }

    private void Change<T>(Func<T, T> change)
    {
        var place = log.FindIndex(e => e.What is T);
        log[place] = log[place] with { What = change((T)log[place].What)! };
    }

    private void Spoil(string type, string field, JsonNode value)
    {
        var place = heard.FindIndex(w => w.Type == type);
        var body = JsonNode.Parse(heard[place].Body)!;
        body[field] = value;
        heard[place] = heard[place] with { Body = body.ToJsonString() };
    }

    private static PolicySetInForce InForce() => new(
        "sha256:",
        [.. Shelf.First.Select(f => new PolicyFile(f.Key, f.Value)).OrderBy(f => f.Name, StringComparer.Ordinal)],
        "wait")
    {
        DefaultTimeout = 20, DeadlineGrace = 1_800, RecordedUntil = Start,
    };

    private static ResultRecorded Result(int number, Subject subject, string testcase, string outcome) => new()
    {
        Id = Ids.Version5($"result {number}"),
        Subject = subject,
        Testcase = testcase,
        Outcome = outcome,
        SubmitTime = Start.AddMilliseconds(number),
        Note = Fact.Mark(number),
    };

    private static WaiverRecorded Waiver(int number) => new()
    {
        Id = Ids.Version5($"waiver {number}"),
        Subject = Build,
        Testcase = "dist.depcheck",
        Waived = true,
        Comment = Fact.Mark(number),
        Username = "kparal",
        Time = Start,
        Expires = Start.AddMilliseconds(1),
    };

    private void Refuse(int number, ResultRecorded result)
    {
        var about = new RejectedResult(
            [result.Subject], result.Testcase, null, [result.Arch], null, result.Outcome, result.SubmitTime);
        var fact = new Fact("result", number, $"body {number}") { Id = result.Id, About = about };
        sent.Add(new Sent(fact, true, null, Start));
        var rejected = new MessageRejected
        {
            Id = Ids.Version5(fact.Text), Kind = "result", Reasons = [new Reason("id", "conflict: another")],
            ReceivedAt = Start, MessageId = fact.MessageId, Exchange = "", RoutingKey = "", Size = 1, Truncated = false,
            Conflict = true, About = about,
        };
        Record(rejected, fact.Text);
        var message = new RejectedMessage
        {
            Id = rejected.Id, Kind = "result", Reasons = rejected.Reasons, ReceivedAt = Start,
            MessageId = fact.MessageId, Body = fact.Text,
        };
        var said = JsonSerializer.Serialize(message, Json.Wire);
        heard.Add(new Word("", rejected.Id.ToString("D"), "rejected.result", said));
    }

    private void Record(object what, string? body = null)
    {
        var at = Start.AddSeconds(0.1 * (log.Count + 1));
        var recorded = new Recorded(log.Count + 1, Guid.NewGuid(), at, what) { Body = body };
        log.Add(recorded);
        if (recorded is { IsFact: true, Serial: { } serial })
        {
            var kind = what is ResultRecorded ? "result" : what is WaiverRecorded ? "waiver" : "update";
            sent.Add(new Sent(new Fact(kind, serial, "") { Id = recorded.NamedId }, true, null, at));
        }

        if (what is ResultRecorded result)
        {
            var before = log.SkipLast(1).Select(e => e.What).OfType<ResultRecorded>()
                .Where(r => r.Cell == result.Cell).ToList();
            var message = ResultMessage.From(
                result, recorded.Sequence, at, before.LastOrDefault()?.Outcome, before.Count + 1, newest: true, ["U1"]);
            var text = JsonSerializer.Serialize(message, Json.Wire);
            heard.Add(new Word("result", recorded.Id.ToString("D"), "result", text));
        }

        foreach (var message in oracle.Hear(recorded.Entry!))
        {
            var said = Said(message);
            log.Add(new Recorded(log.Count + 1, said.EventId(), at, said));
            var saying = JsonSerializer.Serialize(GateMessage.From(said, log.Count, ""), Json.Wire);
            heard.Add(new Word(message.Kind, said.EventId().ToString("D"), GateMessage.TypeOf(said), saying));
        }
    }

    private static GateSaid Said(Message m) => m.Kind switch
    {
        "opened" => new GateOpened { Statement = m.Statement, Position = m.Position, PolicySet = "" },
        "first_failure" => new GateFirstFailure { Statement = m.Statement, Position = m.Position, PolicySet = "" },
        "first_error" => new GateFirstError { Statement = m.Statement, Position = m.Position, PolicySet = "" },
        "complete" => new GateCompleted { Statement = m.Statement, Position = m.Position, PolicySet = "" },
        "changed" => new GateChanged { Statement = m.Statement, Position = m.Position, PolicySet = "" },
        _ => new GateClosed { Statement = m.Statement, Position = m.Position, PolicySet = "" },
    };
}
