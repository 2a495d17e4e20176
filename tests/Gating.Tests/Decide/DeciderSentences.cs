using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Sentences about the decider alone: <c>Given(what happened).When(a decision is asked for).Then(what is said)</c>.</summary>
public abstract class DeciderSentences
{
    protected const Answer Failed = Answer.Failed, Errored = Answer.Errored, Missing = Answer.Missing, Running = Answer.Running, Passed = Answer.Passed;
    protected static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    protected static readonly DateTimeOffset Deadline = Start.AddHours(8);

    protected static readonly GateOpening Waits = new(
        "U1", "push_stable", 1, "fedora-44", "sha256:1", [], Asks.Something, AwaitsPolicy: false, Start, Deadline, Builds: 1, Subjects: 0, Trace: null,
        DefinitionTime: Start, new EvidenceWindow(null, [], []), Kinds: null, Mutable: null, Grace: TimeSpan.FromMinutes(30), WaitsForAll: false);

    protected static Sentence Given(params GateEvent[] happened) => new(happened.Aggregate(Gate.Initial, (gate, e) => gate.Evolve(e)));

    protected static Opened Opened(params RequirementView[] asked) => Opened(Waits, asked);

    protected static Opened Opened(GateOpening opening, params RequirementView[] asked) => new(opening, TallyOf(asked), Start);

    protected static Answered Answered(RequirementView was, RequirementView now) => new(Difference(was, now));

    protected static Tally TallyOf(params RequirementView[] asked) => Tally.Of(new GatePart(Subject.OfBuild("a-1-1"), 0, asked));

    protected static Tally Difference(RequirementView was, RequirementView now) => TallyOf(now) - TallyOf(was);

    protected static RequirementView Essential(Answer answer) => new()
    {
        Testcase = "depcheck",
        Essential = true,
        WaitedFor = true,
        Answer = answer,
        Finished = answer is Answer.Passed or Answer.Failed or Answer.Errored,
        Unsatisfied = answer != Answer.Passed,
    };

    protected static RequirementView Other(Answer answer) => Essential(answer) with { Essential = false };

    /// <summary>Under <c>wait_for: essential</c>.</summary>
    protected static RequirementView Unwaited(Answer answer) =>
        Other(answer) with { WaitedFor = false, Unsatisfied = answer is Answer.Failed or Answer.Errored };

    protected static RequirementView Waived(RequirementView requirement) =>
        requirement with { Unsatisfied = false, Waiver = new WaiverReference(Guid.Empty, "kparal", "known") };

    /// <summary>The gate hears that one requirement has another answer, right after the start.</summary>
    protected static Func<Gate, IReadOnlyList<GateEvent>> Hears(RequirementView was, RequirementView now, GateReason cause = GateReason.Result) =>
        gate => gate.Hear(Difference(was, now), was.Unsatisfied != now.Unsatisfied || (now.Unsatisfied && was.Answer != now.Answer), cause, Start);

    protected static FirstFailed FirstFailed() => new(Start);

    protected static FirstErrored FirstErrored() => new(Start);

    protected static Completed Completed(Verdict verdict, GateReason reason, DateTimeOffset? at = null, long? lateBy = null, DateTimeOffset? until = null) =>
        new(verdict, reason, at ?? Start, lateBy, until);

    protected static Changed Changed(Verdict verdict, Verdict previous, GateReason reason = GateReason.Result) => new(verdict, previous, reason, Start);

    protected sealed record Sentence(Gate Gate, IReadOnlyList<GateEvent>? Happened = null)
    {
        public Sentence When(Func<Gate, IReadOnlyList<GateEvent>> decision) => this with { Happened = decision(Gate) };

        public void Then(params Spoken[] said) => Assert.That(Happened?.OfType<Spoken>(), Is.EqualTo(said));
    }
}
