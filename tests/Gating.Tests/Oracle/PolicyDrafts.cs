// A namespace of its own: nothing of Gatehouse.Gating is in sight here, so the oracle cannot share the product's code by accident.
namespace Gatehouse.Oracle;

/// <summary>A policy set in the oracle's own words.</summary>
/// <param name="Wait">What happens to an update that no policy matches: it waits, or passes.</param>
public sealed record PolicyDrafts(IReadOnlyList<PolicyDraft> Policies, bool Wait)
{
    /// <summary>The set as a policy author would write it.</summary>
    public string ToYaml() => string.Join("\n---\n", Policies.Select(p => p.ToYaml()));

    public override string ToString() => $"no policy {(Wait ? "waits" : "passes")}:\n{ToYaml()}\n";
}

/// <summary>One policy. Lists are null where the part is left out, and matches all or accepts any.</summary>
public sealed record PolicyDraft(
    string Id, string[]? ProductVersions, string[]? Contexts, string[]? Packages, string[]? Excluded, int TimeoutMinutes, bool WaitForAll, CheckDraft[] Checks)
{
    /// <summary>For those who cannot wait minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(TimeoutMinutes);

    public string ToYaml() =>
        $$"""
        id: {{Id}}
        match: { {{Parts(("product_versions", ProductVersions), ("decision_contexts", Contexts), ("packages", Packages), ("exclude_packages", Excluded))}} }
        timeout: {{Timeout.TotalSeconds}}s
        wait_for: {{(WaitForAll ? "all" : "essential")}}
        checks:
        {{string.Join("\n", Checks.Select(c => $"  - {{ testcase: {c.Testcase}, subject: {(c.OfUpdate ? "update" : "build")}, essential: {(c.Essential ? "true" : "false")}{More(c)} }}"))}}
        """;

    private static string More(CheckDraft check) =>
        Parts(("arches", check.Arches), ("scenarios", check.Scenarios)) is { Length: > 0 } parts ? $", {parts}" : "";

    private static string Parts(params (string Key, string[]? Values)[] parts) =>
        string.Join(", ", parts.Where(p => p.Values is not null).Select(p => $"{p.Key}: [{string.Join(", ", p.Values!.Select(v => $"\"{v}\""))}]"));
}

/// <summary>One check of a policy.</summary>
public sealed record CheckDraft(string Testcase, bool OfUpdate, string[]? Arches, string[]? Scenarios, bool Essential);
