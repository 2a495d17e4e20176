using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What a feed tells of a <see cref="GateStatement"/>. A page of a feed reads fifty: what it does not tell is not even taken from the text.</summary>
public sealed record FeedVerdict
{
    public required string Alias { get; init; }
    public required string DecisionContext { get; init; }
    public required string ProductVersion { get; init; }
    public required Verdict? Verdict { get; init; }
    public required Verdict? PreviousVerdict { get; init; }
    public required string Summary { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
    public required IReadOnlyList<UnsatisfiedRequirement> Unsatisfied { get; init; }
    public required bool Truncated { get; init; }
}
