using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// History under a draft: updates' own facts are decided by the same fold, as if the draft had been in force from the beginning, and each deadline
/// that gates did not have is acted on exactly when it passes. Pure. Policy sets of the log are no part of it.
/// </summary>
public sealed class DraftRun
{
    private static readonly GateLists NoLists = new([], [], [], [], false);

    private readonly Replay replay = new();
    private readonly PriorityQueue<Guid, DateTimeOffset> deadlines = new();

    private readonly HashSet<Guid> had;

    /// <param name="had">The deadlines that gates had: where the draft has the same it is acted on when it was, so that only policies make a difference.</param>
    public DraftRun(PolicySet draft, IEnumerable<DeadlinePassed> had)
    {
        this.had = [.. had.Select(d => (d with { Edition = null }).EventId())];
        Decide(new Fact(0, DateTimeOffset.MinValue, null, draft.InForce()));
    }

    /// <summary>What became of the gates.</summary>
    public GateStories Stories { get; } = new();

    /// <summary>The next fact, in log order.</summary>
    public void Take(Fact fact)
    {
        PassDeadlines(fact.At, fact.Position);
        if (fact.Data is UpdateRecorded update)
        {
            // It may end what stands here.
            Note(update.Alias);
        }

        Decide(fact);
    }

    /// <summary>Nothing follows until then.</summary>
    public void End(DateTimeOffset until, IEnumerable<string> aliases)
    {
        PassDeadlines(until, long.MaxValue);
        foreach (var alias in aliases)
        {
            Note(alias);
        }
    }

    private void PassDeadlines(DateTimeOffset before, long position)
    {
        while (deadlines.TryPeek(out var key, out var deadline) && deadline < before)
        {
            deadlines.Dequeue();
            if (replay.States.Gate(key) is { Opening: { } opening } gate && gate.Deadline == deadline
                && !had.Contains(new DeadlinePassed(opening.Alias, opening.Context, opening.Revision, deadline).EventId()))
            {
                Decide(new Fact(position - 1, deadline.AddMicroseconds(1), null, new DeadlinePassed(opening.Alias, opening.Context, opening.Revision, deadline) { RecordedUntil = deadline }));
            }
        }
    }

    private void Decide(Fact fact)
    {
        foreach (var saying in replay.Apply(fact))
        {
            if (saying is { Spoken: Opened, Gate.Deadline: { } deadline })
            {
                deadlines.Enqueue(saying.Key, deadline);
            }

            // The lists of a huge update cost something: those of a verdict matter, and of what there was in the end.
            Stories.Hear(Speech.Of(saying.Gate, saying.Spoken, saying.Spoken is Completed or Closed ? ListsOf(saying.Key, saying.Gate) : NoLists, saying.Position));
        }
    }

    private void Note(string alias)
    {
        foreach (var key in replay.States.GatesOf(alias))
        {
            var gate = replay.States.Gate(key);
            Stories.Note(alias, gate.Opening!.Context, () => ListsOf(key, gate).Unsatisfied);
        }
    }

    private GateLists ListsOf(Guid key, Gate gate) => Speech.ListsOf(gate, replay.States.PartsOf(key));
}
