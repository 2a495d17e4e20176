using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>A requirement that is unsatisfied on one side only, or answers otherwise there.</summary>
/// <param name="Side"><c>recorded</c> or <c>draft</c>.</param>
public sealed record DecidingCheck(
    string Side, Subject Subject, string Testcase, string? Scenario, string? Arch, bool Essential, Answer Answer, Guid? ResultId)
{
    /// <summary>Those of the recorded side first.</summary>
    public static IEnumerable<DecidingCheck> Of(IReadOnlyList<UnsatisfiedRequirement> recorded, IReadOnlyList<UnsatisfiedRequirement> draft)
    {
        var (before, after) = (recorded.Select(IdentityOf).ToHashSet(), draft.Select(IdentityOf).ToHashSet());
        return recorded.Where(r => !after.Contains(IdentityOf(r))).Select(r => Of("recorded", r))
            .Concat(draft.Where(r => !before.Contains(IdentityOf(r))).Select(r => Of("draft", r)));
    }

    private static DecidingCheck Of(string side, UnsatisfiedRequirement r) => new(side, r.Subject, r.Testcase, r.Scenario, r.Arch, r.Essential, r.Answer, r.ResultId);

    // Another run with the same answer makes no difference.
    private static (Subject, string, string?, string?, bool, Answer) IdentityOf(UnsatisfiedRequirement r) => (r.Subject, r.Testcase, r.Scenario, r.Arch, r.Essential, r.Answer);
}
