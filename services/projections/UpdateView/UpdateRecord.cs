using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// An update as its newest definitions say. A closing may leave out what the update holds, so its state and its content are each
/// the newest that was said of them: then the order of arrival does not matter.
/// </summary>
public sealed record UpdateRecord
{
    public required string Alias { get; init; }

    public required UpdateState State { get; init; }

    /// <summary>When its definitions say the state is from.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The place in the log of the definition that said the state.</summary>
    public required long Sequence { get; init; }

    /// <summary>When that was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When the update was first heard of.</summary>
    public required DateTimeOffset FirstRecordedAt { get; init; }

    /// <summary>Null while only a closing has been heard of.</summary>
    public UpdateContent? Content { get; init; }

    /// <summary>The builds of an open update; a closed one holds none that anybody waits for.</summary>
    public IEnumerable<string> OpenBuilds => State == UpdateState.Open && Content is not null ? Content.Builds : [];
}

/// <summary>What an update holds.</summary>
/// <param name="Time">When its definition says this is from.</param>
public sealed record UpdateContent(
    string ProductVersion,
    IReadOnlyList<string> DecisionContexts,
    IReadOnlyList<string> Builds,
    string? Submitter,
    string? Title,
    string? Url,
    DateTimeOffset Time);
