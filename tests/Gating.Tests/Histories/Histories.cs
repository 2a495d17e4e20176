using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// Makes histories of small alphabets, so that facts collide: updates that share builds, a handful of cells, times of a
/// few minutes around timeouts of a few minutes. One alphabet that has all of it would seldom come to where a rule
/// differs from its neighbour, so each history lives in a <see cref="World"/>.
/// </summary>
public static class Histories
{
    /// <summary>How many each property tries: on two cores about a minute a property that asks the oracle.</summary>
    public const int Count = 20_000;

    /// <summary>How many are tried at the same time.</summary>
    public const int Parallelism = 2;

    // Most deeds follow at once; now and then one had begun before the one that is before it in the log.
    private static readonly Gen<int> Minutes =
        Gen.Frequency((20, Gen.Constant(0)), (8, Gen.Constant(1)), (4, Gen.Constant(4)), (2, Gen.Constant(5)),
            (2, Gen.Constant(11)), (1, Gen.Constant(-2)));

    public static Arbitrary<History> Any() =>
        Arb.From(Gen.Frequency([.. World.All.Select(w => (w.Weight, In(w)))]), history => history.Shrink());

    /// <summary>Histories of one world.</summary>
    public static Gen<History> In(World world) =>
        from first in Gen.Frequency((12, Policies(world).Select(p => new[] { p })),
            (1, Gen.Constant(Array.Empty<Deed>())))
        from defined in Definitions(world)
        from length in Gen.Choose(1, 26)
        from more in Deeds(world).ArrayOf(length)
        select new History([.. first, defined, .. more]);

    private static Gen<Deed> Deeds(World world) => Gen.Frequency(
        (world.Definitions, Definitions(world)),
        (world.Closings, Closings(world)),
        (world.Reports, Reports(world)),
        (world.Waivers, Waivers(world)),
        (world.Policies, Policies(world)),
        (world.Watches, Watches),
        (world.Releases, Releases(world)),
        (world.Refusals, Refusals(world)));

    private static Gen<Deed> Definitions(World world) =>
        from alias in Gen.Elements(world.Aliases)
        from version in Gen.Elements(world.Versions)
        from contexts in Gen.Elements(world.Contexts)
        from builds in Gen.Elements(world.Builds)
        from subjects in Gen.Elements(world.Subjects)
        from time in Gen.Elements(world.Times)
        from since in Gen.Elements(world.BuildsSince)
        from minutes in Minutes
        select (Deed)new Define(alias, version, contexts, builds, time, Minutes: minutes)
        {
            Subjects = subjects, BuildsSince = since,
        };

    private static Gen<Deed> Closings(World world) =>
        from alias in Gen.Elements(world.Aliases)
        from state in Gen.Elements(UpdateState.Withdrawn, UpdateState.Obsoleted, UpdateState.Shipped)
        from time in Gen.Elements(world.Times)
        from minutes in Minutes
        select (Deed)new Define(alias, "f44", "stable", "a-1-1", time, state, minutes);

    private static Gen<Deed> Reports(World world) =>
        from subject in Gen.Elements(world.About)
        from testcase in Gen.Elements(world.Testcases)
        from scenario in Gen.Elements(world.Scenarios)
        from arch in Gen.Elements(world.Arches)
        from outcome in Gen.Elements(world.Outcomes)
        from submitted in Gen.Elements(world.Submitted)
        from minutes in Minutes
        from more in More(world)
        select (Deed)(new Report(subject, testcase, scenario, arch, outcome, submitted, minutes)
        {
            Variant = more.Variant,
            RefUrl = more.RefUrl,
            Groups = more.Groups,
            DefinitionTime = more.DefinitionTime,
            FurtherItems = more.Rare == "items" && subject == "a-1-1" ? "b-x-1-1" : null,
            FurtherArches = more.Rare == "arches" && arch == "x" ? "y" : null,
            Id = more.Rare is "A" or "B" ? more.Rare : null,
        });

    private static Gen<(string? Variant, string? RefUrl, string? Groups, double? DefinitionTime, string? Rare)> More(
        World world) =>
        from variant in Gen.Elements(world.Variants)
        from refUrl in Gen.Elements(world.RefUrls)
        from groups in Gen.Elements(world.Groups)
        from time in Gen.Elements(world.DefinitionTimes)
        from rare in Gen.Elements(world.Rare)
        select (variant, refUrl, groups, time, rare);

    private static Gen<Deed> Waivers(World world) =>
        from subject in Gen.Elements(world.About)
        from testcase in Gen.Elements(world.Testcases)
        from scenario in Gen.Elements(world.Scenarios)
        from arch in Gen.Elements(world.Arches)
        from version in Gen.Elements(null, null, null, null, null, "f44", "f45")
        from context in Gen.Elements(null, null, null, null, null, "stable", "testing")
        from update in Gen.Elements(null, null, null, null, null, "U1", "U2")
        from waived in Gen.Elements(true, true, false)
        from time in Gen.Elements(world.Submitted)
        from expires in Gen.Elements(null, null, null, 1, 4, (double?)9)
        from minutes in Minutes
        select (Deed)new Waive(subject, testcase, scenario, arch, version, waived, time, minutes)
        {
            DecisionContext = context, Update = update, Expires = expires,
        };

    private static Gen<Deed> Policies(World world) =>
        from set in world.Sets
        from released in Gen.Elements(false, false, true)
        from lag in Gen.Elements(null, 0, (double?)3)
        from minutes in Minutes
        select (Deed)new Reload(set with { Released = released }, minutes, lag);

    private static Gen<Deed> Watches =>
        from lag in Gen.Elements(0, 0, 0, 3, (double?)null)
        from stale in Gen.Elements(false, false, false, true)
        from seconds in Gen.Elements(0, 0, 0, 0.5)
        from minutes in Minutes
        select (Deed)new Watch(minutes, lag) { Stale = stale, Seconds = seconds };

    private static Gen<Deed> Releases(World world) =>
        from alias in Gen.Elements(world.Aliases)
        from context in Gen.Elements("stable", "stable", "testing")
        from released in Gen.Elements(true, false)
        from stale in Gen.Elements(false, false, false, true)
        from minutes in Minutes
        select (Deed)new Release(alias, context, released, minutes) { Stale = stale };

    private static Gen<Deed> Refusals(World world) => Gen.Frequency(
        (4,
            from subjects in Gen.Elements([.. world.About, "a-1-1 c-1-1"])
            from testcase in Gen.Elements(world.Testcases)
            from scenario in Gen.Elements(world.Scenarios)
            from arches in Gen.Elements([.. world.Arches, "x y"])
            from outcome in Gen.Elements("PASSED", "FAILED", null)
            from submitted in Gen.Elements(world.Submitted)
            from minutes in Minutes
            select (Deed)new Refuse(subjects, testcase, scenario, arches, outcome, submitted, minutes)),
        (1,
            from which in Gen.Choose(0, 2)
            from minutes in Minutes
            select (Deed)new Discard(which, minutes)));
}
