using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>
/// Everything known of one testcase for one subject: its cells and its waivers, whether or not a gate asks for them yet. It is folded
/// for results that come before their update, too, so their order does not matter.
/// </summary>
[MessagePackObject]
public sealed record Topic([property: Key(0)] IReadOnlyList<CellRuns> Cells, [property: Key(1)] IReadOnlyList<TopicWaiver> Waivers)
{
    /// <summary>Nothing is known.</summary>
    public static Topic Initial { get; } = new([], []);

    /// <summary>The key of a topic in the tables.</summary>
    public static Guid KeyOf(Subject subject, string testcase) => TextHash.Of(subject.Type, subject.Id, testcase);

    /// <summary>After one more result.</summary>
    public Topic Evolve(ResultRecorded result, OutcomeKind kind, long sequence)
    {
        var run = new Run(result.Id, kind, result.RefUrl, result.SubmitTime, sequence);
        var cell = Cells.FirstOrDefault(c => c.Scenario == result.Scenario && c.Arch == result.Arch)?.With(run)
            ?? new CellRuns(result.Scenario, result.Arch, run);
        return this with { Cells = [.. Cells.Where(c => c.Scenario != cell.Scenario || c.Arch != cell.Arch), cell] };
    }

    /// <summary>After one more waiver, or its withdrawal. Of those that cover the same, the newest counts.</summary>
    public Topic Evolve(WaiverRecorded waiver, long sequence)
    {
        var added = new TopicWaiver(
            waiver.Scenario, waiver.Arch, waiver.ProductVersion, waiver.Waived, new WaiverReference(waiver.Id, waiver.Username, waiver.Comment), waiver.Time, sequence);
        return Waivers.FirstOrDefault(added.CoversTheSameAs) is { } known && !added.IsNewerThan(known)
            ? this
            : this with { Waivers = [.. Waivers.Where(w => !added.CoversTheSameAs(w)), added] };
    }

    /// <summary>What is known of one requirement of this topic.</summary>
    /// <param name="asked">What is asked; what was known of it before does not matter.</param>
    /// <param name="waitForAll">Whether a non-essential requirement counts before a run of it has finished.</param>
    public RequirementView Answer(RequirementView asked, string productVersion, bool waitForAll)
    {
        var cells = Cells.Where(c => (asked.Arch is null || c.Arch == asked.Arch) && (asked.Scenario is null || c.Scenario == asked.Scenario)).ToList();
        var (answer, run) = Worst(cells);
        var finished = cells.Any(c => c.NewestFinished is not null);
        var waiver = answer == Contracts.Answer.Passed ? null : WaiverOf(asked, productVersion);
        return new RequirementView
        {
            Testcase = asked.Testcase,
            Scenario = asked.Scenario,
            Arch = asked.Arch,
            Essential = asked.Essential,
            Answer = answer,
            Unsatisfied = answer != Contracts.Answer.Passed && waiver is null && (asked.Essential || waitForAll || finished),
            Finished = finished,
            ResultId = run?.Id,
            RefUrl = run?.RefUrl,
            SubmitTime = run?.SubmitTime,
            Waiver = waiver,
        };
    }

    // Where any arch or scenario is accepted, all that were seen must be content; among equally bad ones the newest is shown.
    private static (Answer Answer, Run? Run) Worst(List<CellRuns> cells)
    {
        (Answer Answer, Run? Run) worst = (Contracts.Answer.Missing, null);
        foreach (var (answer, run) in cells.Select(c => c.Answer))
        {
            var (rank, worstRank) = (Badness(answer), Badness(worst.Answer));
            if (worst.Run is null || rank > worstRank || (rank == worstRank && run.IsNewerThan(worst.Run)))
            {
                worst = (answer, run);
            }
        }

        return worst;
    }

    private static int Badness(Answer answer) => answer switch
    {
        Contracts.Answer.Failed => 3,
        Contracts.Answer.Errored => 2,
        Contracts.Answer.Running => 1,
        _ => 0,
    };

    private WaiverReference? WaiverOf(RequirementView asked, string productVersion) =>
        Waivers.Where(w => w.Waived && w.Covers(asked, productVersion)).Aggregate((TopicWaiver?)null, (a, b) => b.IsNewerThan(a) ? b : a)?.Reference;
}

/// <summary>The newest waiver (or withdrawal) of those that cover the same.</summary>
[MessagePackObject]
public sealed record TopicWaiver(
    [property: Key(0)] string? Scenario,
    [property: Key(1)] string? Arch,
    [property: Key(2)] string? ProductVersion,
    [property: Key(3)] bool Waived,
    [property: Key(4)] WaiverReference Reference,
    [property: Key(5)] DateTimeOffset Time,
    [property: Key(6)] long Sequence)
{
    public bool CoversTheSameAs(TopicWaiver other) => Scenario == other.Scenario && Arch == other.Arch && ProductVersion == other.ProductVersion;

    /// <summary>Whether its time is later, or as late and recorded later.</summary>
    public bool IsNewerThan(TopicWaiver? other) => other is null || Time > other.Time || (Time == other.Time && Sequence > other.Sequence);

    /// <summary>A named scenario or arch covers only a requirement that names the same; a null one covers any.</summary>
    public bool Covers(RequirementView asked, string productVersion) =>
        (Scenario is null || Scenario == asked.Scenario) && (Arch is null || Arch == asked.Arch) && (ProductVersion is null || ProductVersion == productVersion);
}
