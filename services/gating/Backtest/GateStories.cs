using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What gates said, put together by opening. Give it everything that was said, in order.</summary>
public sealed class GateStories
{
    private readonly Dictionary<OpeningKey, GateStory> stories = [];
    private readonly Dictionary<(string Alias, string Context), OpeningKey> newest = [];

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<OpeningKey, GateStory> All => stories;

    /// <summary>The deadlines that gates had when they were opened.</summary>
    public IEnumerable<DeadlinePassed> Deadlines => stories.Values.Select(story => story.Opened).Where(opened => opened.Deadline is not null)
        .Select(opened => new DeadlinePassed(opened.Alias, opened.DecisionContext, opened.Revision, opened.Deadline!.Value));

    public void Hear(GateSaid said)
    {
        var gate = (said.Statement.Alias, said.Statement.DecisionContext);
        switch (said)
        {
            case GateOpened:
                Change(gate, story => story.Closed is null ? story with { EditedAt = said.Position } : story);
                Open(said.Statement);
                break;
            case GateCompleted:
                Change(gate, story => story with { Complete = said.Statement, Last = said.Statement });
                break;
            case GateChanged:
                Change(gate, story => story with { Last = said.Statement });
                break;
            case GateClosed:
                Change(gate, story => story with { Closed = said.Statement });
                break;
        }
    }

    /// <summary>What is unsatisfied at a gate's newest opening, unless that is over.</summary>
    public void Note(string alias, string context, Func<IReadOnlyList<UnsatisfiedRequirement>> unsatisfied) =>
        Change((alias, context), story => story.Closed is null ? story with { Unsatisfied = unsatisfied() } : story);

    private void Open(GateStatement opened)
    {
        var key = new OpeningKey(opened.Alias, opened.DecisionContext, opened.Revision, opened.OpenedAt, 0);
        while (stories.ContainsKey(key))
        {
            key = key with { Ordinal = key.Ordinal + 1 };
        }

        stories[key] = new GateStory(opened);
        newest[(opened.Alias, opened.DecisionContext)] = key;
    }

    private void Change((string Alias, string Context) gate, Func<GateStory, GateStory> change)
    {
        if (newest.TryGetValue(gate, out var key))
        {
            stories[key] = change(stories[key]);
        }
    }
}
