using System.Text.Json;
using Gatehouse.Contracts;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Compares what was sent with what is on record (rules 1 and 2): of each name the first, once; whatever else has that
/// name a conflict; what is wrong kept, once, with the reason and what it is about.
/// </summary>
internal sealed class OnRecord(IReadOnlyList<Recorded> log, IReadOnlyCollection<Sent> sent)
{
    private readonly Dictionary<int, Sent> bySerial = sent.ToDictionary(s => s.Fact.Serial);

    private readonly ILookup<int, Recorded> recorded =
        log.Where(e => e.IsFact).ToLookup(e => e.Serial ?? -1);

    private readonly ILookup<string, Recorded> rejected =
        log.Where(e => e.What is MessageRejected).ToLookup(e => e.Body ?? "", StringComparer.Ordinal);

    private readonly HashSet<string> texts = [.. sent.Select(s => s.Fact.Text)];

    public IEnumerable<string> Wrong() => [.. Facts(), .. Strangers(), .. Names(), .. Settled()];

    private IEnumerable<string> Facts() => sent.SelectMany(s => s switch
    {
        { Fact.Wrong: null } when recorded[s.Fact.Serial].Any() => Taken(s, [.. recorded[s.Fact.Serial]]),
        { ByBus: true } => Refused(s, [.. rejected[s.Fact.Text]]),
        { IsKept: true } => [$"sent, confirmed and lost: {s.Fact}"],
        _ => [],
    }).Concat(sent.SelectMany(Answered));

    private IEnumerable<string> Taken(Sent s, List<Recorded> events)
    {
        if (events.Count > 1)
        {
            yield return $"recorded {events.Count} times: {s.Fact.Name} at {Places(events)}";
        }

        if (s.Fact.Id is { } id && events[0].NamedId != id)
        {
            yield return $"recorded as {events[0].NamedId}, which is no name of {s.Fact}";
        }

        if (rejected[s.Fact.Text].Any())
        {
            yield return $"recorded at {Places(events)} and rejected at {Places(rejected[s.Fact.Text])}: {s.Fact}";
        }
    }

    private IEnumerable<string> Refused(Sent s, List<Recorded> events)
    {
        if (events.Count != 1)
        {
            yield return events.Count == 0 ? $"sent, confirmed and lost: {s.Fact}"
                : $"rejected {events.Count} times: {s.Fact} at {Places(events)}";
            yield break;
        }

        var (fact, what) = (s.Fact, (MessageRejected)events[0].What);
        var reason = what.Reasons.FirstOrDefault(r => r.Field == (fact.Wrong ?? "id"));
        if (what.Kind != fact.Kind || reason is null || what.Conflict != fact.Wrong is null
            || (what.Conflict && !reason.Message.StartsWith("conflict:", StringComparison.Ordinal)))
        {
            yield return $"rejected for another reason: {fact}\n{JsonSerializer.Serialize(what, Json.Stored)}";
        }

        if (what.MessageId != fact.MessageId || what.UserId != (fact.ByUser ? Story.User : null))
        {
            yield return $"rejected as of somebody else: {fact}\n{JsonSerializer.Serialize(what, Json.Stored)}";
        }

        if (Text(what.About, fact.About) != Text(fact.About, fact.About))
        {
            yield return $"rejected as if about something else: {fact}\n{Text(what.About, null)}";
        }
    }

    // What a request was answered holds for ever.
    private IEnumerable<string> Answered(Sent s)
    {
        var isRecorded = s.Fact.Wrong is null && recorded[s.Fact.Serial].Any();
        var expected = s.Fact.Wrong is not null ? 422 : isRecorded ? 202 : 409;
        return s.Answered is { } answered && answered != expected
            ? [$"answered {answered}, and it is {(isRecorded ? "" : "not ")}on record: {s.Fact}"] : [];
    }

    private IEnumerable<string> Strangers() => recorded
        .Where(g => !bySerial.TryGetValue(g.Key, out var s) || s.Fact.Wrong is not null)
        .SelectMany(g => g).Select(e => $"recorded and never sent: {JsonSerializer.Serialize(e.What, Json.Stored)}")
        .Concat(rejected.Where(g => !texts.Contains(g.Key)).Select(g => $"rejected and never sent: {g.Key}"));

    // The first of a name stays, and only what came later is a conflict.
    private IEnumerable<string> Names()
    {
        foreach (var name in sent.Where(s => s.Fact.Wrong is null).GroupBy(s => s.Fact.Name))
        {
            var first = name.SelectMany(s => recorded[s.Fact.Serial]).ToList();
            var conflicts = name.SelectMany(s => rejected[s.Fact.Text]).ToList();
            if (first.Count > 1 && name.Count(s => recorded[s.Fact.Serial].Any()) > 1)
            {
                yield return $"of one name, and recorded all the same: {name.Key} at {Places(first)}";
            }
            else if (first.Count == 0 && name.Any(s => s.IsKept))
            {
                yield return $"nothing of this name is on record: {name.Key}, rejected at {Places(conflicts)}";
            }
            else if (conflicts.Any(c => c.Sequence < first[0].Sequence))
            {
                yield return $"in conflict with what came later: {name.Key} at {Places(conflicts)}";
            }
        }
    }

    private IEnumerable<string> Settled()
    {
        var ids = log.Select(e => e.What).OfType<MessageRejected>().ToDictionary(r => r.Id);
        return log.Where(e => e.What is RejectionSettled).GroupBy(e => ((RejectionSettled)e.What).Id)
            .Where(g => g.Count() > 1 || !ids.ContainsKey(g.Key))
            .Select(g => $"settled {g.Count()} times: the rejection {g.Key} at {Places(g)}");
    }

    // Arrival is what the log says where no time, or none that can be read, was sent.
    private static string Text(RejectedResult? about, RejectedResult? sent) => JsonSerializer.Serialize(
        about is not null && (sent is null || sent.SubmitTime == default) ? about with { SubmitTime = default }
            : about is null ? null
            : about with { SubmitTime = TimeConverter.Truncate(about.SubmitTime) },
        Json.Stored);

    private static string Places(IEnumerable<Recorded> events) => string.Join(", ", events.Select(e => e.Sequence));
}
