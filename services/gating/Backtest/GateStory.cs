using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>Which opening of a gate: the same under any policies, since definitions alone open gates.</summary>
/// <param name="Ordinal">From 0; more only where a context left and came back within one moment.</param>
public sealed record OpeningKey(string Alias, string Context, int Revision, DateTimeOffset OpenedAt, int Ordinal);

/// <summary>What became of one opening of a gate, under the policies that were in force or under a draft.</summary>
public sealed record GateStory(GateStatement Opened)
{
    /// <summary>The verdict as it was said first; null if it never came to one.</summary>
    public GateStatement? Complete { get; init; }

    /// <summary>The verdict as it was said last.</summary>
    public GateStatement? Last { get; init; }

    /// <summary>How it was closed; null if it was not.</summary>
    public GateStatement? Closed { get; init; }

    /// <summary>The place in the log of the edit that opened the next revision; null if there is none.</summary>
    public long? EditedAt { get; init; }

    /// <summary>What was unsatisfied in the end; null where that is not known.</summary>
    public IReadOnlyList<UnsatisfiedRequirement>? Unsatisfied { get; init; }

    /// <summary>Its first verdict, or why there is none.</summary>
    public string Verdict => WordOf(Complete);

    /// <summary>Its last verdict, or why there is none.</summary>
    public string LastVerdict => WordOf(Last);

    /// <summary>Whether it still waited at the end of what is known of it, and what for was not said.</summary>
    public bool IsUnknown => Complete is null && Closed is null && Unsatisfied is null;

    /// <summary>What was unsatisfied when it was complete, or in the end if it never was.</summary>
    public IReadOnlyList<UnsatisfiedRequirement> AtVerdict => (Complete ?? Closed)?.Unsatisfied ?? Unsatisfied ?? [];

    /// <summary>What was unsatisfied in the end.</summary>
    public IReadOnlyList<UnsatisfiedRequirement> AtLast => Unsatisfied ?? (Last ?? Closed)?.Unsatisfied ?? [];

    private string WordOf(GateStatement? decided) => decided?.Verdict?.ToString().ToLowerInvariant()
        ?? (Closed is not null ? "closed" : EditedAt is not null ? "edited" : "waiting");
}
