using System.Text.Json.Serialization;
using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What the gate needs to know of one result.</summary>
/// <param name="Sequence">Its place in the log, which tells results of equal submit time apart.</param>
public sealed record Run(Guid Id, OutcomeKind Kind, string? RefUrl, DateTimeOffset SubmitTime, long Sequence)
{
    /// <summary>Whether it was submitted later, or as late and recorded later.</summary>
    public bool IsNewerThan(Run? other) =>
        other is null || SubmitTime > other.SubmitTime || (SubmitTime == other.SubmitTime && Sequence > other.Sequence);
}

/// <summary>The newest runs of one cell of a topic: two are enough to answer, in whatever order results arrive.</summary>
/// <param name="Newest">Of all.</param>
/// <param name="Finished">While that one is queued or runs, the newest that is neither; else it need not be kept twice.</param>
public sealed record CellRuns(string? Scenario, string? Arch, Run Newest, Run? Finished = null)
{
    /// <summary>The newest that is neither queued nor running.</summary>
    [JsonIgnore]
    public Run? NewestFinished => Newest.Kind == OutcomeKind.Running ? Finished : Newest;

    /// <summary>The cell after one more run.</summary>
    public CellRuns With(Run run)
    {
        var newest = run.IsNewerThan(Newest) ? run : Newest;
        var finished = run.Kind != OutcomeKind.Running && run.IsNewerThan(NewestFinished) ? run : NewestFinished;
        return this with { Newest = newest, Finished = newest.Kind == OutcomeKind.Running ? finished : null };
    }

    /// <summary>What this cell answers, and by which run. A run under way never hides a pass; over anything else the answer is running.</summary>
    [JsonIgnore]
    public (Answer Answer, Run Run) Answer => Newest.Kind switch
    {
        OutcomeKind.Pass => (Contracts.Answer.Passed, Newest),
        OutcomeKind.Fail => (Contracts.Answer.Failed, Newest),
        OutcomeKind.Error => (Contracts.Answer.Errored, Newest),
        _ when Finished is { Kind: OutcomeKind.Pass } pass => (Contracts.Answer.Passed, pass),
        _ => (Contracts.Answer.Running, Newest),
    };
}
