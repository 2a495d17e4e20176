using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>What a policy set means by outcomes and types (section 1, and <c>vocabulary.yaml</c>).</summary>
internal static class Words
{
    /// <summary>How an outcome counts; one that is not declared any more says nothing of its subject.</summary>
    public static OutcomeKind KindOf(this PolicyDrafts set, string outcome) => outcome switch
    {
        "PASSED" or "INFO" => OutcomeKind.Pass,
        "FAILED" or "NEEDS_INSPECTION" => OutcomeKind.Fail,
        "ERROR" => OutcomeKind.Error,
        "QUEUED" or "RUNNING" => OutcomeKind.Running,
        _ => set.Outcomes.TryGetValue(outcome, out var kind) ? kind : OutcomeKind.Error,
    };

    /// <summary>Whether evidence about a subject of this type counts only for what an update is now.</summary>
    public static bool IsMutable(this PolicyDrafts set, string type) =>
        type == "bodhi_update" || set.Mutable.Contains(type);

    /// <summary>The type that a check, or a message, means by a word.</summary>
    public static string TypeOf(string word) => word switch
    {
        "build" or "brew-build" or "redhat-container-image" or "redhat-module" => "koji_build",
        "update" => "bodhi_update",
        "productmd-compose" => "compose",
        _ => word,
    };

    /// <summary>
    /// Rule 7: an outcome that comes nearer to a pass than it was, or evidence that would count again although the
    /// update changed, asks less of whoever is asked anything.
    /// </summary>
    public static bool AsksLess(PolicyDrafts now, PolicyDrafts before, IReadOnlyList<Asked> asked) =>
        (asked.Count > 0 && before.Outcomes.Keys.Concat(now.Outcomes.Keys)
            .Any(o => Strictness(now.KindOf(o)) < Strictness(before.KindOf(o))))
        || asked.Any(a => before.IsMutable(a.Subject.Type) && !now.IsMutable(a.Subject.Type));

    // A failure blocks whatever stands beside it, an error only where it is alone, a run not even there where another
    // arch has passed.
    private static int Strictness(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Fail => 3,
        OutcomeKind.Error => 2,
        OutcomeKind.Running => 1,
        _ => 0,
    };
}
