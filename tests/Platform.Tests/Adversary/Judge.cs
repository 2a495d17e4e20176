using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>Lets the naive oracle judge every gate, from the facts of its update alone.</summary>
internal sealed class Judge(IReadOnlyList<Recorded> log)
{
    // A gate that opens, or another set that comes, at that very moment cannot be looked at in time.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    private readonly Lazy<IReadOnlyDictionary<string, Judged>> judged = new(() => OfAll(log));

    private readonly ILookup<string, GateSaid> said =
        log.Select(e => e.What).OfType<GateSaid>().ToLookup(s => s.Statement.Alias);

    /// <summary>The oracle of each update, which has heard all facts of it.</summary>
    public IReadOnlyDictionary<string, NaiveGates> Oracles =>
        judged.Value.ToDictionary(j => j.Key, j => j.Value.Oracle, StringComparer.Ordinal);

    public IEnumerable<string> Wrong() =>
    [
        .. judged.Value.OrderBy(j => j.Key, StringComparer.Ordinal).SelectMany(Differences), .. Opened(), .. Unknown(),
    ];

    private IEnumerable<string> Differences(KeyValuePair<string, Judged> update)
    {
        var expected = update.Value.Said.ToLookup(m => m.Statement.DecisionContext,
            m => Telling.Of(m.Kind, m.Position, m.Statement));
        var actual = said[update.Key].ToLookup(s => s.Statement.DecisionContext, Telling.Of);
        foreach (var context in expected.Select(g => g.Key).Union(actual.Select(g => g.Key)))
        {
            var (e, a) = (expected[context].ToList(), actual[context].ToList());
            if (!e.SequenceEqual(a))
            {
                var place = e.Zip(a).TakeWhile(p => p.First == p.Second).Count();
                yield return $"{update.Key} {context}, message {place + 1} of {a.Count}: the rules say\n"
                    + $"{e.ElementAtOrDefault(place) ?? "nothing"}\nand the log has\n"
                    + (a.ElementAtOrDefault(place) ?? "nothing");
            }
        }
    }

    // Rule 7: no gate opens by accident. A set that asks less of one that waits is not put in force without a release.
    private IEnumerable<string> Opened()
    {
        var sets = log.Where(e => e.What is PolicySetInForce).Select(e => e.At).ToList();
        return judged.Value.Values.SelectMany(j => j.Oracle.Braked)
            .Where(b => b.Gate.OpenedAt < b.Set.At - Moment
                && !sets.Exists(s => s < b.Set.At && s > b.Set.At - Moment))
            .GroupBy(b => b.Set.Position)
            .Select(b => $"the set at {b.Key} asks less of gates that wait and is in force without a release: "
                + string.Join(", ", b.Select(g => $"{g.Gate.Alias} {g.Gate.DecisionContext}")));
    }

    private IEnumerable<string> Unknown() => log.Where(e => e.What is PolicySetInForce set && !Shelf.Knows(set))
        .Select(e => $"a set that nobody wrote is in force at {e.Sequence}");

    // Each update with its own facts only, and the policies: the oracle works everything out again at every fact.
    private static Dictionary<string, Judged> OfAll(IReadOnlyList<Recorded> log)
    {
        var updates = log.Select(e => e.What).OfType<UpdateRecorded>().ToLookup(u => u.Alias);
        var bySubject = log.SelectMany(e => e.Subjects.Distinct().Select(s => (Subject: s, Event: e)))
            .ToLookup(e => e.Subject, e => e.Event);
        var byAlias = log.ToLookup(e => e.What switch
        {
            UpdateRecorded u => u.Alias,
            DeadlinePassed d => d.Alias,
            GateReleased r => r.Alias,
            _ => "",
        });
        var ofAll = log.Where(e => e.What is PolicySetInForce set && Shelf.Knows(set)).ToList();
        var entries = log.Where(e => e.What is not PolicySetInForce || ofAll.Contains(e))
            .Where(e => e.Entry is not null).ToDictionary(e => e.Sequence, e => e.Entry!);
        return updates.AsParallel().Select(update =>
        {
            var subjects = update.SelectMany(u => u.Builds ?? []).Select(Subject.OfBuild)
                .Concat(update.SelectMany(u => u.Subjects ?? [])).Append(Subject.OfUpdate(update.Key)).ToHashSet();
            var facts = byAlias[update.Key].Concat(subjects.SelectMany(s => bySubject[s])).Concat(ofAll)
                .Select(e => e.Sequence).Distinct().Order();
            var oracle = new NaiveGates();
            return (update.Key, new Judged(oracle, [.. facts.SelectMany(f => oracle.Hear(entries[f]))]));
        }).ToDictionary(j => j.Key, j => j.Item2, StringComparer.Ordinal);
    }

    private sealed record Judged(NaiveGates Oracle, IReadOnlyList<Message> Said);
}
