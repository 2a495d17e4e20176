namespace Gatehouse.Projections;

/// <summary>The policies in force, as gating's <c>GET /api/v1/policies</c> tells them.</summary>
/// <param name="Refused">What is wrong with the folder as it lies there: then the set in force is an older one.</param>
public sealed record PoliciesView(
    string? Hash, string? NoPolicy, IReadOnlyList<PolicyShown> Policies, IReadOnlyList<Contracts.PolicyFile> Files, IReadOnlyList<PolicyMistake> Refused);

public sealed record PolicyShown(string Id, string Hash, PolicyMatch Match, double TimeoutSeconds, string WaitFor, IReadOnlyList<PolicyCheck> Checks);

/// <summary>Which updates a policy is for; null matches all.</summary>
public sealed record PolicyMatch(
    IReadOnlyList<string>? ProductVersions, IReadOnlyList<string>? DecisionContexts, IReadOnlyList<string>? Packages, IReadOnlyList<string>? ExcludePackages);

public sealed record PolicyCheck(string Testcase, bool OfUpdate, IReadOnlyList<string>? Arches, IReadOnlyList<string>? Scenarios, bool Essential);

public sealed record PolicyMistake(string File, int Line, string Message);
