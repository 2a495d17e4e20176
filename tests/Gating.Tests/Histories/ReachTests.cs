using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>A property proves little if its histories never come where the rules differ.</summary>
public class ReachTests
{
    [Test]
    public void Histories_reach_every_message_reason_and_verdict()
    {
        var said = Histories.Any().Generator.Sample(600).SelectMany(Said).ToList();
        List<string> Of<T>(Func<GateStatement, object?> what)
            where T : GateSaid => [.. said.OfType<T>().Select(s => $"{what(s.Statement)}").Distinct()];

        Assert.That(Of<GateCompleted>(s => s.Verdict), Is.EquivalentTo(new[] { "Passed", "Info", "Failed" }));
        Assert.That(Of<GateCompleted>(s => s.Reason), Is.EquivalentTo(new[] { "AllReceived", "EssentialReceived", "Deadline", "NothingRequired", "NoPolicy" }));
        Assert.That(Of<GateChanged>(s => s.Verdict), Is.EquivalentTo(new[] { "Passed", "Info", "Failed" }));
        Assert.That(Of<GateChanged>(s => s.Reason), Is.EquivalentTo(new[] { "Result", "Waiver" }));
        Assert.That(Of<GateChanged>(s => s.Verdict == s.PreviousVerdict), Has.Count.EqualTo(2));
        Assert.That(Of<GateClosed>(s => s.Reason), Is.EquivalentTo(new[] { "Open", "Withdrawn", "Obsoleted", "Shipped" }));
        Assert.That(Of<GateFirstFailure>(s => s.Revision), Has.Count.GreaterThan(1));
    }

    private static IEnumerable<GateSaid> Said(History history)
    {
        var log = new Log();
        return history.Deeds.SelectMany(log.Do).SelectMany(done => done.Said);
    }
}
