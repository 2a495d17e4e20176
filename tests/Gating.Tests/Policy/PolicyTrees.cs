namespace Gatehouse.Gating.Tests;

/// <summary>Makes policies of every kind.</summary>
public sealed class PolicyTrees(Random random)
{
    private static readonly string[] Words = ["x86_64", "noarch", "null", "~", "true", "on", "0x10", "a#b", "a b", "it's", "a: b", "- x", "[x]", "say \"so\"", "-x", "é", "*", "!x"];

    /// <summary>A policy with this id and any of the keys that there are.</summary>
    public PolicyTree Policy(string id) => Map(
        ("id", () => new PolicyTree.Text(id), true),
        ("match", () => Map(
            ("product_versions", () => Texts("fedora-*", "epel-9", "f44?"), false),
            ("decision_contexts", () => Texts("push_stable", "push_*"), false),
            ("packages", () => Texts(Words), false),
            ("exclude_packages", () => Texts(Words), false)), false),
        ("timeout", () => Choose("1s", "90m", "8h", "2d"), false),
        ("wait_for", () => Choose("all", "essential"), false),
        ("checks", () => new PolicyTree.List([.. Enumerable.Range(0, random.Next(4)).Select(_ => Check())]), true));

    private PolicyTree.Map Check()
    {
        var build = random.Next(3) > 0;
        return Map(
            ("testcase", () => Choose("dist.depcheck", "a#b", "it's", "null", "say: so", "é"), true),
            ("subject", () => build ? Choose("build", "koji_build", "brew-build") : Choose("update", "compose", "productmd-compose"), !build),
            ("arches", () => Texts("x86_64", "noarch", "null", "on", "1.0"), false),
            ("scenarios", () => Texts(Words), false),
            ("essential", () => Choose("true", "false"), false),
            ("any", () => Choose("newest", "worst"), false),
            ("not_packages", () => Texts(Words), build ? false : null),
            ("valid_since", () => Choose("2026-11-22T10:15:00Z", "2026-11-22T10:15:00.5+02:00"), false),
            ("valid_until", () => Choose("2027-01-01T00:00:00Z"), false));
    }

    // A key that is not needed is there now and then; one that may not be there has null.
    private PolicyTree.Map Map(params (string Key, Func<PolicyTree> Value, bool? Needed)[] entries) =>
        new([.. entries.Where(e => e.Needed is true || (e.Needed is false && random.Next(2) == 0)).Select(e => (e.Key, e.Value()))]);

    private PolicyTree.List Texts(params string[] from) =>
        new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new PolicyTree.Text(from[random.Next(from.Length)]))]);

    private PolicyTree.Text Choose(params string[] from) => new(from[random.Next(from.Length)]);
}
