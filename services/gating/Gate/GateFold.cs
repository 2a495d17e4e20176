using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// Decides facts one by one, in log order, over the states of a workspace: no clock, no I/O. However the log is cut into pages, the same is
/// said. Sayings come lazily, each with the workspace as of then, so a caller must take each before it asks for the next.
/// </summary>
public sealed class GateFold(Workspace states, Outcomes outcomes)
{
    /// <summary>Folds one fact and gives what is said because of it, in order.</summary>
    public IEnumerable<Saying> Apply(Fact fact) => fact.Data switch
    {
        ResultRecorded result => Hear(
            fact, result.Subject, result.Testcase, GateReason.Result, topic => topic.Evolve(result, outcomes.KindOf(result.Outcome), fact.Position)),
        WaiverRecorded waiver => Hear(fact, waiver.Subject, waiver.Testcase, GateReason.Waiver, topic => topic.Evolve(waiver, fact.Position)),
        UpdateRecorded update => TakeUp(fact, update),
        PolicySetInForce policies => PutInForce(fact, policies),
        DeadlinePassed passed => PassDeadline(fact, passed),
        _ => throw new InvalidOperationException($"gates are not decided by {fact.Data.GetType().Name}"),
    };

    private IEnumerable<Saying> Hear(Fact fact, Subject subject, string testcase, GateReason cause, Func<Topic, Topic> evolve)
    {
        var topic = evolve(states.Topic(subject, testcase));
        states.Set(subject, testcase, topic);
        foreach (var key in states.GatesOf(subject))
        {
            foreach (var saying in Overdue(key, fact).Concat(HearAt(key, fact, subject, testcase, cause, topic)))
            {
                yield return saying;
            }
        }
    }

    private IEnumerable<Saying> HearAt(Guid key, Fact fact, Subject subject, string testcase, GateReason cause, Topic topic)
    {
        var gate = states.Gate(key);
        if (gate.Phase == GatePhase.Closed || gate.Opening is not { } opening || !states.TryGetPart(key, subject, out var before))
        {
            yield break;
        }

        var after = before.Hear(testcase, topic, opening.ProductVersion, opening.WaitForAll);
        if (ReferenceEquals(after, before))
        {
            yield break;
        }

        states.Set(key, after);
        var difference = Tally.Of(after.Requirements) - Tally.Of(before.Requirements);
        foreach (var saying in Say(key, gate.Hear(difference, after.ListDiffersFrom(before), cause, fact.At), fact.Position, fact.Trace))
        {
            yield return saying;
        }
    }

    private IEnumerable<Saying> TakeUp(Fact fact, UpdateRecorded recorded)
    {
        var before = states.Update(recorded.Alias);
        var after = UpdateInForce.After(before, recorded, fact.At, fact.Trace);
        states.Set(after);

        // A deadline that had passed when the edit was recorded came first.
        foreach (var saying in states.GatesOf(after.Alias).SelectMany(key => Overdue(key, fact)))
        {
            yield return saying;
        }

        var kept = after.IsOpen ? after.Contexts : [];
        foreach (var key in states.GatesOf(after.Alias).Where(key => !kept.Contains(states.Gate(key).Opening?.Context)))
        {
            foreach (var saying in Say(key, states.Gate(key).Close(ReasonOf(after.State), fact.At), fact.Position, fact.Trace))
            {
                yield return saying;
            }
        }

        foreach (var context in kept)
        {
            var newRevision = after.Revision != (before?.Revision ?? 0);
            if (newRevision || states.Gate(Workspace.KeyOf(after.Alias, context)).Phase == GatePhase.Closed)
            {
                foreach (var saying in Open(after, context, fact, newRevision ? after.RevisionStart : fact.At))
                {
                    yield return saying;
                }
            }
        }
    }

    private IEnumerable<Saying> PutInForce(Fact fact, PolicySetInForce recorded)
    {
        states.Policies = PolicySet.From(recorded);
        states.Changes.Policies.Add((fact.Position, states.Policies));
        foreach (var update in states.OpenUpdates.ToList())
        {
            foreach (var context in update.Contexts)
            {
                var key = Workspace.KeyOf(update.Alias, context);
                var sayings = states.Gate(key).Phase == GatePhase.Closed
                    ? Open(update, context, fact, update.RevisionStart)
                    : Overdue(key, fact).Concat(Replan(key, update, fact));
                foreach (var saying in sayings)
                {
                    yield return saying;
                }
            }
        }
    }

    private IEnumerable<Saying> Replan(Guid key, UpdateInForce update, Fact fact)
    {
        if (states.Gate(key) is not { IsWaiting: true, Opening: { } opening } gate || states.Policies is not { } policies)
        {
            yield break;
        }

        var plan = Plan.For(policies, update.Alias, opening.ProductVersion, opening.Context, update.Builds);
        var replanned = GateOpening.Of(plan, update.Alias, opening.Context, opening.Revision, opening.ProductVersion, opening.OpenedAt, opening.Trace);
        foreach (var saying in Say(key, gate.Replan(replanned, Plant(key, plan, replanned), fact.At), fact.Position, fact.Trace))
        {
            yield return saying;
        }
    }

    private IEnumerable<Saying> Open(UpdateInForce update, string context, Fact fact, DateTimeOffset openedAt)
    {
        // Before the first policy set nobody can know what is required: the update is opened when there is one.
        if (states.Policies is not { } policies)
        {
            yield break;
        }

        var key = Workspace.KeyOf(update.Alias, context);
        var plan = Plan.For(policies, update.Alias, update.ProductVersion, context, update.Builds);
        var opening = GateOpening.Of(plan, update.Alias, context, update.Revision, update.ProductVersion, openedAt, update.Trace ?? fact.Trace);
        foreach (var saying in Say(key, Gate.Open(opening, Plant(key, plan, opening), fact.At), fact.Position, fact.Trace))
        {
            yield return saying;
        }
    }

    private Tally Plant(Guid key, Plan plan, GateOpening opening)
    {
        var parts = plan.Parts
            .Select(p => Parts.Of(p, testcase => states.Topic(p.Subject, testcase), opening.ProductVersion, opening.WaitForAll))
            .ToList();
        states.Replace(key, parts);
        return parts.Aggregate(default(Tally), (sum, part) => sum + Tally.Of(part.Requirements));
    }

    private IEnumerable<Saying> PassDeadline(Fact fact, DeadlinePassed passed)
    {
        var key = Workspace.KeyOf(passed.Alias, passed.DecisionContext);
        var gate = states.Gate(key);
        return gate.Opening?.Revision == passed.Revision && gate.Deadline == passed.Deadline
            ? Say(key, gate.PassDeadline(fact.At), fact.Position, gate.Opening.Trace)
            : [];
    }

    // What was recorded after the deadline must not count in complete, even where the deadline itself was noted later.
    private IEnumerable<Saying> Overdue(Guid key, Fact fact)
    {
        if (states.Gate(key) is { Deadline: { } deadline } gate && deadline < fact.At)
        {
            foreach (var saying in Say(key, gate.PassDeadline(fact.At), fact.Position - 1, gate.Opening?.Trace))
            {
                yield return saying;
            }
        }
    }

    private IEnumerable<Saying> Say(Guid key, IReadOnlyList<GateEvent> happened, long position, string? trace)
    {
        foreach (var e in happened)
        {
            var gate = states.Gate(key).Evolve(e);
            states.Set(key, gate);
            if (e is Spoken spoken)
            {
                yield return new Saying(key, gate, spoken, position, trace);
            }
        }
    }

    private static GateReason ReasonOf(UpdateState state) => state switch
    {
        UpdateState.Open => GateReason.Open,
        UpdateState.Withdrawn => GateReason.Withdrawn,
        UpdateState.Obsoleted => GateReason.Obsoleted,
        UpdateState.Shipped => GateReason.Shipped,
        _ => throw new InvalidOperationException($"no reason for the state {state}"),
    };
}
