using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// A result in one of its cells, as far as it matters to whether it counts for an update's present definition (rule 9). Kept of results about anything but
/// builds, which never change.
/// </summary>
/// <param name="Topic">The key of its subject and testcase.</param>
/// <param name="Place">Which of the result's cells it is.</param>
/// <param name="Time">Its submit time as it counts.</param>
/// <param name="RefUrl">A hash of its link; null where it has none.</param>
/// <param name="DefinitionTime">The time of the definition that was tested, as its publisher named it.</param>
public sealed record EvidenceRun(
    Guid Topic, long Sequence, short Place, Guid Cell, DateTimeOffset Time, string Outcome, string? Scenario, string? Arch, long? RefUrl,
    DateTimeOffset? DefinitionTime)
{
    /// <summary>What is known of such a result at the moment it is recorded.</summary>
    public static EvidenceRun Of(Guid topic, ResultRow row) => new(
        topic, row.Sequence, row.Place, row.CellKey, row.Time, row.Result.Outcome, row.Cell.Scenario, row.Cell.Arch,
        row.Result.LinkHash, row.Result.DefinitionTime);

    /// <summary>Whether evidence is kept of results about such subjects: any but a build may change while its name stays.</summary>
    public static bool IsOf(Subject subject) => subject.Type != Subject.Build;

    /// <summary>Which of several of one cell counts.</summary>
    /// <param name="outcomes">Those in use.</param>
    public Recency Recency(Outcomes outcomes) => new(Time, IsFinished(outcomes), Sequence);

    public bool IsFinished(Outcomes outcomes) => outcomes.KindOf(Outcome) != OutcomeKind.Running;

    /// <summary>Whether it is of the same arch and scenario, or says null in their place: then the other may be what came of it.</summary>
    public bool CanBecome(EvidenceRun other) => (Arch is null || Arch == other.Arch) && (Scenario is null || Scenario == other.Scenario);
}
