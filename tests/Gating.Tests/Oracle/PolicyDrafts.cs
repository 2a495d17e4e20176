using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>A policy set in the oracle's own words, with what came with it when it was put in force.</summary>
/// <param name="Wait">What happens to an update that no policy asks anything of: it waits for one, or passes.</param>
public sealed record PolicyDrafts(IReadOnlyList<PolicyDraft> Policies, bool Wait)
{
    private static readonly IReadOnlyDictionary<string, OutcomeKind> NoOutcomes =
        new SortedDictionary<string, OutcomeKind>(StringComparer.Ordinal);

    /// <summary>How long a gate waits for a policy.</summary>
    public TimeSpan DefaultTimeout { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long a deadline stands still at most.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Outcomes beside the seven of the contract.</summary>
    public IReadOnlyDictionary<string, OutcomeKind> Outcomes { get; init; } = NoOutcomes;

    /// <summary>Types whose subjects change while their identifiers stay.</summary>
    public IReadOnlyList<string> Mutable { get; init; } = [];

    /// <summary>An operator put it in force although it may ask less of gates that wait.</summary>
    public bool Released { get; init; }

    /// <summary>
    /// Up to when all that was delivered had been recorded when it was put in force; null where that is not known.
    /// </summary>
    public DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>The policies as their author would write them.</summary>
    public string ToYaml() => string.Join("\n---\n", Policies.Select(p => p.ToYaml()));

    /// <summary>The vocabulary beside them; null where there is nothing to say.</summary>
    public string? ToVocabularyYaml()
    {
        var outcomes = Outcomes.Select(o => $"{o.Key}: {o.Value.ToString().ToLowerInvariant()}");
        var parts = new[]
        {
            Outcomes.Count > 0 ? $"outcomes: {{ {string.Join(", ", outcomes)} }}" : null,
            Mutable.Count > 0 ? $"mutable: [{string.Join(", ", Mutable)}]" : null,
        };
        return parts.Any(p => p is not null) ? string.Join("\n", parts.Where(p => p is not null)) : null;
    }

    public override string ToString() =>
        $"no policy {(Wait ? "waits" : "passes")} ({DefaultTimeout.TotalMinutes} min, grace {Grace.TotalMinutes} min)"
        + $"{(Released ? ", released" : "")}:\n"
        + $"{ToYaml()}\n{ToVocabularyYaml()}\n";
}

/// <summary>One policy. Lists are null where the part is left out, and match all or accept any.</summary>
public sealed record PolicyDraft(
    string Id,
    string[]? ProductVersions,
    string[]? Contexts,
    string[]? Packages,
    string[]? Excluded,
    int TimeoutMinutes,
    bool WaitForAll,
    CheckDraft[] Checks)
{
    /// <summary>For those who cannot wait minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(TimeoutMinutes);

    public string ToYaml() =>
        $$"""
        id: {{Id}}
        match: { {{Match()}} }
        timeout: {{Timeout.TotalSeconds}}s
        wait_for: {{(WaitForAll ? "all" : "essential")}}
        checks:{{(Checks.Length == 0 ? " []" : "")}}
        {{string.Join("\n", Checks.Select(c => $"  - {{ {c.ToYaml()} }}"))}}
        """;

    internal static string Lists(params (string Key, string[]? Values)[] parts) => string.Join(", ", parts
        .Where(p => p.Values is not null)
        .Select(p => $"{p.Key}: [{string.Join(", ", p.Values!.Select(v => $"\"{v}\""))}]"));

    private string Match() => Lists(
        ("product_versions", ProductVersions), ("decision_contexts", Contexts), ("packages", Packages),
        ("exclude_packages", Excluded));
}

/// <summary>One check of a policy.</summary>
/// <param name="OfUpdate">
/// It is for the update itself; else for the builds, unless <see cref="OfType"/> says another type.
/// </param>
public sealed record CheckDraft(string Testcase, bool OfUpdate, string[]? Arches, string[]? Scenarios, bool Essential)
{
    /// <summary>It is for the update's subjects of this type.</summary>
    public string? OfType { get; init; }

    /// <summary>Where it accepts any, all its cells are read as one.</summary>
    public bool Newest { get; init; }

    /// <summary>Packages whose builds it is not for.</summary>
    public string[]? NotPackages { get; init; }

    /// <summary>Gates that opened before this are not asked.</summary>
    public DateTimeOffset? ValidSince { get; init; }

    /// <summary>Gates that opened then or later are not asked.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    internal string ToYaml()
    {
        var parts = new[]
        {
            $"testcase: {Testcase}",
            $"subject: {OfType ?? (OfUpdate ? "update" : "build")}",
            $"essential: {(Essential ? "true" : "false")}",
            PolicyDraft.Lists(("arches", Arches), ("scenarios", Scenarios), ("not_packages", NotPackages)),
            Newest ? "any: newest" : "",
            ValidSince is { } since ? $"valid_since: {since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "",
            ValidUntil is { } until ? $"valid_until: {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "",
        };
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }
}
