namespace Gatehouse.Contracts;

/// <summary>One build's part (or, without a place among the builds, the update's own) of a gate, as of now.</summary>
/// <param name="Subject">The build, or the update itself.</param>
/// <param name="Place">The build's place in the definition, from 0; -1 for the update itself, which is no build.</param>
/// <param name="Verdict">Null while something is waited for and nothing essential has failed.</param>
/// <param name="Requirements">In the order of the policies' checks.</param>
public sealed record GateBuildView(Subject Subject, int Place, Verdict? Verdict, IReadOnlyList<RequirementView> Requirements)
{
    /// <summary>No unsatisfied requirement.</summary>
    public const int NothingUnsatisfied = 100;

    /// <summary>
    /// How urgent its most urgent unsatisfied requirement is, 0 the most: essential before others, then by <see cref="Answer"/>. A reader that
    /// takes the 500 most urgent builds has the 500 most urgent requirements of the whole gate.
    /// </summary>
    public int Urgency() => Requirements.Where(r => r.Unsatisfied).Select(UrgencyOf).DefaultIfEmpty(NothingUnsatisfied).Min();

    /// <summary>The place of a requirement in lists.</summary>
    public static int UrgencyOf(RequirementView requirement) => (requirement.Essential ? 0 : 10) + (int)requirement.Answer;
}
