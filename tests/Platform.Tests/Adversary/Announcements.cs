using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Compares what was announced with the log (rules 2 and 12), against the most obvious fold of it: a list of results
/// for each cell.
/// </summary>
internal sealed class Announcements(IReadOnlyList<Recorded> log, IReadOnlyList<Word> heard)
{
    private static readonly PolicyDrafts NoWords = new([], false);
    private readonly Trail trail = new(Bug.None);
    private readonly Dictionary<object, List<Placed>> cells = [];
    private readonly Dictionary<string, List<Entry>> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<Subject, List<Entry>> evidence = [];
    private readonly Dictionary<string, Definition> updates = new(StringComparer.Ordinal);
    private readonly Dictionary<Subject, List<string>> holders = [];
    private PolicyDrafts words = NoWords;

    public IEnumerable<string> Wrong() => [.. Results(), .. Rejections()];

    private IEnumerable<string> Results()
    {
        var announced = Announced("result");
        foreach (var e in log)
        {
            if (e.What is ResultRecorded result)
            {
                var expected = Expected(e, result);
                if (!announced.Remove(e.Id.ToString("D"), out var word))
                {
                    yield return $"never announced: {expected}";
                }
                else if (Said(JsonNode.Parse(word.Body)!) is var said && said != expected)
                {
                    yield return $"announced {said}\nand should be {expected}";
                }
            }

            Know(e);
        }

        foreach (var more in announced.Values)
        {
            yield return $"announced and not on record: {more}";
        }
    }

    private IEnumerable<string> Rejections()
    {
        var announced = Announced("rejected.");
        foreach (var e in log.Where(e => e.What is MessageRejected))
        {
            var rejected = (MessageRejected)e.What;
            var expected = $"rejected.{rejected.Kind} {rejected.MessageId} {Text(rejected.Reasons)} {e.Body}";
            if (!announced.Remove(rejected.Id.ToString("D"), out var word))
            {
                yield return $"never announced: {expected}";
            }
            else if (SaidOfRejected(word) is var said && said != expected)
            {
                yield return $"announced {said}\nand should be {expected}";
            }
        }

        foreach (var more in announced.Values)
        {
            yield return $"announced and not on record: {more}";
        }
    }

    private Dictionary<string, Word> Announced(string type) => heard
        .Where(w => w.Type.StartsWith(type, StringComparison.Ordinal)).DistinctBy(w => w.MessageId)
        .ToDictionary(w => w.MessageId);

    private static string Said(JsonNode b) =>
        $"{b["sequence"]} {b["id"]} {b["subject"]!["type"]} {b["outcome"]} {b["previous_outcome"]} {b["times_seen"]} "
        + $"{(bool)b["newest"]!} {(bool)b["duplicate"]!} {string.Join(',', b["updates"]!.AsArray())}";

    private static string SaidOfRejected(Word word)
    {
        var b = JsonNode.Parse(word.Body)!;
        return $"{word.Type} {b["message_id"]} {Text(b["reasons"].Deserialize<List<Reason>>(Json.Wire)!)} {b["body"]}";
    }

    // Of a result for several items or arches, those of its first cell.
    private string Expected(Recorded e, ResultRecorded result)
    {
        var place = PlacesOf(e)[0];
        var cell = cells.GetValueOrDefault(place.Cell, []);
        var isNewest = ReferenceEquals(cell.Append(place).Newest(trail), place);
        var counting = Within(place, cell);
        var previous = counting.Newest(trail)?.Result.Outcome;
        return $"{e.Sequence} {result.Id} {result.SentType ?? result.Subject.Type} {result.Outcome} {previous} "
            + $"{counting.Count + 1} {isNewest} {previous == result.Outcome} {string.Join(',', Holding(result))}";
    }

    // Of what changes while its name stays only those results are told of that count for what it is now (rule 9).
    private List<Placed> Within(Placed place, List<Placed> cell)
    {
        var subject = place.Subject;
        var update = subject.Type == Subject.Update ? updates.GetValueOrDefault(subject.Id)
            : Holders(subject).Select(alias => updates[alias]).FirstOrDefault();
        if (!words.IsMutable(subject.Type) || update is null)
        {
            return cell;
        }

        var known = Placed.Of(evidence.GetValueOrDefault(subject, []), words, trail);
        return cell.FindAll(new Evidence(update, words, known, trail).Counts);
    }

    private IEnumerable<string> Holding(ResultRecorded result) =>
        result.Subjects.SelectMany(Holders).Distinct().Order(StringComparer.Ordinal);

    // The open updates that hold, or are, what was tested.
    private IEnumerable<string> Holders(Subject subject) => holders.GetValueOrDefault(subject, []).Where(alias =>
        updates[alias] is { IsOpen: true } update && (subject == Subject.OfUpdate(alias)
            || update.Subjects.Contains(subject)
            || (subject.Type == Subject.Build && update.Builds.Contains(subject.Id))));

    private void Know(Recorded e)
    {
        switch (e.What)
        {
            case PolicySetInForce set:
                words = Shelf.Of(set);
                break;
            case UpdateRecorded update:
                definitions.GetOrAdd(update.Alias).Add(e.Entry!);
                updates[update.Alias] = Definition.Of(update.Alias, definitions[update.Alias], trail)!;
                foreach (var subject in (update.Builds ?? []).Select(Subject.OfBuild).Concat(update.Subjects ?? [])
                    .Append(Subject.OfUpdate(update.Alias)))
                {
                    holders.GetOrAdd(subject).Add(update.Alias);
                }

                break;
            case ResultRecorded result:
                PlacesOf(e).ForEach(place => cells.GetOrAdd(place.Cell).Add(place));
                foreach (var subject in result.Subjects)
                {
                    evidence.GetOrAdd(subject).Add(e.Entry!);
                }

                break;
        }
    }

    private List<Placed> PlacesOf(Recorded e) => [.. Placed.Of([e.Entry!], NoWords, trail)];

    private static string Text(IReadOnlyList<Reason> reasons) =>
        string.Join("; ", reasons.Select(r => $"{r.Field}: {r.Message}"));
}

/// <summary>Lists by key.</summary>
internal static class Lists
{
    public static List<T> GetOrAdd<TKey, T>(this Dictionary<TKey, List<T>> lists, TKey key)
        where TKey : notnull =>
        lists.TryGetValue(key, out var list) ? list : lists[key] = [];
}
