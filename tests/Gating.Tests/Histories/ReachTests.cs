using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>A property proves little if its histories never come where the rules differ.</summary>
public class ReachTests
{
    [Test]
    public void Histories_reach_every_message_reason_and_verdict()
    {
        var reached = Histories.Any().Generator.Sample(600).SelectMany(Said).GroupBy(s => s).ToDictionary(s => s.Key, s => s.Count());
        TestContext.Out.WriteLine(string.Join("\n", reached.OrderBy(r => r.Key).Select(r => $"{r.Value,6} {r.Key}")));

        var verdicts = Enum.GetValues<Verdict>();
        Assert.That(reached.Keys, Is.SupersetOf(
        [
            "GateOpened  ", "GateFirstFailure Failed ",
            .. from v in verdicts select $"GateCompleted {v} {GateReason.AllReceived}",
            "GateCompleted Info Deadline", "GateCompleted Failed Deadline",
            .. from v in verdicts from r in new[] { GateReason.Result, GateReason.Waiver } select $"GateChanged {v} {r}",
            "GateCompleted Passed EssentialReceived", "GateCompleted Failed EssentialReceived",
            "GateCompleted Passed NothingRequired", "GateCompleted Passed NoPolicy",
        ]));
        Assert.That(reached.Keys.Select(k => k.Split(' ')[^1]), Is.SupersetOf(new[] { "Open", "Withdrawn", "Obsoleted", "Shipped" }));
    }

    private static IEnumerable<string> Said(History history)
    {
        var log = new Log();
        return history.Deeds.SelectMany(log.Do).SelectMany(done => done.Said).Select(s => $"{s.GetType().Name} {s.Statement.Verdict} {s.Statement.Reason}");
    }
}
