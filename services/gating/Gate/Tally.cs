using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>
/// Requirements counted by what matters to a decision. A gate keeps only the sum over its builds, so that a result costs the same in an
/// update of one build and of three thousand.
/// </summary>
[MessagePackObject]
public readonly record struct Tally(
    [property: Key(0)] int Requirements,
    [property: Key(1)] int Passed,
    [property: Key(2)] int Failed,
    [property: Key(3)] int Errored,
    [property: Key(4)] int Running,
    [property: Key(5)] int Missing,
    [property: Key(6)] int Waived,
    [property: Key(7)] int EssentialFailed,
    [property: Key(8)] int EssentialUnsettled,
    [property: Key(9)] int OtherUnsettled,
    [property: Key(10)] int OtherUnsatisfied)
{
    /// <summary>How many requirements are unsatisfied, essential or not.</summary>
    [IgnoreMember]
    public int Unsatisfied => EssentialFailed + EssentialUnsettled + OtherUnsatisfied;

    /// <summary>The verdict if everything not satisfied counts: at completion, and after it.</summary>
    [IgnoreMember]
    public Verdict Verdict => EssentialFailed + EssentialUnsettled > 0 ? Verdict.Failed : OtherUnsatisfied > 0 ? Verdict.Info : Verdict.Passed;

    [IgnoreMember]
    public GateCounts Counts => new(Requirements, Passed, Failed, Errored, Running, Missing, Waived);

    /// <summary>Counts requirements.</summary>
    public static Tally Of(IEnumerable<RequirementView> requirements) => requirements.Aggregate(default(Tally), (sum, r) => sum + Of(r));

    public static Tally operator +(Tally a, Tally b) => new(
        a.Requirements + b.Requirements, a.Passed + b.Passed, a.Failed + b.Failed, a.Errored + b.Errored, a.Running + b.Running,
        a.Missing + b.Missing, a.Waived + b.Waived, a.EssentialFailed + b.EssentialFailed, a.EssentialUnsettled + b.EssentialUnsettled,
        a.OtherUnsettled + b.OtherUnsettled, a.OtherUnsatisfied + b.OtherUnsatisfied);

    public static Tally operator -(Tally a, Tally b) => new(
        a.Requirements - b.Requirements, a.Passed - b.Passed, a.Failed - b.Failed, a.Errored - b.Errored, a.Running - b.Running,
        a.Missing - b.Missing, a.Waived - b.Waived, a.EssentialFailed - b.EssentialFailed, a.EssentialUnsettled - b.EssentialUnsettled,
        a.OtherUnsettled - b.OtherUnsettled, a.OtherUnsatisfied - b.OtherUnsatisfied);

    private static Tally Of(RequirementView r)
    {
        var waived = r.Waiver is not null;
        var settled = waived || r.Answer is Answer.Passed or Answer.Failed;
        return new Tally(
            1, Is(r.Answer == Answer.Passed), Is(r.Answer == Answer.Failed), Is(r.Answer == Answer.Errored), Is(r.Answer == Answer.Running),
            Is(r.Answer == Answer.Missing), Is(waived), Is(r.Essential && !waived && r.Answer == Answer.Failed), Is(r.Essential && !settled),
            Is(!r.Essential && !settled), Is(!r.Essential && r.Unsatisfied));
    }

    private static int Is(bool condition) => condition ? 1 : 0;
}
