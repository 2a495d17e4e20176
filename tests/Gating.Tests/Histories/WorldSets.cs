using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// The policy sets of the worlds. Each has at least one policy, as the door of policies wants it, but it need not
/// match.
/// </summary>
internal static class WorldSets
{
    /// <summary>Of all that a policy can say.</summary>
    public static Gen<PolicyDrafts> Any =>
        from count in Gen.Frequency((6, Gen.Constant(1)), (4, Gen.Constant(2)), (2, Gen.Constant(3)))
        from policies in Policy.ArrayOf(count)
        from set in With(policies)
        select set;

    /// <summary>That ask one or two things of the build, and accept any.</summary>
    public static Gen<PolicyDrafts> OfCells =>
        from checks in OneOrTwo(
            from arches in Gen.Elements(null, null, null, "x")
            from scenarios in Gen.Elements(null, null, "s")
            from newest in Gen.Elements(false, false, true)
            from essential in Gen.Elements(true, true, true, false)
            select new CheckDraft("t", false, List(arches), List(scenarios), essential) { Newest = newest })
        from all in Gen.Elements(true, false)
        from set in With([Draft(60, all, checks)])
        select set;

    /// <summary>That ask one thing of the build, wherever it runs.</summary>
    public static Gen<PolicyDrafts> OfAnyCell => With([Draft(60, true, new CheckDraft("t", false, null, null, true))]);

    /// <summary>That ask one thing of the build, and name where.</summary>
    public static Gen<PolicyDrafts> OfOneCell =>
        from newest in Gen.Elements(false, false, true)
        from set in With([Draft(60, true, new CheckDraft("t", false, ["x"], ["s"], true) { Newest = newest })])
        select set;

    /// <summary>That ask two things of the build, and wait for both or for one.</summary>
    public static Gen<PolicyDrafts> OfTwo =>
        from essential in Gen.Elements(true, true, false)
        from all in Gen.Elements(true, true, false)
        from set in With(
            [Draft(60, all, new CheckDraft("t", false, null, null, true),
                new CheckDraft("v", false, ["x"], null, essential))])
        select set;

    /// <summary>That ask something of the update itself, and of its composes.</summary>
    public static Gen<PolicyDrafts> OfTheUpdate =>
        from checks in OneOrTwo(
            from arches in Gen.Elements(null, null, "x")
            from type in Gen.Elements(null, null, null, "compose")
            select new CheckDraft("t", type is null, List(arches), null, true) { OfType = type })
        from set in With([Draft(60, true, checks)])
        select set;

    /// <summary>That differ from each other in a step or two.</summary>
    public static Gen<PolicyDrafts> OfOneStep =>
        from essential in Gen.Elements(true, true, true, false)
        from newest in Gen.Elements(false, false, false, true)
        from all in Gen.Elements(true, true, false)
        from more in Gen.Elements("", "", "v", "compose", "other", "none", "empty", "not_all")
        from timeout in Gen.Elements(5, 10, 10, 60)
        let check = new CheckDraft("t", false, null, null, essential) { Newest = newest }
        let checks = more switch
        {
            "v" => [check, new CheckDraft("v", false, ["x"], null, true)],
            "compose" => [check, new CheckDraft("t", false, null, null, true) { OfType = "compose" }],
            "other" => [check, new CheckDraft("v", false, null, null, false)],
            "empty" => Array.Empty<CheckDraft>(),
            _ => [check],
        }
        let draft = Draft(timeout, all, checks) with
        {
            ProductVersions = more == "none" ? ["f99"] : null,
            Packages = more == "not_all" ? ["c"] : null,
        }
        from second in Gen.Elements(false, false, false, true)
        from secondAll in Gen.Elements(true, false)
        let policies = second
            ? new[] { draft, Draft(10, secondAll, new CheckDraft("v", false, null, null, false)) } : [draft]
        from set in With(policies)
        select set;

    private static Gen<PolicyDraft> Policy =>
        from versions in Gen.Elements(null, null, null, null, "f44", "f*")
        from contexts in Gen.Elements(null, null, null, null, "stable", "testing")
        from packages in Gen.Elements(null, null, null, null, "*", "a", "b-*")
        from excluded in Gen.Elements(null, null, null, null, "b-x", "c")
        from timeout in Gen.Elements(1, 5, 10, 60)
        from all in Gen.Elements(true, true, false)
        from count in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Constant(1)), (6, Gen.Constant(2)),
            (2, Gen.Constant(3)))
        from checks in Check.ArrayOf(count)
        select new PolicyDraft("", List(versions), List(contexts), List(packages), List(excluded), timeout, all,
            checks);

    private static Gen<CheckDraft> Check =>
        from testcase in Gen.Elements("t", "t", "t", "v")
        from type in Gen.Elements(null, null, null, null, "update", "compose", "image")
        from arches in Gen.Elements(null, "x", "x", "x y")
        from scenarios in Gen.Elements(null, null, null, "s")
        from essential in Gen.Elements(true, true, false)
        from newest in Gen.Elements(false, false, false, true)
        from notPackages in Gen.Elements(null, null, null, null, "c", "b-*")
        from since in Gen.Elements(null, null, null, null, null, (double?)1)
        from until in Gen.Elements(null, null, null, null, null, (double?)4)
        select new CheckDraft(testcase, type == "update", arches?.Split(' '), List(scenarios), essential)
        {
            OfType = type is null or "update" ? null : type,
            Newest = newest,
            NotPackages = type is null ? List(notPackages) : null,
            ValidSince = since is { } begin ? Facts.At(begin) : null,
            ValidUntil = until is { } end ? Facts.At(end) : null,
        };

    private static PolicyDraft Draft(int timeout, bool all, params CheckDraft[] checks) =>
        new("", null, null, null, null, timeout, all, checks);

    private static Gen<CheckDraft[]> OneOrTwo(Gen<CheckDraft> check) =>
        Gen.Frequency((3, check.ArrayOf(1)), (1, check.ArrayOf(2)));

    // What stands beside the policies.
    private static Gen<PolicyDrafts> With(PolicyDraft[] policies) =>
        from wait in Gen.Elements(true, true, false)
        from crashed in Gen.Elements<OutcomeKind?>(
            null, OutcomeKind.Fail, OutcomeKind.Fail, OutcomeKind.Pass, OutcomeKind.Error, OutcomeKind.Running)
        from mutable in Gen.Elements(true, true, false)
        from timeout in Gen.Elements(3, 10, 480)
        from grace in Gen.Elements(0, 2, 30)
        select new PolicyDrafts([.. policies.Select((p, i) => p with { Id = $"p{i}" })], wait)
        {
            Outcomes = crashed is { } kind
                ? new SortedDictionary<string, OutcomeKind>(StringComparer.Ordinal) { ["CRASHED"] = kind }
                : new SortedDictionary<string, OutcomeKind>(StringComparer.Ordinal),
            Mutable = mutable ? ["compose"] : [],
            DefaultTimeout = TimeSpan.FromMinutes(timeout),
            Grace = TimeSpan.FromMinutes(grace),
        };

    private static string[]? List(string? one) => one is null ? null : [one];
}
