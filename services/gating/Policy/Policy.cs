namespace Gatehouse.Gating;

/// <summary>One YAML document: which updates it matches, and what it asks of them.</summary>
/// <param name="Hash"><c>sha256:</c> and the hex digest of what the policy says, however it is laid out.</param>
/// <param name="Timeout">How long a revision waits, from its start. At least one second.</param>
/// <param name="WaitForAll">Whether non-essential requirements are waited for too.</param>
/// <param name="Checks">At least one.</param>
public sealed record Policy(string Id, string Hash, Match Match, TimeSpan Timeout, bool WaitForAll, IReadOnlyList<Check> Checks)
{
    /// <summary>The timeout of a policy that names none.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(8);
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

/// <summary>What is asked of each selected build, or of the update itself.</summary>
/// <param name="Arches">One requirement each; null is one requirement that accepts any.</param>
/// <param name="Scenarios">Likewise.</param>
public sealed record Check(string Testcase, bool OfUpdate, IReadOnlyList<string>? Arches, IReadOnlyList<string>? Scenarios, bool Essential);
