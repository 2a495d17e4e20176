using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// An update as its newest definition or closing says (rule 9). A closing may leave out what the update holds, so its content is the newest that was said of
/// it: then an update that was first heard of as closed is found by what it held, too.
/// </summary>
public sealed record UpdateRecord
{
    public required string Alias { get; init; }

    public required UpdateState State { get; init; }

    /// <summary>The time of the newest definition or closing taken up, as it was sent.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Its place in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When the update was first heard of.</summary>
    public required DateTimeOffset FirstRecordedAt { get; init; }

    /// <summary>Null while only a closing has been heard of.</summary>
    public UpdateContent? Content { get; init; }

    /// <summary>A hash of the builds, subjects and product version of the newest definition taken up; null while none was.</summary>
    public Guid? Held { get; init; }

    /// <summary>Which evidence about what changes counts for it.</summary>
    public required EvidenceWindow Window { get; init; }

    public bool IsOpen => State == UpdateState.Open;

    /// <summary>What a later definition is compared with.</summary>
    public Recency Recency => Contracts.Recency.Of(Time, RecordedAt, !IsOpen, Sequence);

    /// <summary>The subjects of an open update, itself among them; a closed one holds none that anybody waits for.</summary>
    public IEnumerable<Subject> OpenSubjects => IsOpen && Content is not null ? Content.All.Prepend(Subject.OfUpdate(Alias)) : [];
}

/// <summary>What an update holds.</summary>
/// <param name="Subjects">What is no build.</param>
/// <param name="Time">When its definition says this is from, as it counts.</param>
public sealed record UpdateContent(
    string ProductVersion,
    IReadOnlyList<string> DecisionContexts,
    IReadOnlyList<string> Builds,
    IReadOnlyList<Subject> Subjects,
    string? Submitter,
    string? Title,
    string? Url,
    DateTimeOffset Time)
{
    /// <summary>Builds and other subjects.</summary>
    public IEnumerable<Subject> All => Builds.Select(Subject.OfBuild).Concat(Subjects);
}
