using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>
/// What the rules say, in the most obvious way and without regard to cost: its only memory is the history and what was said of it, and
/// at each fact it works everything out again from the first.
/// </summary>
public sealed partial class NaiveGates
{
    private readonly List<Entry> log = [];
    private readonly List<Message> said = [];

    /// <summary>Takes one more fact and gives what is said because of it.</summary>
    public IReadOnlyList<Message> Hear(Entry entry)
    {
        var before = said.Count;
        log.Add(entry);
        switch (entry.What)
        {
            case ResultRecorded result:
                Hear(entry, result.Subject, GateReason.Result);
                break;
            case WaiverRecorded waiver:
                Hear(entry, waiver.Subject, GateReason.Waiver);
                break;
            case UpdateRecorded update:
                TakeUp(entry, update.Alias);
                break;
            case PolicyDrafts:
                Replan(entry);
                break;
            case DeadlinePassed passed when Opening(passed.Alias, passed.DecisionContext) is { } gate && gate.Revision == passed.Revision && DeadlineOf(gate) == passed.Deadline:
                PassDeadline(gate, entry, entry.Position);
                break;
        }

        return said[before..];
    }

    private void Hear(Entry entry, Subject subject, GateReason cause)
    {
        foreach (var gate in OpenGates().Where(g => BuildsOf(g).Any(b => Subject.OfBuild(b) == subject) || RequirementsOf(g).Asked.Any(a => a.Subject == subject)))
        {
            PassDeadline(gate, entry, entry.Position - 1);
            Decide(gate, entry, cause);
        }
    }

    // Rule 9. A deadline that had passed when the edit was recorded comes first, then the gates that go, then those that open.
    private void TakeUp(Entry entry, string alias)
    {
        var (before, after) = (Definition.Of(alias, log[..^1]), Definition.Of(alias, log)!);
        var gates = OpenGates().Where(g => g.Alias == alias).ToList();
        foreach (var gate in gates)
        {
            PassDeadline(gate, entry, entry.Position - 1);
        }

        foreach (var gone in gates.Where(g => !after.Contexts.Contains(g.DecisionContext)))
        {
            Say("closed", gone, entry, VerdictOf(gone), Enum.Parse<GateReason>(after.Recorded.State.ToString()));
        }

        foreach (var context in after.Contexts)
        {
            var newRevision = after.Revision != (before?.Revision ?? 0);
            if (newRevision || Opening(alias, context) is null)
            {
                Open(entry, alias, context, after, newRevision ? after.Start : entry.At);
            }
        }
    }

    // Rule 7 of section 4: a reload plans anew what still waits.
    private void Replan(Entry entry)
    {
        foreach (var alias in log.Select(e => e.What).OfType<UpdateRecorded>().Select(u => u.Alias).Distinct())
        {
            var definition = Definition.Of(alias, log)!;
            foreach (var context in definition.Contexts)
            {
                if (Opening(alias, context) is not { } gate)
                {
                    // Nothing could be said before the first policy set.
                    Open(entry, alias, context, definition, definition.Start);
                    continue;
                }

                PassDeadline(gate, entry, entry.Position - 1);
                if (Completion(gate) is null)
                {
                    Decide(gate, entry, GateReason.Result);
                    ActAtOnce(gate, entry);
                }
            }
        }
    }

    private void Open(Entry entry, string alias, string context, Definition definition, DateTimeOffset start)
    {
        if (PoliciesAt(entry.Position) is not null)
        {
            var gate = Unsaid(alias, context, definition.Revision, definition.Recorded.ProductVersion!, start);
            gate = Say("opened", gate, entry, null, null);
            Decide(gate, entry, GateReason.Result);
            ActAtOnce(gate, entry);
        }
    }
}
