using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>What was said, and what is known.</summary>
public sealed partial class NaiveGates
{
    private readonly Dictionary<int, Plan> plans = [];
    private readonly Dictionary<(string Alias, int Count), Definition?> definitions = [];

    /// <summary>An opening of a gate.</summary>
    /// <param name="Index">The place of its <c>opened</c> among all that was said.</param>
    /// <param name="Statement">What is the same in all that it says.</param>
    /// <param name="Position">Of the fact that it was opened by.</param>
    private sealed record Opening(int Index, GateStatement Statement, long Position)
    {
        public string Alias => Statement.Alias;

        public string Context => Statement.DecisionContext;

        public DateTimeOffset OpenedAt => Statement.OpenedAt;
    }

    /// <summary>The open gates, those that have not said complete with their deadlines.</summary>
    public IEnumerable<(GateStatement Gate, DateTimeOffset? Deadline)> Standing =>
        OpenGates().Select(g => (g.Statement, Completion(g) is null ? PlanOf(g).Deadline : (DateTimeOffset?)null));

    /// <summary>A gate as of now, <c>waiting</c> or <c>complete</c>; null if it is not open.</summary>
    public Message? Now(string alias, string context) => GateOf(alias, context) is { } gate
        ? new Message(
            Completion(gate) is null ? "waiting" : "complete",
            log[^1].Position,
            StatementOf(gate))
        : null;

    private GateStatement StatementOf(Opening gate)
    {
        var verdict = VerdictOf(gate);
        var definition = DefinitionOf(gate.Alias, log.Count)!;
        return Make(gate, log[^1], Look(gate), definition, verdict is not null) with { Verdict = verdict };
    }

    private List<Opening> OpenGates() =>
        [.. said.Select(m => (m.Statement.Alias, m.Statement.DecisionContext)).Distinct()
            .Select(g => GateOf(g.Alias, g.DecisionContext)).OfType<Opening>()];

    private Opening? GateOf(string alias, string context)
    {
        var index = said.FindLastIndex(m => m.Kind is "opened" or "closed" && m.Statement.Alias == alias
            && m.Statement.DecisionContext == context);
        return index >= 0 && said[index] is { Kind: "opened" } opened
            ? new Opening(index, opened.Statement, opened.Position) : null;
    }

    private static bool IsOf(Opening gate, Message message) =>
        message.Statement.Alias == gate.Alias && message.Statement.DecisionContext == gate.Context;

    private IEnumerable<Message> Since(Opening gate) => said.Skip(gate.Index).Where(m => IsOf(gate, m));

    private Message? Completion(Opening gate) => Since(gate).FirstOrDefault(m => m.Kind == "complete");

    private Verdict? VerdictOf(Opening gate) =>
        Since(gate).LastOrDefault(m => m.Kind is "complete" or "changed")?.Statement.Verdict;

    private Plan PlanOf(Opening gate) => plans[gate.Index];

    private Definition? DefinitionOf(string alias, int count)
    {
        if (!definitions.TryGetValue((alias, count), out var definition))
        {
            definitions[(alias, count)] = definition = Definition.Of(alias, log.Take(count), trail);
        }

        return definition;
    }

    private List<Known> Look(Opening gate) => KnowledgeOf(gate, log, DefinitionOf(gate.Alias, log.Count)!).OfAll();

    private Knowledge KnowledgeOf(Opening gate, IReadOnlyList<Entry> entries, Definition definition) =>
        new(entries, definition, gate.Alias, gate.Context, gate.Statement.ProductVersion, PlanOf(gate), trail);

    // The gate says what it stood at: the edit or closing that closes it changes no answer of it.
    private void Close(Opening gate, Entry entry, Definition before, GateReason state)
    {
        var known = KnowledgeOf(gate, log[..^1], before).OfAll();
        var verdict = VerdictOf(gate);
        var statement = Make(gate, entry, known, before, verdict is not null);
        said.Add(new Message("closed", entry.Position, statement with { Verdict = verdict, Reason = state }));
    }

    private void Say(
        string kind, Opening gate, Entry entry, List<Known> known, Verdict? verdict, GateReason? reason,
        Func<GateStatement, GateStatement>? more = null)
    {
        var decided = kind is not ("opened" or "first_failure" or "first_error");
        var statement = Make(gate, entry, known, DefinitionOf(gate.Alias, log.Count)!, decided) with
        {
            Verdict = verdict, Reason = reason,
        };
        said.Add(new Message(kind, entry.Position, more is null ? statement : more(statement)));
    }
}
