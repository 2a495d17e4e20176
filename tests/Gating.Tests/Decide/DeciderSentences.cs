using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Sentences about the decider alone: <c>Given(what happened).When(a decision is asked for).Then(what is said)</c>.</summary>
public abstract class DeciderSentences
{
    protected const Answer Failed = Answer.Failed, Errored = Answer.Errored, Missing = Answer.Missing, Running = Answer.Running, Passed = Answer.Passed;
    protected static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    protected static readonly DateTimeOffset Deadline = Start.AddHours(8);

    protected static readonly GateOpening Waits = new(
        "U1", "push_stable", 1, "fedora-44", "sha256:1", [], Matched: true, AwaitsPolicy: false, WaitForAll: true, Start, Deadline, Builds: 1, Trace: null);

    protected static Sentence Given(params GateEvent[] happened) => new(happened.Aggregate(Gate.Initial, (gate, e) => gate.Evolve(e)));

    protected static Opened Opened(params RequirementView[] asked) => Opened(Waits, asked);

    protected static Opened Opened(GateOpening opening, params RequirementView[] asked) => new(opening, Tally.Of(asked), Start);

    protected static Answered Answered(RequirementView was, RequirementView now) => new(Difference(was, now));

    protected static Tally Difference(RequirementView was, RequirementView now) => Tally.Of([now]) - Tally.Of([was]);

    protected static RequirementView Essential(Answer answer) =>
        new() { Testcase = "depcheck", Essential = true, Answer = answer, Unsatisfied = answer != Answer.Passed };

    protected static RequirementView Other(Answer answer) => Essential(answer) with { Essential = false };

    protected static RequirementView Waived(RequirementView requirement) =>
        requirement with { Unsatisfied = false, Waiver = new WaiverReference(Guid.Empty, "kparal", "known") };

    /// <summary>The gate hears that one requirement has another answer, right after the start.</summary>
    protected static Func<Gate, IReadOnlyList<GateEvent>> Hears(RequirementView was, RequirementView now, GateReason cause = GateReason.Result) =>
        gate => gate.Hear(Difference(was, now), was.Unsatisfied != now.Unsatisfied || (now.Unsatisfied && was.Answer != now.Answer), cause, Start);

    protected static FirstFailed FirstFailed() => new(Start);

    protected static Completed Completed(Verdict verdict, GateReason reason, DateTimeOffset? at = null) => new(verdict, reason, at ?? Start);

    protected static Changed Changed(Verdict verdict, Verdict previous, GateReason reason = GateReason.Result) => new(verdict, previous, reason, Start);

    protected sealed record Sentence(Gate Gate, IReadOnlyList<GateEvent>? Happened = null)
    {
        public Sentence When(Func<Gate, IReadOnlyList<GateEvent>> decision) => this with { Happened = decision(Gate) };

        public void Then(params Spoken[] said) => Assert.That(Happened?.OfType<Spoken>(), Is.EqualTo(said));
    }
}
