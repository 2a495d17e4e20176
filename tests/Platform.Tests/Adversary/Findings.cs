using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>Compares what was sent, what is on record and what was heard; the oracle judges every gate.</summary>
internal sealed class Findings(IReadOnlyList<Recorded> log, IReadOnlyCollection<Sent> sent, IReadOnlyList<Word> heard)
{
    private readonly Judge judge = new(log);
    private readonly Punctual punctual = new(log, sent);

    /// <summary>The oracle of each update, which has heard all facts of it.</summary>
    public IReadOnlyDictionary<string, NaiveGates> Oracles => judge.Oracles;

    /// <summary>How much there was of what.</summary>
    public string Counts => string.Join(", ", log.GroupBy(e => Kind(e.What)).OrderByDescending(g => g.Count())
        .Select(g => $"{g.Count()} {g.Key}"));

    /// <inheritdoc cref="Punctual.Lateness"/>
    public IReadOnlyList<(DateTimeOffset Due, TimeSpan Late, string Gate)> Lateness => punctual.Lateness;

    public IReadOnlyList<string> Wrong() =>
    [
        .. new OnRecord(log, sent).Wrong(), .. Repeats(), .. new Announcements(log, heard).Wrong(), .. SaidByGates(),
        .. punctual.Wrong(), .. judge.Wrong(),
    ];

    private static string Kind(object what) => what switch
    {
        MessageRejected { Conflict: true } => "MessageRejected for its id",
        PolicySetInForce { Released: true } => "PolicySetInForce by a release",
        GateReleased { Released: false } => "GateReleased taken back",
        _ => what.GetType().Name,
    };

    private IEnumerable<string> Repeats() => heard.GroupBy(w => w.MessageId)
        .Where(same => same.Distinct().Count() > 1)
        .Select(same => $"one message_id, different messages:\n{string.Join('\n', same.Distinct())}");

    private IEnumerable<string> SaidByGates()
    {
        var said = heard.Where(w => w.Type.StartsWith("gate.", StringComparison.Ordinal)).DistinctBy(w => w.MessageId)
            .Select(w => (w.MessageId, Body: JsonNode.Parse(w.Body)!))
            .ToLookup(w => $"{w.Body["alias"]} {w.Body["decision_context"]}");
        var decided = log.Where(e => e.What is GateSaid)
            .ToLookup(e => $"{((GateSaid)e.What).Statement.Alias} {((GateSaid)e.What).Statement.DecisionContext}");
        foreach (var gate in said.Select(g => g.Key).Union(decided.Select(g => g.Key)))
        {
            var words = said[gate].Select(w => $"{w.Body["sequence"]} {w.Body["type"]} {w.MessageId}").ToList();
            var events = decided[gate].Select(e => $"{e.Sequence} {GateMessage.TypeOf((GateSaid)e.What)} {e.Id}")
                .ToList();
            if (!words.SequenceEqual(events))
            {
                yield return $"{gate} said\n  {string.Join("\n  ", words)}\nand the log has\n  "
                    + string.Join("\n  ", events);
            }

            foreach (var broken in GateRules.Broken([.. said[gate].Select(w => w.Body)]))
            {
                yield return $"{gate}: {broken}";
            }
        }
    }
}
