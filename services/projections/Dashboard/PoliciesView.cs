namespace Gatehouse.Projections;

/// <summary>The policies in force, as gating's <c>GET /api/v1/policies</c> tells them.</summary>
/// <param name="Refused">What is wrong with the folder as it lies there: then the set in force is an older one.</param>
public sealed record PoliciesView(
    string? Hash, string? NoPolicy, IReadOnlyList<PolicyShown> Policies, IReadOnlyList<Contracts.PolicyFile> Files, IReadOnlyList<PolicyMistake> Refused);

public sealed record PolicyShown(string Id, string Hash, PolicyMatch Match, double TimeoutSeconds, string WaitFor, IReadOnlyList<PolicyCheck> Checks);

/// <summary>Which updates a policy is for; null matches all.</summary>
public sealed record PolicyMatch(
    IReadOnlyList<string>? ProductVersions, IReadOnlyList<string>? DecisionContexts, IReadOnlyList<string>? Packages, IReadOnlyList<string>? ExcludePackages);

/// <param name="Subject">The type of what it is asked of; null in answers of older services.</param>
/// <param name="AnyNewest">Where it accepts any place its answer is the newest of all, not the worst.</param>
/// <param name="NotPackages">Packages it is not for.</param>
/// <param name="ValidSince">Gates that opened before are not asked; likewise after <see cref="ValidUntil"/>.</param>
public sealed record PolicyCheck(
    string Testcase, string? Subject, bool OfUpdate, IReadOnlyList<string>? Arches, IReadOnlyList<string>? Scenarios, bool Essential, bool AnyNewest,
    IReadOnlyList<string>? NotPackages, DateTimeOffset? ValidSince, DateTimeOffset? ValidUntil)
{
    /// <summary>What it is asked of, in words.</summary>
    public string Of => OfUpdate ? "the update" : Subject is null or Contracts.Subject.Build ? "each build" : $"each {Subject}";

    /// <summary>What limits it, in words; empty where nothing does.</summary>
    public string Limits => string.Join(", ", new[]
    {
        AnyNewest ? "the newest of all counts" : null,
        NotPackages is null ? null : $"except {string.Join(", ", NotPackages)}",
        ValidSince is { } since ? $"of gates that opened since {Words.Moment(since)}" : null,
        ValidUntil is { } until ? $"of gates that opened before {Words.Moment(until)}" : null,
    }.Where(limit => limit is not null));
}

/// <param name="File">Empty where no file alone is to blame.</param>
public sealed record PolicyMistake(string File, int Line, string Message);
