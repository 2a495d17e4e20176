using System.Globalization;
using Gatehouse.Local;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// What test systems, update tools and people send: updates, their edits and closings, results and re-runs of every
/// outcome, late ones and early ones, waivers and withdrawals, and messages that are refused. Which facts come, and in
/// which order, follows from the seed alone; only their times are the clock's.
/// </summary>
internal sealed class Story
{
    /// <summary>Whom the broker vouches for; everybody else is nobody.</summary>
    public const string User = PrivateRabbitMq.User;

    private const int Alive = 24;
    private static readonly string[] Closings = ["withdrawn", "obsoleted", "shipped"];
    private static readonly string[] ProductVersions = ["hasty-1", "hasty-1", "hasty-1", "calm-1", "calm-1", "other-1"];
    private static readonly string[] Contexts = ["push_stable", "push_testing"];

    private readonly int seed;
    private readonly Dice dice;
    private readonly Clocks clocks;
    private readonly Reports reports;
    private readonly Waivings waivings;
    private readonly Garbled garbled;
    private readonly List<Drafted> updates = [];
    private int serial;
    private int names;

    public Story(int seed, TimeProvider clock)
    {
        (this.seed, dice) = (seed, new Dice(seed));
        clocks = new Clocks(dice, clock);
        reports = new Reports(dice, clocks);
        waivings = new Waivings(dice, clocks);
        garbled = new Garbled(dice, clocks, reports, waivings);
    }

    /// <summary>The next fact.</summary>
    public Fact Next() => (updates.Count < 3 ? 0 : dice.Of(100)) switch
    {
        < 3 => Define(),
        < 7 => Edit(Some()),
        < 9 => Close(Some()),
        < 14 => waivings.Give(++serial, Some()),
        < 17 => waivings.TakeBack(++serial) ?? reports.Any(++serial, Some()),
        < 20 => garbled.Any(++serial, Some()),
        < 24 => reports.Conflicting(++serial) ?? reports.Any(++serial, Some()),
        24 => waivings.Conflicting(++serial) ?? reports.Any(++serial, Some()),
        _ => reports.Any(++serial, Some()),
    };

    /// <summary>One more result, of an update that is there, named by a UUID.</summary>
    public Fact Plain() => reports.Plain(++serial, Some());

    // Mostly a young one, now and then one of long ago.
    private Drafted Some() => dice.OneIn(10) ? dice.Pick(updates) : dice.PickLate(updates, Alive);

    private Fact Define()
    {
        var fast = dice.OneIn(8) ? dice.Seconds(30, 400) : dice.Seconds(-15, 3);
        var update = new Drafted(NameOf("ADVERSARY"), dice.Pick(ProductVersions), fast);
        DrawContexts(update);
        // Some builds are in several updates.
        update.Builds.AddRange(Enumerable.Range(0, dice.Between(1, 4)).Select(_ =>
            dice.OneIn(8) && updates.Count > 0 && Some().Builds is { Count: > 0 } others ? dice.Pick(others) : Build())
            .Distinct());
        if (dice.OneIn(4))
        {
            update.Composes.Add(Compose(update));
        }

        if (update.Composes.Count > 0 && dice.OneIn(4))
        {
            update.Builds.Clear();
        }

        updates.Add(update);
        return Definition(update, TimeOf(update));
    }

    private Fact Edit(Drafted update)
    {
        switch (dice.Of(8))
        {
            case 0:
                update.Builds.Add(Build());
                break;
            case 1 when update.Builds.Count > 1:
                update.Builds.RemoveAt(dice.Of(update.Builds.Count));
                break;
            case 2 or 3:
                // One that is taken away is given back later.
                DrawContexts(update);
                break;
            case 4:
                // An edit of the past, which comes too late, and one that only looks like an edit.
                return Definition(update, TimeOf(update) - dice.Seconds(1, 30));
            case 5 when update.Composes.Count > 0 && update.Builds.Count > 0:
                update.Composes.RemoveAt(0);
                break;
            case 5 or 6:
                update.Composes.Add(Compose(update));
                break;
            default:
                update.ProductVersion = dice.Pick(ProductVersions);
                break;
        }

        return Definition(update, TimeOf(update));
    }

    private Fact Close(Drafted update) =>
        update.Closed(++serial, TimeOf(update), dice.Pick(Closings), byUser: dice.OneIn(2));

    private Fact Definition(Drafted update, DateTimeOffset time) => update.Defined(
        ++serial, time, dice.OneIn(6) ? time - dice.Seconds(0, 20) : null, byUser: dice.OneIn(2),
        compose: dice.OneIn(4) ? "productmd-compose" : "compose");

    // By its tool's clock; some tell whole seconds only, so that two are of equal time.
    private DateTimeOffset TimeOf(Drafted update)
    {
        var now = clocks.Now + update.Clock;
        return dice.Of(12) switch
        {
            0 when update.Times.Count > 0 => update.Times[^1],
            < 5 => Clocks.Whole(now),
            _ => now,
        };
    }

    private void DrawContexts(Drafted update)
    {
        update.Contexts.Clear();
        update.Contexts.AddRange(dice.OneIn(2) ? [dice.Pick(Contexts)] : Contexts);
    }

    private string Build() => $"{(dice.OneIn(4) ? "kernel-core" : "package")}-{NameOf("1")}-1.fc44";

    // Of one update only: what an announcement counts of a compose of several is not said by any rule.
    private static string Compose(Drafted update) => $"{update.Alias}.n.{update.Composes.Count + update.Times.Count}";

    private string NameOf(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.{seed}.{++names}");
}
