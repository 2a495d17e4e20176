namespace Gatehouse.Gating;

/// <summary>One YAML document: which updates it matches, and what it asks of them.</summary>
/// <param name="Hash"><c>sha256:</c> and the hex digest of what the policy says, however it is laid out.</param>
/// <param name="Timeout">How long a gate waits, from when it opened. At least one second; the set's default where the policy names none.</param>
/// <param name="WaitForAll">Whether the gate waits for this policy's non-essential requirements too.</param>
/// <param name="Checks">None says on purpose that nothing is needed.</param>
public sealed record Policy(string Id, string Hash, Match Match, TimeSpan Timeout, bool WaitForAll, IReadOnlyList<Check> Checks)
{
    /// <summary>Whether it says on purpose that nothing is needed: <c>checks: []</c>.</summary>
    public bool AsksNothing => Checks.Count == 0;
}

/// <summary>Patterns; a part left out (null) matches all.</summary>
public sealed record Match(
    IReadOnlyList<string>? ProductVersions,
    IReadOnlyList<string>? DecisionContexts,
    IReadOnlyList<string>? Packages,
    IReadOnlyList<string>? ExcludePackages)
{
    /// <summary>Whether a policy is for updates of this product version before this gate.</summary>
    public bool Covers(string productVersion, string context) =>
        Pattern.AnyMatches(ProductVersions, productVersion) && Pattern.AnyMatches(DecisionContexts, context);

    /// <summary>Whether a policy's checks apply to builds of this package.</summary>
    public bool Selects(string package) =>
        Pattern.AnyMatches(Packages, package) && (ExcludePackages is null || !Pattern.AnyMatches(ExcludePackages, package));

    /// <summary>Whether every package is selected, even of an update without builds.</summary>
    public bool SelectsAll => Packages is null && ExcludePackages is null;
}

/// <summary>What is asked of each subject that it is for.</summary>
/// <param name="Subject">
/// The type of the subjects it is for, never an alias: <c>koji_build</c> for the builds, <c>bodhi_update</c> for the update itself, else what the update's
/// <c>subjects</c> call it.
/// </param>
/// <param name="Arches">One requirement each; null is one requirement that accepts any.</param>
/// <param name="Scenarios">Likewise.</param>
/// <param name="AnyNewest">Where it accepts any: its answer is that of its cells read as one, not the worst of them.</param>
/// <param name="NotPackages">Patterns of packages whose builds it is not for; null excludes none.</param>
/// <param name="ValidSince">Gates that opened before this are not asked; null has no beginning.</param>
/// <param name="ValidUntil">Gates that opened at this moment or later are not asked; null has no end.</param>
public sealed record Check(
    string Testcase,
    string Subject,
    IReadOnlyList<string>? Arches,
    IReadOnlyList<string>? Scenarios,
    bool Essential,
    bool AnyNewest = false,
    IReadOnlyList<string>? NotPackages = null,
    DateTimeOffset? ValidSince = null,
    DateTimeOffset? ValidUntil = null)
{
    /// <summary>Whether it is for the update itself.</summary>
    public bool OfUpdate => Subject == Contracts.Subject.Update;
}
