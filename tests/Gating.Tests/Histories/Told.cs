using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// What the oracle says of deeds, by itself: the log, the door and the watches of the tests, without the product.
/// </summary>
internal sealed class Told
{
    private readonly Facts facts = new();
    private readonly List<Entry> entries = [];
    private DateTimeOffset now = Facts.Start;

    public NaiveGates Oracle { get; } = new();

    /// <summary>All facts so far, as the oracle took them.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>What is said because of a deed.</summary>
    public IReadOnlyList<Message> Do(Deed deed)
    {
        now += deed.Passing();
        return [.. facts.Of(deed, now, StandingOf(Oracle)).SelectMany(fact => Hear(Facts.ToOracle(deed, fact)))];
    }

    /// <summary>The gates that are open, as the watches see them.</summary>
    public static IEnumerable<StandingGate> StandingOf(NaiveGates oracle) =>
        [.. oracle.Standing.Select(g =>
            new StandingGate(g.Gate.Alias, g.Gate.DecisionContext, g.Gate.Revision, g.Gate.OpenedAt, g.Deadline))];

    /// <summary>What is said of a whole history, one text a fact.</summary>
    public static (Told Told, IReadOnlyList<string> Said) Of(History history)
    {
        var told = new Told();
        var oracle = told.Oracle;
        var said = new List<string>();
        foreach (var deed in history.Deeds)
        {
            told.now += deed.Passing();
            foreach (var fact in told.facts.Of(deed, told.now, StandingOf(oracle)))
            {
                said.Add(Text(told.Hear(Facts.ToOracle(deed, fact))));
            }
        }

        return (told, said);
    }

    /// <summary>Messages of one gate are in order; gates are not ordered against each other.</summary>
    public static string Text(IEnumerable<Message> messages) => string.Concat(messages
        .OrderBy(m => m.Statement.Alias, StringComparer.Ordinal).ThenBy(m => m.Statement.DecisionContext,
            StringComparer.Ordinal)
        .Select(m => Line.Whole(m.Kind, m.Position, m.Statement)));

    private IReadOnlyList<Message> Hear(object what)
    {
        var entry = new Entry(entries.Count + 1, now, what);
        entries.Add(entry);
        return Oracle.Hear(entry);
    }
}
