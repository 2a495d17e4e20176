using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>The adversary's judge finds what it is there to find: one history that is right, and each way to spoil it.</summary>
internal sealed class FindingsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private readonly List<Recorded> log = [];
    private readonly List<Fact> sent = [];
    private readonly List<Word> heard = [];

    [SetUp]
    public void TellARightHistory()
    {
        log.Clear();
        sent.Clear();
        heard.Clear();
        var oracle = new NaiveGates();
        var subject = Subject.OfBuild("package-1-1.fc44");
        Record(oracle, new PolicySetInForce("sha256:", [new PolicyFile(Shelf.File, Shelf.Sets[2].ToYaml())], "pass"));
        Record(oracle, new UpdateRecorded { Alias = "U1", ProductVersion = "calm-1", DecisionContexts = ["push_stable"], Builds = [subject.Id], State = UpdateState.Open, Time = Start });
        Record(oracle, Result(1, subject, "FAILED"));
        Record(oracle, Result(2, subject, "PASSED"));
        foreach (var scenario in new[] { "uefi", "bios" })
        {
            Record(oracle, Result(scenario.Length, Subject.OfUpdate("U1"), "PASSED") with { Testcase = "update.boot", Scenario = scenario, Arch = null, Id = Ids.Version5(scenario) });
        }
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
    public void What_is_lost_is_found() => Found("sent, confirmed and lost", () => log.RemoveAt(log.FindLastIndex(e => e.What is ResultRecorded)));

    [Test]
    public void What_is_recorded_twice_is_found() => Found("recorded 2 times", () => log.Add(log.Last(e => e.What is ResultRecorded) with { Sequence = 1_000, Id = Guid.NewGuid() }));

    [Test]
    public void What_nobody_sent_is_found() => Found("never sent", () => sent.RemoveAt(1));

    [Test]
    public void An_announcement_that_is_missing_is_found() => Found("never announced", () => heard.RemoveAt(heard.FindIndex(w => w.Type == "result")));

    [Test]
    public void An_announcement_that_miscounts_is_found() => Found("announced", () => Spoil("result", "times_seen", 7));

    [Test]
    public void A_verdict_that_is_missing_is_found() => Found("and the log has", () => heard.RemoveAt(heard.FindIndex(w => w.Type == "gate.complete")));

    [Test]
    public void Messages_in_the_wrong_order_are_found() => Found("a sequence goes back", () => heard.Reverse());

    [Test]
    public void Two_messages_of_one_id_are_found() => Found("different messages", () => heard.Add(heard[0] with { Body = "{}" }));

    [Test]
    public void A_verdict_that_the_rules_do_not_give_is_found() => Found("the rules say", () =>
    {
        var place = log.FindIndex(e => e.What is GateCompleted);
        var completed = (GateCompleted)log[place].What;
        log[place] = log[place] with { What = completed with { Statement = completed.Statement with { Verdict = Contracts.Verdict.Failed } } };
    });

    private List<string> Wrong() => [.. new Findings(log, sent, heard).Wrong()];

    private void Found(string what, Action spoil)
    {
        spoil();
        Assert.That(Wrong(), Has.Some.Contains(what));
    }

    private void Spoil(string type, string field, JsonNode value)
    {
        var place = heard.FindIndex(w => w.Type == type);
        var body = JsonNode.Parse(heard[place].Body)!;
        body[field] = value;
        heard[place] = heard[place] with { Body = body.ToJsonString() };
    }

    private static ResultRecorded Result(int number, Subject subject, string outcome) => new()
    {
        Id = Ids.Version5($"result {number}"),
        Subject = subject,
        Testcase = "dist.depcheck",
        Arch = "x86_64",
        Outcome = outcome,
        SubmitTime = Start.AddSeconds(number),
    };

    private void Record(NaiveGates oracle, object what)
    {
        var recorded = new Recorded(log.Count + 1, Guid.NewGuid(), Start.AddSeconds(0.1 * (log.Count + 1)), what);
        log.Add(recorded);
        if (recorded.Fact is { } fact)
        {
            sent.Add(new Fact(fact.Kind, fact.Key, []));
        }

        if (what is ResultRecorded result)
        {
            var before = log.SkipLast(1).Select(e => e.What).OfType<ResultRecorded>().Where(r => r.Cell == result.Cell).ToList();
            var message = ResultMessage.From(result, recorded.Sequence, recorded.At, before.LastOrDefault()?.Outcome, before.Count + 1, newest: true, ["U1"]);
            heard.Add(new Word("result", recorded.Id.ToString("D"), "result", JsonSerializer.Serialize(message, Json.Wire)));
        }

        foreach (var message in oracle.Hear(recorded.Entry!))
        {
            var said = Said(message);
            log.Add(new Recorded(log.Count + 1, said.EventId(), recorded.At, said));
            heard.Add(new Word(message.Kind, said.EventId().ToString("D"), GateMessage.TypeOf(said), JsonSerializer.Serialize(GateMessage.From(said, log.Count, ""), Json.Wire)));
        }
    }

    private static GateSaid Said(Message message) => message.Kind switch
    {
        "opened" => new GateOpened { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        "first_failure" => new GateFirstFailure { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        "complete" => new GateCompleted { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        "changed" => new GateChanged { Statement = message.Statement, Position = message.Position, PolicySet = "" },
        _ => new GateClosed { Statement = message.Statement, Position = message.Position, PolicySet = "" },
    };
}
