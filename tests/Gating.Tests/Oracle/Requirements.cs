using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>Section 4: what a policy set asks of an update before one gate.</summary>
internal sealed record Requirements(bool Matched, IReadOnlyList<string> Policies, TimeSpan? Timeout, bool WaitForAll, IReadOnlyList<Asked> Asked)
{
    public static Requirements Of(PolicyDrafts drafts, string alias, string productVersion, string context, IReadOnlyList<string> builds)
    {
        var matching = drafts.Policies.Where(p => Any(p.ProductVersions, productVersion) && Any(p.Contexts, context)).ToList();
        // A policy whose packages leave no build asks nothing, and speaks only if there is no other.
        var asking = matching.Where(p => builds.Any(b => Selects(p, b)) || (p.Packages is null && p.Excluded is null)).ToList();
        var speaking = asking.Count > 0 ? asking : matching;
        var asked = from policy in asking
                    from check in policy.Checks
                    from subject in check.OfUpdate ? [Subject.OfUpdate(alias)] : builds.Where(b => Selects(policy, b)).Select(Subject.OfBuild)
                    from arch in check.Arches ?? [null!]
                    from scenario in check.Scenarios ?? [null!]
                    select new Asked(subject, check.Testcase, scenario, arch, check.Essential);
        var twiceIsOnce = asked.GroupBy(a => a with { Essential = true }).Select(same => same.Key with { Essential = same.Any(a => a.Essential) });
        return new Requirements(
            matching.Count > 0,
            [.. speaking.Select(p => p.Id)],
            speaking.Count > 0 ? speaking.Max(p => p.Timeout) : null,
            speaking.Count == 0 || speaking.Exists(p => p.WaitForAll),
            [.. twiceIsOnce]);
    }

    private static bool Selects(PolicyDraft policy, string build)
    {
        var name = string.Join('-', build.Split('-')[..^2]);
        return Any(policy.Packages, name) && (policy.Excluded is null || !Any(policy.Excluded, name));
    }

    // The drafts of the tests have a star at the end only, or alone.
    private static bool Any(string[]? patterns, string text) =>
        patterns is null || patterns.Any(p => p == text || (p.EndsWith('*') && text.StartsWith(p[..^1], StringComparison.Ordinal)));
}
