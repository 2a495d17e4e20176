using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// Decides facts one by one, in log order, over the states of a workspace: no clock, no I/O. However the log is cut into pages, the same is
/// said. Sayings come lazily, each with the workspace as of then, so a caller must take each before it asks for the next.
/// </summary>
public sealed class GateFold(Workspace states)
{
    private static readonly Dictionary<Subject, GatePart> None = [];

    /// <summary>Folds one fact and gives what is said because of it, in order.</summary>
    public IEnumerable<Saying> Apply(Fact fact) => fact.Data switch
    {
        ResultRecorded result => Hear(
            fact, result.Subjects, result.Testcase, GateReason.Result, (subject, topic) => topic.Evolve(subject, result, fact.At, fact.Position)),
        WaiverRecorded waiver => Waive(fact, waiver),
        WaiverExpired expired => Expire(fact, expired),
        MessageRejected { About: { } about } rejected => Note(fact, about, topic => topic.Evolve(rejected.Id, rejected.Conflict, about, fact.At)),
        RejectionSettled { About: { } about } settled => Note(fact, about, topic => topic.Settle(settled.Id)),
        MessageRejected or RejectionSettled => [],
        UpdateRecorded update => TakeUp(fact, update),
        PolicySetInForce policies => PutInForce(fact, policies),
        DeadlinePassed passed when states.Decides => PassDeadline(fact, passed),
        GateReleased released when states.Decides => Release(fact, released),
        GateSaid said when !states.Decides => TakeAsSaid(said),
        EditionInForce edition when !states.Decides => Begin(fact, edition),
        FactRedacted { Subjects: { } of, Testcase: { } testcase } redacted => Redact(redacted, of, testcase),
        FactRedacted => [],
        // What was said stands in the log behind the facts that led to it.
        DeadlinePassed or GateReleased or GateSaid or EditionInForce => [],
        _ => throw new InvalidOperationException($"gates are not decided by {fact.Data.GetType().Name}"),
    };

    private IEnumerable<Saying> Waive(Fact fact, WaiverRecorded waiver)
    {
        if (waiver is { Waived: true, Expires: { } expires })
        {
            states.Changes.Expiries[waiver.Id] = new WaiverExpiry(expires, waiver.Subject, waiver.Testcase);
        }

        return Hear(
            fact, [waiver.Subject], waiver.Testcase, GateReason.Waiver, (subject, topic) => topic.Evolve(subject, waiver, fact.At, fact.Position));
    }

    private IEnumerable<Saying> Expire(Fact fact, WaiverExpired expired)
    {
        states.Changes.Expired.Add(expired.Id);
        return Hear(fact, [expired.Subject], expired.Testcase, GateReason.Waiver, (_, topic) => topic.Evolve(expired));
    }

    // Nothing is decided by it: gates show the text redacted from here on.
    private IEnumerable<Saying> Redact(FactRedacted redacted, IReadOnlyList<Subject> subjects, string testcase)
    {
        var topics = Evolve(subjects, testcase, (_, topic) => topic.Evolve(redacted));
        foreach (var key in states.GatesOf(topics.Select(t => t.Subject)))
        {
            foreach (var (subject, _) in topics)
            {
                if (states.TryGetPart(key, subject, out var part) && part.Redact(redacted) is { } without)
                {
                    states.Set(key, without);
                }
            }
        }

        states.Changes.Redacted.Add(redacted);
        return [];
    }

    private IEnumerable<Saying> Hear(Fact fact, IEnumerable<Subject> subjects, string testcase, GateReason cause, Func<Subject, Topic, Topic> evolve)
    {
        var topics = Evolve(subjects, testcase, evolve);
        return Asking(topics).SelectMany(key => HearAt(key, fact, testcase, topics, (gate, difference, listChanged) =>
            gate.Hear(difference, listChanged, cause, fact.At)));
    }

    private IEnumerable<Saying> Note(Fact fact, RejectedResult about, Func<Topic, Topic> evolve)
    {
        var topics = Evolve(about.Subjects, about.Testcase, (_, topic) => evolve(topic));
        return Asking(topics).SelectMany(key => HearAt(key, fact, about.Testcase, topics, (gate, difference, _) => gate.Note(difference)));
    }

    private List<(Subject Subject, Topic Topic)> Evolve(IEnumerable<Subject> subjects, string testcase, Func<Subject, Topic, Topic> evolve)
    {
        var topics = subjects.Distinct().Select(subject => (Subject: subject, Topic: evolve(subject, states.Topic(subject, testcase)))).ToList();
        topics.ForEach(known => states.Set(known.Subject, testcase, known.Topic));
        return topics;
    }

    private IReadOnlyList<Guid> Asking(List<(Subject Subject, Topic Topic)> topics) => states.Decides ? states.GatesOf(topics.Select(t => t.Subject)) : [];

    // A fact is heard once by a gate, whatever number of its subjects it is about.
    private IEnumerable<Saying> HearAt(
        Guid key, Fact fact, string testcase, List<(Subject Subject, Topic Topic)> topics, Func<Gate, Tally, bool, IReadOnlyList<GateEvent>> decide)
    {
        var gate = states.Gate(key);
        if (gate.Phase == GatePhase.Closed || gate.Opening is not { } opening)
        {
            return [];
        }

        var (asks, difference, listChanged) = (false, default(Tally), false);
        foreach (var (subject, topic) in topics)
        {
            if (states.TryGetPart(key, subject, out var before) && before.Hear(testcase, topic, opening.LensOn(subject)) is var after
                && !ReferenceEquals(after, before))
            {
                states.Set(key, after);
                asks = true;
                difference += Tally.Of(after) - Tally.Of(before);
                listChanged |= after.ListDiffersFrom(before);
            }
        }

        return asks ? Say(key, decide(gate, difference, listChanged), fact) : [];
    }

    private IEnumerable<Saying> TakeUp(Fact fact, UpdateRecorded recorded)
    {
        var before = states.Update(recorded.Alias);
        var after = UpdateInForce.After(before, recorded, fact.At, fact.Trace);
        states.Set(after);
        if (!states.Decides)
        {
            yield break;
        }

        var kept = after.IsOpen ? after.Contexts : [];
        foreach (var key in states.GatesOf(after.Alias).Where(key => !kept.Contains(states.Gate(key).Opening?.Context)).ToList())
        {
            // What it says last is about the definition that ends it.
            foreach (var saying in Say(key, [.. states.Gate(key).Redefine(after), .. states.Gate(key).Close(ReasonOf(after.State), fact.At)], fact))
            {
                yield return saying;
            }
        }

        foreach (var context in kept)
        {
            var key = Workspace.KeyOf(after.Alias, context);
            var newRevision = after.Revision != (before?.Revision ?? 0);
            var sayings = newRevision || states.Gate(key).Phase == GatePhase.Closed
                ? Open(after, context, fact)
                : Redefine(key, after, fact);
            foreach (var saying in sayings)
            {
                yield return saying;
            }
        }
    }

    // An edit that opens nothing anew can still change which evidence about the update counts (rule 9), and is a fact by which a gate that stands as the
    // first edition left it is judged by the second (rule 16).
    private IEnumerable<Saying> Redefine(Guid key, UpdateInForce update, Fact fact)
    {
        if (states.Gate(key).Phase == GatePhase.Closed)
        {
            return [];
        }

        var (window, asSaid) = (states.Gate(key).Opening!.Window, states.Gate(key).AsSaid);
        var said = Say(key, states.Gate(key).Redefine(update), fact).ToList();
        return window.SaysTheSameAs(update.Window) && asSaid is null ? said : said.Concat(Reread(key, fact));
    }

    private IEnumerable<Saying> Reread(Guid key, Fact fact)
    {
        var gate = states.Gate(key);
        var (difference, listChanged) = (default(Tally), false);
        foreach (var before in states.PartsOf(key).Where(p => gate.Opening!.Changes(p.Subject)).OrderBy(p => p.Place).ToList())
        {
            var after = Answered(before, gate.Opening!, before.Requirements);
            states.Set(key, after);
            difference += Tally.Of(after) - Tally.Of(before);
            listChanged |= after.ListDiffersFrom(before);
        }

        return Say(key, gate.Hear(difference, listChanged, GateReason.Result, fact.At), fact);
    }

    private IEnumerable<Saying> Close(Guid key, GateReason reason, Fact fact) => Say(key, states.Gate(key).Close(reason, fact.At), fact);

    private IEnumerable<Saying> PutInForce(Fact fact, PolicySetInForce recorded)
    {
        states.Policies = PolicySet.From(recorded);
        states.Changes.Policies.Add((fact.Position, states.Policies, recorded));
        if (!states.Decides)
        {
            yield break;
        }

        foreach (var update in states.OpenUpdates.ToList())
        {
            foreach (var context in update.Contexts)
            {
                var key = Workspace.KeyOf(update.Alias, context);
                var sayings = states.Gate(key).Phase == GatePhase.Closed
                    ? Open(update, context, fact)
                    : PassOverdue(key, fact, recorded.RecordedUntil).Concat(Replan(key, update, fact, recorded.Released));
                foreach (var saying in sayings)
                {
                    yield return saying;
                }
            }
        }
    }

    // A deadline that had passed when the set came is acted on first, under the old one; one that stands still goes on standing still.
    private IEnumerable<Saying> PassOverdue(Guid key, Fact fact, DateTimeOffset? recordedUntil)
    {
        var gate = states.Gate(key);
        return gate.IsWaiting && gate.Opening!.IsOverdue(fact.At, recordedUntil)
            ? Say(key, gate.PassDeadline(fact.At, recordedUntil >= gate.Deadline ? recordedUntil : null), fact.Position, gate.Opening.Trace)
            : [];
    }

    private IEnumerable<Saying> Replan(Guid key, UpdateInForce update, Fact fact, bool released)
    {
        if (states.Gate(key) is not { IsReplanned: true, Opening: { } has } gate || states.Policies is not { } policies)
        {
            yield break;
        }

        var plan = Plan.For(policies, update, has.ProductVersion, has.Context, has.OpenedAt);
        var parts = states.PartsOf(key).ToDictionary(p => p.Subject);
        if (gate.IsWaiting && !released && Replanning.AsksLess(plan, has, parts.Values))
        {
            // Such a set is refused before it comes here; were it not, the gate would still keep what it has.
            yield break;
        }

        var opening = GateOpening.Of(plan, update, has.Context, has.OpenedAt, has.Trace) with { Revision = has.Revision };
        opening = gate.IsWaiting
            ? opening with { Deadline = has.Deadline < fact.At ? has.Deadline : Replanning.Deadline(opening.Deadline, has.Deadline, fact.At) }
            : opening with { Deadline = has.Deadline };
        opening = released || gate.IsWaiting ? opening : opening.AsStrictlyAs(has, policies.Vocabulary, parts.Values);
        var keeps = !gate.IsWaiting && !released;
        var after = Planned(plan, opening, keeps ? parts : None);
        if (keeps)
        {
            // Of subjects that the plan no longer speaks of, the update itself among them.
            after.AddRange(parts.Values.Where(p => !plan.Parts.Any(asked => asked.Subject == p.Subject))
                .Select(p => Answered(p, opening, Replanning.Kept(null, p))).Where(p => p.Requirements.Count > 0));
        }

        states.Replace(key, after);
        var happened = gate.Replan(opening, Tally.Of(after), Parts.ListDiffers(after, parts.Values), fact.At);
        foreach (var saying in Say(key, happened, fact))
        {
            yield return saying;
        }
    }

    private IEnumerable<Saying> Open(UpdateInForce update, string context, Fact fact, DateTimeOffset? since = null)
    {
        var openedAt = since ?? update.OpenedAt(context) ?? fact.At;
        // Before the first policy set nobody can know what is required: the update is opened when there is one.
        if (states.Policies is not { } policies)
        {
            yield break;
        }

        var key = Workspace.KeyOf(update.Alias, context);
        // It tells openings apart, those of definitions that were recorded in one moment, too.
        openedAt = states.Gate(key).Opening is { } last && openedAt <= last.OpenedAt ? last.OpenedAt.AddMicroseconds(1) : openedAt;
        var plan = Plan.For(policies, update, update.ProductVersion, context, openedAt);
        var opening = GateOpening.Of(plan, update, context, openedAt, update.Trace ?? fact.Trace);
        var parts = Planned(plan, opening, None);
        states.Replace(key, parts);
        foreach (var saying in Say(key, Gate.Open(opening, Tally.Of(parts), fact.At), fact))
        {
            yield return saying;
        }
    }

    private List<GatePart> Planned(Plan plan, GateOpening opening, IReadOnlyDictionary<Subject, GatePart> kept) => [.. plan.Parts.Select(p =>
        Answered(new GatePart(p.Subject, p.Place, []), opening, Replanning.Kept(p, kept.GetValueOrDefault(p.Subject))))];

    private GatePart Answered(GatePart part, GateOpening opening, IEnumerable<RequirementView> asked) =>
        Parts.Of(part.Subject, part.Place, asked, testcase => states.Topic(part.Subject, testcase), opening.LensOn(part.Subject));

    private IEnumerable<Saying> PassDeadline(Fact fact, DeadlinePassed passed)
    {
        var key = Workspace.KeyOf(passed.Alias, passed.DecisionContext);
        var gate = states.Gate(key);
        return gate.Opening?.Revision == passed.Revision && gate.Deadline == passed.Deadline
            ? Say(key, gate.PassDeadline(fact.At, passed.RecordedUntil), fact.Position, gate.Opening.Trace)
            : [];
    }

    private IEnumerable<Saying> Release(Fact fact, GateReleased released)
    {
        var key = Workspace.KeyOf(released.Alias, released.DecisionContext);
        var gate = states.Gate(key);
        return gate.Opening?.OpenedAt == released.OpenedAt
            ? Say(key, released.Released ? gate.LetGo(released.UserId, fact.At) : gate.TakeBack(fact.At), fact)
            : [];
    }

    // --- The change of edition (rule 16) ---

    private IEnumerable<Saying> TakeAsSaid(GateSaid said)
    {
        var key = Workspace.KeyOf(said.Statement.Alias, said.Statement.DecisionContext);
        return Say(key, [new SaidBefore(FirstEdition.After(states.Gate(key), said))], 0, null);
    }

    private IEnumerable<Saying> Begin(Fact fact, EditionInForce began)
    {
        states.Edition = began.Edition;
        foreach (var key in states.OpenGates.ToList())
        {
            var opening = states.Gate(key).Opening!;
            var update = states.Update(opening.Alias);
            var sayings = update is { IsOpen: true } && update.Contexts.Contains(opening.Context) ? Rejudge(key, update, fact)
                // A closing that the first edition passed over: the gate is closed now, unless it has decided.
                : states.Gate(key).IsWaiting ? Close(key, ReasonOf(update?.State ?? UpdateState.Withdrawn), fact)
                : [];
            foreach (var saying in sayings)
            {
                yield return saying;
            }
        }

        foreach (var update in states.OpenUpdates.ToList())
        {
            foreach (var context in update.Contexts.Where(c => states.Gate(Workspace.KeyOf(update.Alias, c)).Phase == GatePhase.Closed))
            {
                foreach (var saying in Open(states.Update(update.Alias)!, context, fact, fact.At))
                {
                    yield return saying;
                }
            }
        }
    }

    private IEnumerable<Saying> Rejudge(Guid key, UpdateInForce update, Fact fact)
    {
        var gate = states.Gate(key);
        var has = gate.Opening!;
        if (update.Revision < has.Revision)
        {
            update = update with { Revision = has.Revision };
            states.Set(update);
        }

        if (states.SetOf(gate.IsWaiting ? null : has.PolicySet) is not { } policies)
        {
            return [];
        }

        var plan = Plan.For(policies, update, has.ProductVersion, has.Context, has.OpenedAt);
        var opening = GateOpening.Of(plan, update, has.Context, has.OpenedAt, has.Trace);
        opening = opening with { Revision = has.Revision, Deadline = has.Deadline ?? opening.Deadline };
        var parts = Planned(plan, opening, None);
        states.Replace(key, parts);
        var moved = gate.AsSaid is { } said && !FirstEdition.SaidTheSame(said, parts);
        return Say(key, gate.Rejudge(opening, Tally.Of(parts), moved, fact.At), fact);
    }

    private IEnumerable<Saying> Say(Guid key, IReadOnlyList<GateEvent> happened, Fact fact) => Say(key, happened, fact.Position, fact.Trace);

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
