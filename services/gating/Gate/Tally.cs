using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>
/// Requirements counted by what matters to a decision. A gate keeps only the sum over its parts, so that a result costs the same in an update of
/// one build and of three thousand.
/// </summary>
/// <param name="All">All of them by answer; one that nobody waits for is missing until a run of it has finished (rule 5).</param>
/// <param name="Essential">The essential ones among them.</param>
/// <param name="Waiting">Those that the gate waits for and that are not waived.</param>
/// <param name="WaivedUnfinished">Those that it would wait for but for a waiver, and whose newest run has not finished, or that have none.</param>
/// <param name="OthersUnsatisfied">Those that are not essential, and unsatisfied.</param>
/// <param name="Unchecked">Builds and subjects that no check is for.</param>
[MessagePackObject]
public readonly record struct Tally(
    [property: Key(0)] ByAnswer All,
    [property: Key(1)] ByAnswer Essential,
    [property: Key(2)] ByAnswer Waiting,
    [property: Key(3)] int WaivedUnfinished,
    [property: Key(4)] int OthersUnsatisfied,
    [property: Key(5)] int Unchecked,
    [property: Key(6)] int Conflicts,
    [property: Key(7)] int Rejections)
{
    /// <summary>How many requirements are unsatisfied, essential or not.</summary>
    [IgnoreMember]
    public int Unsatisfied => Essential.Unsatisfied + OthersUnsatisfied;

    /// <summary>The verdict if everything not satisfied counts: at completion, and after it.</summary>
    [IgnoreMember]
    public Verdict Verdict => Essential.Unsatisfied > 0 ? Verdict.Failed : OthersUnsatisfied > 0 ? Verdict.Info : Verdict.Passed;

    [IgnoreMember]
    public GateCounts Counts => new(
        All.Sum, All.Passed, All.Failed, All.Errored, All.Running, All.Missing, All.Waived,
        new RequirementCounts(
            Essential.Sum, Essential.Passed, Essential.Failed, Essential.Errored, Essential.Running, Essential.Missing, Essential.Waived),
        Unchecked);

    /// <summary>Counts a part.</summary>
    public static Tally Of(GatePart part) =>
        part.Requirements.Aggregate(
            default(Tally) with { Unchecked = part.Place >= 0 && part.Requirements.Count == 0 ? 1 : 0 }, (sum, r) => sum + Of(r));

    /// <summary>Counts parts.</summary>
    public static Tally Of(IEnumerable<GatePart> parts) => parts.Aggregate(default(Tally), (sum, part) => sum + Of(part));

    public static Tally operator +(Tally a, Tally b) => new(
        a.All + b.All, a.Essential + b.Essential, a.Waiting + b.Waiting, a.WaivedUnfinished + b.WaivedUnfinished, a.OthersUnsatisfied + b.OthersUnsatisfied,
        a.Unchecked + b.Unchecked, a.Conflicts + b.Conflicts, a.Rejections + b.Rejections);

    public static Tally operator -(Tally a, Tally b) => new(
        a.All - b.All, a.Essential - b.Essential, a.Waiting - b.Waiting, a.WaivedUnfinished - b.WaivedUnfinished, a.OthersUnsatisfied - b.OthersUnsatisfied,
        a.Unchecked - b.Unchecked, a.Conflicts - b.Conflicts, a.Rejections - b.Rejections);

    /// <summary>Counts one requirement.</summary>
    public static Tally Of(RequirementView r)
    {
        var waived = r.Waiver is not null;
        var waitedFor = r.WaitedFor;
        var one = ByAnswer.Of(waitedFor || r.Finished || waived || r.Answer == Answer.Passed ? r.Answer : Answer.Missing, waived);
        return new Tally(
            one,
            r.Essential ? one : default,
            waitedFor && !waived ? one : default,
            waitedFor && waived && r.Answer is (Answer.Missing or Answer.Running) ? 1 : 0,
            !r.Essential && r.Unsatisfied ? 1 : 0,
            0,
            r.Conflicts,
            r.Rejections);
    }
}

/// <summary>Requirements by answer; a waived one is waived and nothing else.</summary>
[MessagePackObject]
public readonly record struct ByAnswer(
    [property: Key(0)] int Passed,
    [property: Key(1)] int Failed,
    [property: Key(2)] int Errored,
    [property: Key(3)] int Running,
    [property: Key(4)] int Missing,
    [property: Key(5)] int Waived)
{
    [IgnoreMember]
    public int Sum => Passed + Failed + Errored + Running + Missing + Waived;

    [IgnoreMember]
    public int Unsatisfied => Failed + Errored + Running + Missing;

    /// <summary>Those that are neither passed, failed nor waived (rule 5).</summary>
    [IgnoreMember]
    public int Unsettled => Errored + Running + Missing;

    public static ByAnswer Of(Answer answer, bool waived) => waived ? default(ByAnswer) with { Waived = 1 } : answer switch
    {
        Answer.Passed => default(ByAnswer) with { Passed = 1 },
        Answer.Failed => default(ByAnswer) with { Failed = 1 },
        Answer.Errored => default(ByAnswer) with { Errored = 1 },
        Answer.Running => default(ByAnswer) with { Running = 1 },
        _ => default(ByAnswer) with { Missing = 1 },
    };

    public static ByAnswer operator +(ByAnswer a, ByAnswer b) => new(
        a.Passed + b.Passed, a.Failed + b.Failed, a.Errored + b.Errored, a.Running + b.Running, a.Missing + b.Missing, a.Waived + b.Waived);

    public static ByAnswer operator -(ByAnswer a, ByAnswer b) => new(
        a.Passed - b.Passed, a.Failed - b.Failed, a.Errored - b.Errored, a.Running - b.Running, a.Missing - b.Missing, a.Waived - b.Waived);
}
