using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>The past of one update, made again from its own facts alone, is what it was.</summary>
public class ReplayTests : StorySentences
{
    private static readonly string[] Aliases = ["U1", "U2"];

    [FsCheck.NUnit.Property(MaxTest = 1_000, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property An_update_replayed_by_itself_up_to_any_moment_stands_and_spoke_as_it_did_then(History history, NonNegativeInt moment)
    {
        var log = new Log();
        history.Deeds.ToList().ForEach(deed => log.Do(deed));
        var facts = log.Facts;
        var then = facts[..(moment.Get % (facts.Count + 1))];
        return Aliases.All(alias => AsTheWholeFold(alias, then) && AsTheWholeFold(alias, facts)).Label($"up to {then.Count} of {facts.Count}");
    }

    [Test]
    public void What_was_asked_is_remembered_over_reloads_and_revisions()
    {
        var log = Given(
            Policy("- { testcase: depcheck }", after: 10), Defines(Glibc), Policy("- { testcase: rpmlint }", released: true), Defines(Gcc, time: 1),
            Policy("- { testcase: abicheck }", released: true), Reports(Gcc, "abicheck", "PASSED"), Policy("- { testcase: late }", released: true)).Log;

        var gate = Replay("U1", log.Facts).Replay.GatesOf("U1").Single();

        Assert.That(gate.Asked.Select(a => $"{a.Subject.Id}: {string.Join(' ', a.Testcases)}"), Is.EquivalentTo(new[] { $"{Glibc}: depcheck rpmlint", $"{Gcc}: abicheck rpmlint" }));
    }

    [Test]
    public void Facts_of_other_updates_are_not_needed()
    {
        var own = new OwnFacts([new UpdateRecorded { Alias = "U1", Builds = [Glibc], DecisionContexts = ["push_stable"], State = UpdateState.Open, Time = Log.Start }]);

        Assert.That(own.Subjects, Is.EquivalentTo(new[] { Subject.OfBuild(Glibc), Subject.OfUpdate("U1") }));
        Assert.That(own.Gates, Is.EqualTo(new[] { Streams.Gate("U1", "push_stable") }));
        Assert.That(own.Hold(new DeadlinePassed("U2", "push_stable", 1, Log.Start)), Is.False);
        Assert.That(own.Hold(new UpdateRecorded { Alias = "U2", State = UpdateState.Open, Time = Log.Start }), Is.False);
    }

    private static bool AsTheWholeFold(string alias, IReadOnlyList<Fact> facts)
    {
        var whole = new Replay();
        var said = string.Concat(facts.SelectMany(f => Said(whole, f, alias)));
        var alone = Replay(alias, facts);
        return (StateOf(alone.Replay.States, alias), alone.Said) == (StateOf(whole.States, alias), said);
    }

    private static (Replay Replay, string Said) Replay(string alias, IReadOnlyList<Fact> facts)
    {
        var own = new OwnFacts(facts.Select(f => f.Data).OfType<UpdateRecorded>().Where(u => u.Alias == alias));
        var (replay, speaking) = (new Replay(), new Replay());
        var said = "";
        foreach (var fact in facts.Where(f => own.Hold(f.Data)))
        {
            replay.Take(fact, alias);
            said += string.Concat(Said(speaking, fact, alias));
        }

        return (replay, said);
    }

    private static IEnumerable<string> Said(Replay replay, Fact fact, string alias) => replay.Apply(fact)
        .Select(saying => Log.SpeechOf(saying, replay.States.PartsOf(saying.Key)))
        .Where(said => said.Statement.Alias == alias)
        .Select(Line.Whole);

    private static string StateOf(Workspace states, string alias) => string.Join('\n', states.GatesOf(alias).Select(gate =>
        JsonSerializer.Serialize(states.Gate(gate), Json.Stored) + JsonSerializer.Serialize(states.PartsOf(gate).OrderBy(p => p.Place), Json.Stored)));
}
