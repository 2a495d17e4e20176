using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>Compares what was sent, what is on record and what was heard, and lets the naive oracle judge every gate.</summary>
internal sealed class Findings(IReadOnlyList<Recorded> log, IReadOnlyCollection<Fact> sent, IReadOnlyList<Word> heard)
{
    /// <summary>The oracle of each update, which has heard all facts of it.</summary>
    public Dictionary<string, NaiveGates> Oracles { get; } = new(StringComparer.Ordinal);

    /// <summary>How much there was of what.</summary>
    public string Counts => string.Join(", ", log.GroupBy(e => e.What.GetType().Name).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}"));

    /// <summary>How long after its deadline each gate was decided that had to be by it; a policy set can come into force with deadlines that have passed already.</summary>
    public IReadOnlyList<(DateTimeOffset Due, TimeSpan Late, string Gate)> Lateness
    {
        get
        {
            var inForce = log.Where(e => e.What is PolicySetInForce).ToDictionary(e => e.Sequence, e => e.At);
            return [.. log.Where(e => e.What is GateCompleted { Statement: { Reason: GateReason.Deadline, Deadline: not null } }).Select(e =>
            {
                var said = (GateCompleted)e.What;
                var (deadline, reloaded) = (said.Statement.Deadline!.Value, inForce.GetValueOrDefault(said.Position));
                var due = reloaded > deadline ? reloaded : deadline;
                return (due, e.At - due, $"{said.Statement.Alias} {said.Statement.DecisionContext}");
            })];
        }
    }

    public IReadOnlyList<string> Wrong() => [.. OnRecord(), .. Repeats(), .. Announced(), .. SaidByGates(), .. Judged()];

    private IEnumerable<string> OnRecord()
    {
        var wanted = sent.Select(f => (f.Kind, f.Key)).ToHashSet();
        var facts = log.Where(e => e.Fact is not null).ToList();
        return facts.GroupBy(e => e.Fact).Where(g => g.Count() > 1).Select(g => $"recorded {g.Count()} times: {g.Key} at {string.Join(", ", g.Select(e => e.Sequence))}")
            .Concat(wanted.Except(facts.Select(e => e.Fact!.Value)).Select(f => $"sent, confirmed and lost: {f}"))
            .Concat(facts.Select(e => e.Fact!.Value).Except(wanted).Select(f => $"recorded and never sent: {f}"))
            .Concat(log.Where(e => e.What is MessageRejected).Select(e => $"rejected: {string.Join("; ", ((MessageRejected)e.What).Reasons)}"));
    }

    private IEnumerable<string> Repeats() => heard.GroupBy(w => w.MessageId)
        .Where(same => same.Distinct().Count() > 1)
        .Select(same => $"one message_id, different messages:\n{string.Join('\n', same.Distinct())}");

    // Against the most obvious fold of the log: a list of results for each cell.
    private IEnumerable<string> Announced()
    {
        var announced = heard.Where(w => w.Type == "result").DistinctBy(w => w.MessageId).ToDictionary(w => w.MessageId);
        var cells = new Dictionary<Cell, List<ResultRecorded>>();
        foreach (var (sequence, id, _, what) in log)
        {
            if (what is not ResultRecorded result)
            {
                continue;
            }

            var cell = cells.TryGetValue(result.Cell, out var known) ? known : cells[result.Cell] = [];
            var previous = cell.MaxBy(r => (r.SubmitTime, cell.IndexOf(r)));
            cell.Add(result);
            var (outcome, seen) = result.Subject.Type == Subject.Update
                ? WithinWhatCounts(sequence, result)
                : (previous?.Outcome, cell.Count);
            var isNewest = previous is null || result.SubmitTime >= previous.SubmitTime;
            var expected = $"{sequence} {result.Id} {result.Outcome} {outcome} {seen} {isNewest}";
            if (!announced.Remove(id.ToString("D"), out var word))
            {
                yield return $"never announced: {expected}";
            }
            else if (JsonNode.Parse(word.Body)! is var b && $"{b["sequence"]} {b["id"]} {b["outcome"]} {b["previous_outcome"]} {b["times_seen"]} {(bool)b["newest"]!}" is var said && said != expected)
            {
                yield return $"announced {said}\nand should be {expected}";
            }
        }

        foreach (var more in announced.Values)
        {
            yield return $"announced and not on record: {more}";
        }
    }

    // Of results about an update only those are told of that count for what it is now (rule 9).
    private (string? Previous, int Seen) WithinWhatCounts(long sequence, ResultRecorded result)
    {
        var trail = new Trail(Bug.None);
        var before = log.TakeWhile(e => e.Sequence < sequence).Select(e => e.Entry).OfType<Entry>().ToList();
        var words = before.Select(e => e.What).OfType<PolicyDrafts>().Last();
        var known = Placed.Of(before.Where(e => e.What is ResultRecorded r && r.Subject == result.Subject), words, trail);
        var evidence = Definition.Of(result.Subject.Id, before, trail) is { } definition
            ? new Evidence(definition, words, known, trail)
            : null;
        var counting = known.Where(r => r.Result.Cell == result.Cell && evidence?.Counts(r) != false).ToList();
        return (counting.Newest(trail)?.Result.Outcome, counting.Count + 1);
    }

    private IEnumerable<string> SaidByGates()
    {
        var said = heard.Where(w => w.Type.StartsWith("gate.", StringComparison.Ordinal)).DistinctBy(w => w.MessageId)
            .Select(w => (w.MessageId, Body: JsonNode.Parse(w.Body)!))
            .ToLookup(w => $"{w.Body["alias"]} {w.Body["decision_context"]}");
        var decided = log.Where(e => e.What is GateSaid).ToLookup(e => $"{((GateSaid)e.What).Statement.Alias} {((GateSaid)e.What).Statement.DecisionContext}");
        foreach (var gate in said.Select(g => g.Key).Union(decided.Select(g => g.Key)))
        {
            var words = said[gate].Select(w => $"{w.Body["sequence"]} {w.Body["type"]} {w.MessageId}").ToList();
            var events = decided[gate].Select(e => $"{e.Sequence} {GateMessage.TypeOf((GateSaid)e.What)} {e.Id}").ToList();
            if (!words.SequenceEqual(events))
            {
                yield return $"{gate} said\n  {string.Join("\n  ", words)}\nand the log has\n  {string.Join("\n  ", events)}";
            }

            foreach (var broken in GateRules.Broken([.. said[gate].Select(w => w.Body)]))
            {
                yield return $"{gate}: {broken}";
            }
        }
    }

    // Each update with its own facts only, and the policies: the oracle works everything out again at every fact.
    private IEnumerable<string> Judged()
    {
        var builds = log.Select(e => e.What).OfType<UpdateRecorded>().GroupBy(u => u.Alias)
            .ToDictionary(g => g.Key, g => g.SelectMany(u => u.Builds ?? []).Select(Subject.OfBuild).Append(Subject.OfUpdate(g.Key)).ToHashSet());
        var bySubject = log.Where(e => e.What is ResultRecorded or WaiverRecorded).ToLookup(e => e.What is ResultRecorded r ? r.Subject : ((WaiverRecorded)e.What).Subject);
        var byAlias = log.Where(e => e.What is UpdateRecorded or DeadlinePassed).ToLookup(e => e.What is UpdateRecorded u ? u.Alias : ((DeadlinePassed)e.What).Alias);
        var said = log.Where(e => e.What is GateSaid).ToLookup(e => ((GateSaid)e.What).Statement.Alias);
        var policies = log.Where(e => e.What is PolicySetInForce).ToList();
        foreach (var (alias, subjects) in builds)
        {
            var oracle = Oracles[alias] = new NaiveGates();
            var facts = byAlias[alias].Concat(subjects.SelectMany(s => bySubject[s])).Concat(policies).OrderBy(e => e.Sequence);
            var expected = facts.SelectMany(f => oracle.Hear(f.Entry!)).ToLookup(m => m.Statement.DecisionContext, m => Telling.Of(m.Kind, m.Position, m.Statement));
            var actual = said[alias].Select(e => (GateSaid)e.What)
                .ToLookup(s => s.Statement.DecisionContext, s => Telling.Of(GateMessage.TypeOf(s).Split('.')[1], s.Position, s.Statement));
            foreach (var context in expected.Select(g => g.Key).Union(actual.Select(g => g.Key)))
            {
                var (e, a) = (expected[context].ToList(), actual[context].ToList());
                if (!e.SequenceEqual(a))
                {
                    var place = e.Zip(a).TakeWhile(p => p.First == p.Second).Count();
                    yield return $"{alias} {context}, message {place + 1} of {a.Count}: the rules say\n{e.ElementAtOrDefault(place) ?? "nothing"}\nand the log has\n{a.ElementAtOrDefault(place) ?? "nothing"}";
                }
            }
        }
    }
}
