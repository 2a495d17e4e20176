using Gatehouse.Contracts;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Whether what happens by the clock alone happened in its time (rules 10 and 14): deadlines once all that was
/// delivered by then was on record, ends of waivers once and not before.
/// </summary>
internal sealed class Punctual(IReadOnlyList<Recorded> log, IReadOnlyCollection<Sent> sent)
{
    /// <summary>
    /// How long after its deadline each gate was decided that had to be by it; a policy set can come into force with
    /// deadlines that have passed already.
    /// </summary>
    public IReadOnlyList<(DateTimeOffset Due, TimeSpan Late, string Gate)> Lateness
    {
        get
        {
            var inForce = log.Where(e => e.What is PolicySetInForce).ToDictionary(e => e.Sequence, e => e.At);
            return [.. log.Where(e => e.What is GateCompleted { Statement.Reason: GateReason.Deadline }).Select(e =>
            {
                var (said, position) = (((GateCompleted)e.What).Statement, ((GateCompleted)e.What).Position);
                var (deadline, reloaded) = (said.Deadline!.Value, inForce.GetValueOrDefault(position));
                var due = reloaded > deadline ? reloaded : deadline;
                return (due, e.At - due, $"{said.Alias} {said.DecisionContext}");
            })];
        }
    }

    public IEnumerable<string> Wrong() => [.. Deadlines(), .. Watermarks(), .. Expiries()];

    private IEnumerable<string> Deadlines()
    {
        var grace = TimeSpan.Zero;
        foreach (var e in log)
        {
            if (e.What is PolicySetInForce { DeadlineGrace: { } seconds })
            {
                grace = TimeSpan.FromSeconds(seconds);
            }
            else if (e.What is DeadlinePassed passed && (e.At < passed.Deadline
                || (passed.RecordedUntil is { } until ? until < passed.Deadline : e.At <= passed.Deadline + grace)))
            {
                yield return $"noted before its time at {e.Sequence}, {e.At:O}: {passed}";
            }
        }
    }

    // What was certain to be durable by then stands before whoever says that all of it is on record.
    private IEnumerable<string> Watermarks()
    {
        var bySerial = log.ToLookup(e => e.Serial);
        var byBody = log.ToLookup(e => e.Body);
        var confirmed = sent.Where(s => s is { IsKept: true, ConfirmedAt: not null })
            .Select(s => (s.Fact, At: s.ConfirmedAt!.Value,
                Event: bySerial[s.Fact.Serial].FirstOrDefault() ?? byBody[s.Fact.Text].FirstOrDefault()))
            .Where(s => s.Event is not null).OrderBy(s => s.At).ToList();
        var marks = log.Select(e => (Event: e, Until: e.What switch
        {
            DeadlinePassed passed => passed.RecordedUntil,
            PolicySetInForce set => set.RecordedUntil,
            _ => null,
        })).Where(m => m.Until is not null).OrderBy(m => m.Until).ToList();
        var (place, last) = (0, default((Fact Fact, DateTimeOffset At, Recorded? Event)));
        foreach (var (mark, until) in marks)
        {
            for (; place < confirmed.Count && confirmed[place].At < until; place++)
            {
                last = last.Event is null || confirmed[place].Event!.Sequence > last.Event.Sequence
                    ? confirmed[place] : last;
            }

            if (last.Event?.Sequence > mark.Sequence)
            {
                yield return $"at {mark.Sequence} all is said to be on record until {until:O}, but what was confirmed "
                    + $"at {last.At:O} came at {last.Event.Sequence}: {last.Fact}";
            }
        }
    }

    private IEnumerable<string> Expiries()
    {
        var ends = log.Where(e => e.What is WaiverExpired).ToLookup(e => ((WaiverExpired)e.What).Id);
        var given = log.Where(e => e.What is WaiverRecorded { Waived: true, Expires: not null })
            .ToDictionary(e => ((WaiverRecorded)e.What).Id);
        foreach (var (id, e) in given)
        {
            var expires = ((WaiverRecorded)e.What).Expires!.Value;
            if (ends[id].Count() != 1 || ends[id].Single().At < expires)
            {
                yield return $"the waiver {id} of {e.Sequence} ends at {expires:O}, and its end is noted "
                    + $"{string.Join(", ", ends[id].Select(n => $"at {n.Sequence}, {n.At:O}"))}";
            }
        }

        foreach (var end in ends.Where(end => !given.ContainsKey(end.Key)))
        {
            yield return $"the end of a waiver that has none: {end.Key}";
        }
    }
}
