using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>
/// What the rules say, in the most obvious way and without regard to cost: its only memory is the history, what was
/// said of it, and what each gate was last planned by; at each fact it looks at every gate again and works everything
/// out from the first.
/// </summary>
/// <param name="bug">
/// One sentence of the rules that it breaks, to show that a product which breaks it would be found.
/// </param>
public sealed partial class NaiveGates(Bug bug)
{
    private readonly Trail trail = new(bug);
    private readonly List<Entry> log = [];
    private readonly List<Message> said = [];
    private readonly List<(Entry Set, GateStatement Gate)> braked = [];

    public NaiveGates()
        : this(Bug.None)
    {
    }

    /// <summary>The sentences of the rules that decided something so far.</summary>
    public IReadOnlySet<string> Marks => trail.Marks;

    /// <summary>
    /// Rule 7: waiting gates that a set which was not released asks less of. They stay as they are, but such a set
    /// should not have come into force.
    /// </summary>
    public IReadOnlyList<(Entry Set, GateStatement Gate)> Braked => braked;

    /// <summary>Takes one more fact and gives what is said because of it.</summary>
    public IReadOnlyList<Message> Hear(Entry entry)
    {
        var before = said.Count;
        log.Add(entry);
        switch (entry.What)
        {
            case ResultRecorded:
                DecideAll(entry, GateReason.Result);
                break;
            case WaiverRecorded or WaiverExpired:
                DecideAll(entry, GateReason.Waiver);
                break;
            case UpdateRecorded update:
                TakeUp(entry, update);
                break;
            case PolicyDrafts drafts:
                PutInForce(entry, drafts);
                break;
            case DeadlinePassed passed:
                PassDeadline(entry, passed);
                break;
            case GateReleased released:
                Release(entry, released);
                break;
            case MessageRejected or RejectionSettled or EditionInForce:
                // They decide nothing; what is said next counts them.
                break;
            default:
                throw new InvalidOperationException($"the rules know no {entry.What.GetType().Name}");
        }

        return said[before..];
    }

    private void DecideAll(Entry entry, GateReason cause)
    {
        foreach (var gate in OpenGates())
        {
            var isOverdue = Completion(gate) is null && PlanOf(gate).Deadline < entry.At;
            trail.Seen("10.no_other_fact_decides_at_the_deadline", isOverdue);
            if (isOverdue && trail.Breaks(Bug.AnyFactDecidesAtTheDeadline))
            {
                SayDeadline(gate, entry, null);
            }

            Decide(gate, entry, cause);
        }
    }

    // Rule 9. First the gates that go, then those that open; what was recorded can change what evidence counts at the
    // others.
    private void TakeUp(Entry entry, UpdateRecorded update)
    {
        var (before, after) = (DefinitionOf(update.Alias, log.Count - 1), DefinitionOf(update.Alias, log.Count)!);
        var gates = OpenGates().Where(g => g.Alias == update.Alias).ToList();
        foreach (var gone in gates.Where(g => !after.Contexts.ContainsKey(g.Context)))
        {
            trail.Seen(after.IsOpen ? "9.context_removed" : "9.closing_closes");
            Close(gone, entry, before!, Enum.Parse<GateReason>(after.Newest.State.ToString()));
        }

        var startsRevision = after.Revision != (before?.Revision ?? 0);
        foreach (var (context, openedAt) in after.Contexts)
        {
            var gate = GateOf(update.Alias, context);
            if (gate is null || startsRevision)
            {
                trail.Seen("9.new_opening_in_place_of_one", gate is not null);
                trail.Seen("9.context_added", before is { IsOpen: true } && gate is null && !startsRevision);
                Open(entry, update.Alias, context, after, openedAt);
            }
            else if (trail.Obeys(Bug.OnlyWhatIsTakenUpIsHeard) || ReferenceEquals(after.Newest, update))
            {
                Decide(gate, entry, GateReason.Result);
            }
        }
    }

    private void PutInForce(Entry entry, PolicyDrafts set)
    {
        foreach (var alias in log.Select(e => e.What).OfType<UpdateRecorded>().Select(u => u.Alias).Distinct())
        {
            var definition = DefinitionOf(alias, log.Count)!;
            foreach (var (context, openedAt) in definition.Contexts)
            {
                if (GateOf(alias, context) is not { } gate)
                {
                    // Nothing could be said before the first policy set.
                    trail.Seen("7.opened_by_the_first_set");
                    Open(entry, alias, context, definition, openedAt);
                    continue;
                }

                ActFirst(gate, entry, set);
                Replan(gate, entry, set, definition);
                Decide(gate, entry, GateReason.Policy);
            }
        }
    }

    // Rule 10: a deadline that had passed is acted on first, under the old set, if all that was delivered by then is on
    // record, or the grace is over.
    private void ActFirst(Opening gate, Entry entry, PolicyDrafts set)
    {
        var plan = PlanOf(gate);
        if (Completion(gate) is not null || plan.Deadline >= entry.At || trail.Breaks(Bug.DeadlineIsNotActedOnFirst))
        {
            return;
        }

        var isRecorded = set.RecordedUntil >= plan.Deadline;
        var graceIsOver = entry.At > plan.Deadline + plan.Set.Grace;
        trail.Seen("10.acted_on_first_by_the_watermark", isRecorded);
        trail.Seen("10.acted_on_first_after_the_grace", !isRecorded && graceIsOver);
        trail.Seen("10.stands_still_under_a_new_set", !isRecorded && !graceIsOver);
        if ((isRecorded || (graceIsOver && trail.Obeys(Bug.GraceIsIgnored)))
            || trail.Breaks(Bug.StandingDeadlineIsActedOn))
        {
            SayDeadline(gate, entry, isRecorded || trail.Breaks(Bug.RecordedUntilWithoutAWatermark)
                ? set.RecordedUntil : null);
        }
    }

    // Rule 8: whose last verdict is none or failed is planned anew; what passed keeps the set it passed under.
    private void Replan(Opening gate, Entry entry, PolicyDrafts set, Definition definition)
    {
        var before = PlanOf(gate);
        var requirements = Requirements.Of(set, gate.Alias, gate.Context, definition, gate.OpenedAt, trail);
        var verdict = VerdictOf(gate);
        trail.Seen("8.passed_keeps_its_set", verdict is Verdict.Passed or Verdict.Info);
        trail.Seen("8.failed_is_planned_anew", verdict == Verdict.Failed);
        if (verdict is null)
        {
            plans[gate.Index] = new Planning(trail).Waiting(before, set, requirements, gate.OpenedAt, entry.At);
            if (ReferenceEquals(PlanOf(gate), before))
            {
                braked.Add((entry, gate.Statement));
            }
        }
        else if ((verdict == Verdict.Failed && trail.Obeys(Bug.FailedKeepsItsSet))
            || (verdict == Verdict.Info && trail.Breaks(Bug.InfoIsPlannedAnew))
            || (verdict == Verdict.Passed && trail.Breaks(Bug.PassedIsPlannedAnew)))
        {
            var unsatisfied = Look(gate).Where(k => k.IsUnsatisfied).Select(k => k.Asked).ToList();
            plans[gate.Index] = new Planning(trail).Failed(before, set, requirements, unsatisfied);
        }
    }

    // What was delivered by the deadline is on record now, or the grace is over: nothing else decides by a deadline.
    private void PassDeadline(Entry entry, DeadlinePassed passed)
    {
        if (GateOf(passed.Alias, passed.DecisionContext) is { } gate && Completion(gate) is null)
        {
            var deadline = PlanOf(gate).Deadline;
            var isItsOwn = gate.Statement.Revision == passed.Revision && deadline == passed.Deadline;
            trail.Seen("10.deadline_that_is_not_its_own", !isItsOwn);
            if ((isItsOwn && entry.At > deadline) || trail.Breaks(Bug.AnotherDeadlineDecides))
            {
                SayDeadline(gate, entry, passed.RecordedUntil);
            }
        }
    }

    private void Release(Entry entry, GateReleased released)
    {
        if (GateOf(released.Alias, released.DecisionContext) is not { } gate)
        {
            return;
        }

        if (gate.OpenedAt != released.OpenedAt)
        {
            trail.Seen("7.release_of_another_opening");
            if (trail.Obeys(Bug.ReleaseOfAnotherOpeningHolds))
            {
                return;
            }
        }

        if (Completion(gate) is not null)
        {
            trail.Seen(released.Released ? "7.released_after_complete" : "7.release_taken_back");
            trail.Seen("7.released_after_passed", released.Released && VerdictOf(gate) == Verdict.Passed);
            Revise(gate, entry, GateReason.Released, Look(gate));
        }
        else if (released.Released)
        {
            trail.Seen("7.released_while_it_waits");
            Say("complete", gate, entry, Look(gate), Verdict.Passed, GateReason.Released);
        }
    }

    // `opened_at` tells openings apart: one begins after the opening before it.
    private DateTimeOffset Apart(string alias, string context, DateTimeOffset openedAt)
    {
        var before = said.LastOrDefault(m => m.Kind == "opened" && m.Statement.Alias == alias
            && m.Statement.DecisionContext == context)?.Statement.OpenedAt;
        return trail.Seen("9.opened_in_the_moment_of_another", openedAt <= before)
            && trail.Obeys(Bug.OpeningsOfOneMomentShareTheirTime)
            ? before!.Value.AddMicroseconds(1) : openedAt;
    }

    private void Open(Entry entry, string alias, string context, Definition definition, DateTimeOffset openedAt)
    {
        if (log.Select(e => e.What).OfType<PolicyDrafts>().LastOrDefault() is { } set)
        {
            openedAt = Apart(alias, context, openedAt);
            var opening = new Opening(said.Count, Unsaid(alias, context, definition, openedAt), entry.Position);
            plans[opening.Index] = new Planning(trail).Opened(set,
                Requirements.Of(set, alias, context, definition, openedAt, trail), openedAt);
            Say("opened", opening, entry, Look(opening), null, null);
            Decide(opening, entry, GateReason.Result);
        }
    }
}
