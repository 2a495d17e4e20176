using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>What gates need to know of one result in one of its cells.</summary>
/// <param name="SubmitTime">As sent.</param>
/// <param name="Arrived">When it was recorded, where the submit time lies ahead of that; else null.</param>
/// <param name="RefUrl">Its link, or the name of a redacted one: see <see cref="RunLink"/>.</param>
/// <param name="Sequence">Its place in the log, which tells results of equal time apart.</param>
/// <param name="Groups">Hashes of its groups; null where it has none.</param>
[MessagePackObject]
public sealed record Run(
    [property: Key(0)] Guid Id,
    [property: Key(1)] string Outcome,
    [property: Key(2)] string? Scenario,
    [property: Key(3)] string? Arch,
    [property: Key(4)] string? Variant,
    [property: Key(5)] string? RefUrl,
    [property: Key(6)] DateTimeOffset SubmitTime,
    [property: Key(7)] DateTimeOffset? Arrived,
    [property: Key(8)] long Sequence,
    [property: Key(9)] IReadOnlyList<long>? Groups,
    [property: Key(10)] DateTimeOffset? DefinitionTime)
{
    /// <summary>The time by which it is compared: a submit time ahead of arrival counts as arrival (rule 3).</summary>
    [IgnoreMember]
    public DateTimeOffset Time => Arrived ?? SubmitTime;

    /// <summary>The cell of its topic.</summary>
    [IgnoreMember]
    public (string? Scenario, string? Arch, string? Variant) Cell => (Scenario, Arch, Variant);

    /// <summary>The runs of a result, one for each of its arches.</summary>
    public static IEnumerable<Run> Of(ResultRecorded result, DateTimeOffset at, long sequence)
    {
        var groups = result.GroupHashes?.Distinct().ToArray();
        var link = RunLink.Of(result);
        return result.Arches.Select(arch => new Run(
            result.Id, result.Outcome, result.Scenario, arch, result.Variant, link, result.SubmitTime,
            result.SubmitTime > at ? at : null, sequence, groups, result.DefinitionTime));
    }

    /// <summary>Whether the two name the same run of a test system: by their link, or by one of their groups.</summary>
    public bool SharesRunWith(Run other) =>
        RunLink.Same(RefUrl, other.RefUrl) || (Groups is not null && other.Groups is not null && Groups.Intersect(other.Groups).Any());

    /// <summary>Whether it is of the same arch and scenario, or says null in their place.</summary>
    public bool CanBecome(Run other) => (Arch is null || Arch == other.Arch) && (Scenario is null || Scenario == other.Scenario);
}

/// <summary>Tells which of two runs of one cell counts (rule 3): the newer; of equal time a finished one, else the one recorded later.</summary>
public sealed class ByRecency(Outcomes outcomes) : IComparer<Run>
{
    public int Compare(Run? x, Run? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ => (x.Time, IsFinished(x), x.Sequence).CompareTo((y.Time, IsFinished(y), y.Sequence)),
    };

    private bool IsFinished(Run run) => outcomes.KindOf(run.Outcome) != OutcomeKind.Running;
}
