using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>A log in memory, and what the gates say of each fact: the shell without a database.</summary>
public sealed class Log
{
    public static readonly DateTimeOffset Start = Gating.Tests.Facts.Start;

    private readonly GateFold fold;
    private readonly Facts made = new();
    private readonly HashSet<Guid> recorded = [];

    public Log() => fold = new GateFold(States);

    public Workspace States { get; } = new();

    public List<Fact> Facts { get; } = [];

    /// <summary>The time of the last deed.</summary>
    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>Lets time pass and records what the deed comes to: nothing, a fact, or several.</summary>
    /// <returns>The facts, each with what was said of it.</returns>
    public IReadOnlyList<(Fact Fact, IReadOnlyList<GateSaid> Said)> Do(Deed deed)
    {
        Now += deed.Passing();
        return [.. made.Of(deed, Now, Standing().ToList()).Where(IsNew).Select(Record)];
    }

    /// <summary>What arrives at the door once more, or in another order: a fact that is recorded already is dropped there.</summary>
    public void Deliver(object data) => _ = IsNew(data) ? Record(data) : default;

    private IEnumerable<StandingGate> Standing() =>
        from key in States.OpenGates
        let gate = States.Gate(key)
        let opening = gate.Opening!
        select new StandingGate(opening.Alias, opening.Context, opening.Revision, opening.OpenedAt, gate.Deadline);

    private bool IsNew(object data) => data switch
    {
        ResultRecorded result => recorded.Add(result.EventId()),
        WaiverRecorded waiver => recorded.Add(waiver.EventId()),
        UpdateRecorded update => recorded.Add(update.EventId()),
        _ => true,
    };

    private (Fact Fact, IReadOnlyList<GateSaid> Said) Record(object data)
    {
        var fact = new Fact(Facts.Count + 1, Now, null, data);
        Facts.Add(fact);
        return (fact, [.. fold.Apply(fact).Select(saying => SpeechOf(saying, States.PartsOf(saying.Key)))]);
    }

    /// <summary>What the shell makes of a saying.</summary>
    public static GateSaid SpeechOf(Saying saying, IEnumerable<GatePart> parts) =>
        Speech.Of(saying.Gate, saying.Spoken, Speech.ListsOf(saying.Gate, parts), saying.Position);
}
