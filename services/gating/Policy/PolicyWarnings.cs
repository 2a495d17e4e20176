using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What is allowed in a policy, but looks like a mistake beside what has been seen.</summary>
internal sealed class PolicyWarnings
{
    // Comparing all of a large draft's patterns with all packages ever seen could take minutes: in characters of pattern times characters of text.
    private const long MostCompared = 200_000_000;

    private readonly SeenWords seen;
    private readonly List<string> warnings = [];
    private readonly Dictionary<(string Pattern, IReadOnlySet<string> Texts), bool> compared = [];
    private long left = MostCompared;
    private int skipped;

    private PolicyWarnings(SeenWords seen) => this.seen = seen;

    public static IReadOnlyList<string> Of(PolicySet set, SeenWords seen)
    {
        var warnings = new PolicyWarnings(seen);
        foreach (var policy in set.Policies)
        {
            warnings.Look(policy);
        }

        if (warnings.skipped > 0)
        {
            warnings.warnings.Add($"{warnings.skipped} patterns were not compared with what has been seen: there are too many");
        }

        return warnings.warnings;
    }

    private void Look(Policy policy)
    {
        var by = $"policy '{policy.Id}'";
        Unmatched(by, "product_versions", policy.Match.ProductVersions, seen.ProductVersions, "update");
        Unmatched(by, "decision_contexts", policy.Match.DecisionContexts, seen.DecisionContexts, "update");
        Unmatched(by, "packages", policy.Match.Packages, seen.Packages, "build");
        Unmatched(by, "exclude_packages", policy.Match.ExcludePackages, seen.Packages, "build");
        if (!policy.WaitForAll && !policy.AsksNothing && !policy.Checks.Any(c => c.Essential))
        {
            warnings.Add($"{by}: wait_for: essential, but none of its checks is essential: a gate without an essential requirement waits for all");
        }

        foreach (var check in policy.Checks)
        {
            Look($"{by}: check '{check.Testcase}'", policy, check);
        }
    }

    private void Look(string by, Policy policy, Check check)
    {
        Unmatched(by, "not_packages", check.NotPackages, seen.Packages, "build");
        if (check.Subject is not (Subject.Build or Subject.Update))
        {
            if (!seen.Types.Contains(check.Subject))
            {
                warnings.Add($"{by}: subject '{check.Subject}' is a type that no update or result has had lately");
            }

            if (!policy.Match.SelectsAll)
            {
                warnings.Add($"{by}: is for subjects of type {check.Subject}, but its policy names packages, so only builds and updates are asked");
            }
        }

        if (check.Arches is null && seen.Arches.TryGetValue(check.Testcase, out var arches) && arches.Count > 1)
        {
            warnings.Add(
                $"{by}: names no arches, and results came from several ({string.Join(", ", arches.Order(StringComparer.Ordinal).Take(10))}): "
                + "it is settled with the first that reports, so list the arches where all of them matter");
        }

        foreach (var scenario in (check.Scenarios ?? []).Where(s => s.Contains('*', StringComparison.Ordinal)))
        {
            warnings.Add($"{by}: scenario '{scenario}' is taken to the letter: scenarios are no patterns");
        }
    }

    private void Unmatched(string by, string key, IReadOnlyList<string>? patterns, IReadOnlySet<string>? texts, string what)
    {
        foreach (var pattern in texts is null ? [] : patterns ?? [])
        {
            if (!Matches(pattern, texts!))
            {
                warnings.Add($"{by}: {key} '{pattern}' matches no {what} seen so far");
            }
        }
    }

    private bool Matches(string pattern, IReadOnlySet<string> texts)
    {
        if (pattern.AsSpan().IndexOfAny('*', '?') < 0)
        {
            return texts.Contains(pattern);
        }

        if (compared.TryGetValue((pattern, texts), out var matches))
        {
            return matches;
        }

        foreach (var text in texts)
        {
            left -= (pattern.Length + 1) * (text.Length + 1);
            if (left < 0)
            {
                skipped++;
                return true;
            }

            if (Pattern.Matches(pattern, text))
            {
                matches = true;
                break;
            }
        }

        return compared[(pattern, texts)] = matches;
    }
}
