namespace Gatehouse.Contracts;

/// <summary>One build's or other subject's part of a gate, or the update's own, as of now: what is asked of it, and what is known of that.</summary>
/// <param name="Subject">The build, or the update itself.</param>
/// <param name="Place">Its place in the definition, from 0, builds before other subjects; -1 for the update itself.</param>
/// <param name="Requirements">In the order of the policies' checks.</param>
public sealed record GatePart(Subject Subject, int Place, IReadOnlyList<RequirementView> Requirements)
{
    /// <summary>The urgency of a part without an unsatisfied requirement.</summary>
    public const int NothingUnsatisfied = 100;

    /// <summary>
    /// How urgent its most urgent unsatisfied requirement is, 0 the most: essential before others, then by <see cref="Answer"/>. A reader that
    /// takes the 500 most urgent parts has the 500 most urgent requirements of the whole gate.
    /// </summary>
    public int Urgency() => Requirements.Where(r => r.Unsatisfied).Select(UrgencyOf).DefaultIfEmpty(NothingUnsatisfied).Min();

    /// <summary>What this part amounts to.</summary>
    /// <param name="decided">The gate has said its verdict, so what is unsettled counts.</param>
    public PartVerdict Verdict(bool decided)
    {
        if (Requirements.Count == 0)
        {
            return PartVerdict.Unchecked;
        }

        var unsatisfied = Requirements.Where(r => r.Unsatisfied).ToList();
        return unsatisfied.Any(r => r.Essential && (decided || r.Answer == Answer.Failed)) ? PartVerdict.Failed
            : !decided && unsatisfied.Any(r => r.Answer != Answer.Failed) ? PartVerdict.Waiting
            : unsatisfied.Count > 0 ? PartVerdict.Info
            : PartVerdict.Passed;
    }

    /// <summary>Whether it is a build's, not the update's own or another subject's.</summary>
    public bool IsBuild => Place >= 0 && Subject.Type == Subject.Build;

    /// <summary>Whether it is that of a subject which belongs to the update and is no build.</summary>
    public bool IsOther => Place >= 0 && Subject.Type != Subject.Build;

    /// <summary>The place of a requirement in lists.</summary>
    public static int UrgencyOf(RequirementView requirement) => (requirement.Essential ? 0 : 10) + (int)requirement.Answer;
}
