using System.Globalization;

namespace Gatehouse.Platform.Tests;

/// <summary>Draws results: of builds, composes and updates, of every outcome, in both forms, under every id.</summary>
internal sealed class Reports(Dice dice, Clocks clocks)
{
    private const int Recent = 40;

    private static readonly string[] Outcomes =
    [
        "PASSED", "PASSED", "PASSED", "PASSED", "PASSED", "PASSED", "PASSED", "INFO", "FAILED", "FAILED",
        "NEEDS_INSPECTION", "ERROR", "QUEUED", "QUEUED", "RUNNING", "CRASHED",
    ];

    private static readonly string?[] Arches = ["x86_64", "x86_64", "i386", "noarch", null];
    private static readonly string?[] Scenarios = [null, null, null, "uefi", "bios"];
    private static readonly string[] OfBuilds = ["dist.depcheck", "dist.depcheck", "dist.upgradepath", "dist.rpmlint"];
    private static readonly string[] Groups = ["g1", "g2", "g3"];
    private readonly List<Report> named = [];

    /// <summary>Any that is valid.</summary>
    public Fact Any(int serial, Drafted update)
    {
        var report = Draw(update);
        report = dice.Of(20) switch
        {
            < 9 => report with { Name = $"{dice.Uuid():D}" },
            // Every publisher counts 1, 2, 3: they meet in different cells, and now and then in one.
            < 13 => report with { Name = Count() },
            < 16 => report with { Name = Count(), IsNamedByMessage = true },
            16 => report with { Name = $"{dice.Uuid():D}", IsNamedByMessage = true },
            // Its content names it, which is no name without a time.
            17 when report.SubmitTime is not null => report,
            _ => report with { Name = $"{report.Items[0]}/{report.Testcase}" },
        };
        if (report.Name is not null)
        {
            named.Add(report);
        }

        return report.ToFact(serial);
    }

    /// <summary>Another run under the name of an earlier one; null while there is none.</summary>
    public Fact? Conflicting(int serial)
    {
        if (named.Count == 0)
        {
            return null;
        }

        var first = dice.PickLate(named, Recent);
        var again = dice.OneIn(3)
            // The same but for the note, which is other content.
            ? first
            : first with { Outcome = dice.Pick(Outcomes), SubmitTime = clocks.Of(first.ByUser) };
        return again.ToFact(serial);
    }

    /// <summary>One that is named by a UUID, in the form of the contract.</summary>
    public Fact Plain(int serial, Drafted update) =>
        (Draw(update) with { Name = $"{dice.Uuid():D}", ByUser = false }).Plainly().ToFact(serial);

    /// <summary>One in the form of the contract, to be spoilt.</summary>
    public Report ToSpoil(Drafted update) => (Draw(update) with { Name = $"{dice.Uuid():D}" }).Plainly();

    private Report Draw(Drafted update)
    {
        var byUser = dice.OneIn(3);
        var report = About(update) with
        {
            Variant = dice.OneIn(8) ? "Server" : null,
            SubmitTime = dice.OneIn(12) ? null : clocks.Of(byUser),
            RefUrl = dice.OneIn(3) ? $"https://ci.example.org/{update.Alias}/{dice.Of(3)}" : null,
            Groups = dice.OneIn(3) ? [dice.Pick(Groups)] : dice.OneIn(10) ? Groups : null,
            ByUser = byUser,
        };
        // Nobody knows yet where it will run.
        return report.Outcome is "QUEUED" or "RUNNING" && dice.OneIn(2)
            ? report with { Arches = [null], Scenario = null } : report;
    }

    private Report About(Drafted update)
    {
        var outcome = dice.Pick(Outcomes);
        switch (dice.Of(8))
        {
            case 0:
                return new Report("bodhi_update", [update.Alias], "update.boot", outcome)
                {
                    Scenario = dice.Pick(Scenarios), DefinitionTime = DefinitionTime(update), IsOlder = dice.OneIn(4),
                };

            case 1 when update.Composes.Count > 0:
            case not 0 when update.Builds.Count == 0:
                return new Report(dice.OneIn(4) ? "productmd-compose" : "compose", [dice.Pick(update.Composes)],
                    "compose.boot", outcome)
                {
                    Arches = [dice.Pick(Arches)], DefinitionTime = DefinitionTime(update), IsOlder = dice.OneIn(4),
                };

            default:
                var isOlder = dice.OneIn(4);
                return new Report(dice.OneIn(6) ? "brew-build" : "koji_build",
                    isOlder && dice.OneIn(3) ? [.. update.Builds] : [dice.Pick(update.Builds)], dice.Pick(OfBuilds),
                    outcome)
                {
                    Arches = isOlder && dice.OneIn(3) ? ["x86_64", "i386"] : [dice.Pick(Arches)], IsOlder = isOlder,
                };
        }
    }

    private string? DefinitionTime(Drafted update) => dice.Of(8) switch
    {
        0 or 1 when update.Times.Count > 0 => Fact.Stamp(dice.Pick(update.Times)),
        2 => Fact.Stamp(clocks.Now - dice.Seconds(0, 20)),
        3 => "the one of yesterday",
        _ => null,
    };

    private string Count() => string.Create(CultureInfo.InvariantCulture, $"{dice.Between(1, 4)}");
}

/// <summary>Forms of a result.</summary>
internal static class ReportForms
{
    /// <summary>The same in the form of the contract, which has one item and one arch.</summary>
    public static Report Plainly(this Report report) =>
        report with { IsOlder = false, Items = [report.Items[0]], Arches = [report.Arches[0]] };
}
