using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// Makes histories of small alphabets, so that facts collide: two updates that share builds, two gates, two product versions, a handful of
/// cells, times of a few minutes around timeouts of a few minutes.
/// </summary>
public static class Histories
{
    /// <summary>How many each property tries: on two cores half a minute a property that asks the oracle.</summary>
    public const int Count = 20_000;

    /// <summary>How many are tried at the same time.</summary>
    public const int Parallelism = 2;

    private static readonly string[] Aliases = ["U1", "U1", "U2"];
    private static readonly string[] Versions = ["f44", "f44", "f45"];

    // Most deeds follow at once; now and then one had begun before the one that is before it in the log.
    private static readonly Gen<int> Minutes =
        Gen.Frequency((24, Gen.Constant(0)), (6, Gen.Constant(1)), (4, Gen.Constant(4)), (2, Gen.Constant(5)), (2, Gen.Constant(11)), (1, Gen.Constant(-2)));

    public static Arbitrary<History> Any() => Arb.From(
        from first in Gen.Frequency((12, Policies.Select(p => new[] { p })), (1, Gen.Constant(Array.Empty<Deed>())))
        from defined in Definitions
        from length in Gen.Choose(1, 30)
        from more in Deeds.ArrayOf(length)
        select new History([.. first, defined, .. more]),
        history => history.Shrink());

    private static Gen<Deed> Deeds => Gen.Frequency((3, Definitions), (1, Closings), (22, Reports), (5, Waivers), (1, Policies), (3, Watches));

    private static Gen<Deed> Definitions =>
        from alias in Gen.Elements(Aliases)
        from version in Gen.Elements(Versions)
        from contexts in Gen.Elements("stable", "stable", "testing", "testing stable")
        from builds in Gen.Elements("a-1-1", "a-1-1", "a-1-1 b-x-1-1", "b-x-1-1 a-1-1", "a-1-1 b-x-1-1 c-1-1", "c-1-1")
        from time in Gen.Choose(0, 5)
        from minutes in Minutes
        select (Deed)new Define(alias, version, contexts, builds, time, Minutes: minutes);

    private static Gen<Deed> Closings =>
        from alias in Gen.Elements(Aliases)
        from state in Gen.Elements(UpdateState.Withdrawn, UpdateState.Obsoleted, UpdateState.Shipped)
        from time in Gen.Choose(0, 5)
        from minutes in Minutes
        select (Deed)new Define(alias, "f44", "stable", "a-1-1", time, state, minutes);

    private static Gen<string> Subjects => Gen.Elements("a-1-1", "a-1-1", "a-1-1", "b-x-1-1", "b-x-1-1", "c-1-1", "U1");

    private static Gen<string> Testcases => Gen.Elements("t", "t", "t", "v");

    private static Gen<string?> Arches => Gen.Elements("x", "x", "x", "y", null);

    private static Gen<string?> Scenarios => Gen.Elements(null, null, null, null, "s");

    private static Gen<Deed> Reports =>
        from subject in Subjects
        from testcase in Testcases
        from scenario in Scenarios
        from arch in Arches
        from outcome in Gen.Elements("PASSED", "PASSED", "PASSED", "INFO", "FAILED", "FAILED", "NEEDS_INSPECTION", "ERROR", "QUEUED", "RUNNING")
        from submitted in Gen.Choose(0, 4)
        from minutes in Minutes
        select (Deed)new Report(subject, testcase, scenario, arch, outcome, submitted, minutes);

    private static Gen<Deed> Waivers =>
        from subject in Subjects
        from testcase in Testcases
        from scenario in Scenarios
        from arch in Arches
        from version in Gen.Elements(null, null, "f44", "f45")
        from waived in Gen.Elements(true, true, false)
        from time in Gen.Choose(0, 3)
        from minutes in Minutes
        select (Deed)new Waive(subject, testcase, scenario, arch, version, waived, time, minutes);

    private static Gen<Deed> Watches => Minutes.Select(minutes => (Deed)new Watch(minutes));

    private static Gen<Deed> Policies =>
        from count in Gen.Frequency((1, Gen.Constant(0)), (8, Gen.Constant(1)), (4, Gen.Constant(2)), (2, Gen.Constant(3)))
        from policies in Policy.ArrayOf(count)
        from wait in Gen.Elements(false, false, true)
        from minutes in Minutes
        select (Deed)new Reload(new PolicyDrafts([.. policies.Select((p, i) => p with { Id = $"p{i}" })], wait), minutes);

    private static Gen<PolicyDraft> Policy =>
        from versions in Gen.Elements(null, null, null, null, "f44", "f*")
        from contexts in Gen.Elements(null, null, null, null, "stable", "testing")
        from packages in Gen.Elements(null, null, null, null, "*", "a", "b-*")
        from excluded in Gen.Elements(null, null, null, null, "b-x", "c")
        from timeout in Gen.Elements(1, 5, 10, 60)
        from all in Gen.Elements(true, true, false)
        from count in Gen.Frequency((3, Gen.Constant(1)), (3, Gen.Constant(2)), (1, Gen.Constant(3)))
        from checks in Checks.ArrayOf(count)
        select new PolicyDraft("", List(versions), List(contexts), List(packages), List(excluded), timeout, all, checks);

    private static Gen<CheckDraft> Checks =>
        from testcase in Testcases
        from ofUpdate in Gen.Elements(false, false, false, true)
        from arches in Gen.Elements(null, "x", "x", "x y")
        from scenarios in Gen.Elements(null, null, null, "s")
        from essential in Gen.Elements(true, true, false)
        select new CheckDraft(testcase, ofUpdate, arches?.Split(' '), List(scenarios), essential);

    private static string[]? List(string? one) => one is null ? null : [one];
}
