using System.Globalization;

namespace Gatehouse.Platform.Tests;

/// <summary>Draws waivers, with every part that may be left out given or not, and their withdrawals.</summary>
internal sealed class Waivings(Dice dice, Clocks clocks)
{
    private const int Recent = 24;
    private static readonly string[] OfBuilds = ["dist.depcheck", "dist.upgradepath", "dist.rpmlint"];
    private static readonly string[] Arches = ["x86_64", "i386", "noarch"];
    private static readonly string[] Scenarios = ["uefi", "bios"];
    private static readonly string[] Contexts = ["push_stable", "push_testing"];
    private readonly List<Waive> given = [];

    public Fact Give(int serial, Drafted update)
    {
        var waive = Draw(update);
        given.Add(waive);
        return waive.ToFact(serial);
    }

    /// <summary>The withdrawal of one; null while there is none.</summary>
    public Fact? TakeBack(int serial)
    {
        if (given.Count == 0)
        {
            return null;
        }

        var waive = dice.PickLate(given, Recent);
        waive = waive with { Name = $"{dice.Uuid():D}", Waived = false, Time = clocks.Of(waive.ByUser) };
        return waive.ToFact(serial);
    }

    /// <summary>Another one under the name of an earlier one; null while there is none.</summary>
    public Fact? Conflicting(int serial) =>
        given.Count == 0 ? null : (dice.PickLate(given, Recent) with { Expires = null }).ToFact(serial);

    public Waive Draw(Drafted update)
    {
        var byUser = dice.OneIn(3);
        var name = dice.OneIn(3)
            ? string.Create(CultureInfo.InvariantCulture, $"{dice.Between(1, 4)}") : $"{dice.Uuid():D}";
        var waive = (dice.Of(8) switch
        {
            0 => new Waive("bodhi_update", update.Alias, "update.boot", true, name)
            {
                Scenario = dice.OneIn(2) ? dice.Pick(Scenarios) : null,
            },
            1 when update.Composes.Count > 0 =>
                new Waive("compose", dice.Pick(update.Composes), "compose.boot", true, name),
            _ when update.Builds.Count == 0 =>
                new Waive("productmd-compose", dice.Pick(update.Composes), "compose.boot", true, name),
            _ => new Waive(dice.OneIn(6) ? "brew-build" : "koji_build", dice.Pick(update.Builds), dice.Pick(OfBuilds),
                true, name)
            {
                Arch = dice.OneIn(2) ? dice.Pick(Arches) : null,
            },
        }) with
        {
            ProductVersion = dice.OneIn(3) ? update.ProductVersion : null,
            DecisionContext = dice.OneIn(3) ? dice.Pick(Contexts) : null,
            Update = dice.OneIn(4) ? update.Alias : null,
            Time = dice.OneIn(8) ? null : clocks.Of(byUser),
            ByUser = byUser,
        };
        // It ends while the run lasts, so its own clock is right.
        return dice.OneIn(3)
            ? waive with { Time = clocks.Now - dice.Seconds(0, 5), Expires = clocks.Now + dice.Seconds(1, 25) } : waive;
    }
}
