using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>What the gate needs to know of one result.</summary>
/// <param name="Sequence">Its place in the log, which tells results of equal submit time apart.</param>
[MessagePackObject]
public sealed record Run(
    [property: Key(0)] Guid Id,
    [property: Key(1)] OutcomeKind Kind,
    [property: Key(2)] string? RefUrl,
    [property: Key(3)] DateTimeOffset SubmitTime,
    [property: Key(4)] long Sequence)
{
    /// <summary>Whether it was submitted later, or as late and recorded later.</summary>
    public bool IsNewerThan(Run? other) =>
        other is null || SubmitTime > other.SubmitTime || (SubmitTime == other.SubmitTime && Sequence > other.Sequence);
}

/// <summary>The newest runs of one cell of a topic: two are enough to answer, in whatever order results arrive.</summary>
/// <param name="Newest">Of all.</param>
/// <param name="Finished">While that one is queued or runs, the newest that is neither; else it need not be kept twice.</param>
[MessagePackObject]
public sealed record CellRuns(
    [property: Key(0)] string? Scenario,
    [property: Key(1)] string? Arch,
    [property: Key(2)] Run Newest,
    [property: Key(3)] Run? Finished = null)
{
    // Follows from the others, so it is not stored.

    /// <summary>The newest that is neither queued nor running.</summary>
    [IgnoreMember]
    public Run? NewestFinished => Newest.Kind == OutcomeKind.Running ? Finished : Newest;

    /// <summary>The cell after one more run.</summary>
    public CellRuns With(Run run)
    {
        var newest = run.IsNewerThan(Newest) ? run : Newest;
        var finished = run.Kind != OutcomeKind.Running && run.IsNewerThan(NewestFinished) ? run : NewestFinished;
        return this with { Newest = newest, Finished = newest.Kind == OutcomeKind.Running ? finished : null };
    }

    /// <summary>What this cell answers, and by which run. A run under way never hides a pass; over anything else the answer is running.</summary>
    [IgnoreMember]
    public (Answer Answer, Run Run) Answer => Newest.Kind switch
    {
        OutcomeKind.Pass => (Contracts.Answer.Passed, Newest),
        OutcomeKind.Fail => (Contracts.Answer.Failed, Newest),
        OutcomeKind.Error => (Contracts.Answer.Errored, Newest),
        _ when Finished is { Kind: OutcomeKind.Pass } pass => (Contracts.Answer.Passed, pass),
        _ => (Contracts.Answer.Running, Newest),
    };
}
