using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>A message of a gate. Summary and policy hashes are left empty: they are not the rules' business.</summary>
public sealed record Message(string Kind, long Position, GateStatement Statement);

/// <summary>What was said, and what is known. A gate is named by the statement that it was last opened with.</summary>
public sealed partial class NaiveGates
{
    /// <summary>The open gates that have not said complete, with their deadlines.</summary>
    public IEnumerable<(GateStatement Gate, DateTimeOffset? Deadline)> Waiting => OpenGates().Where(g => Completion(g) is null).Select(g => (g, DeadlineOf(g)));

    /// <summary>A gate as of now, <c>waiting</c> or <c>complete</c>; null if it is not open.</summary>
    public Message? Now(string alias, string context) => Opening(alias, context) is { } gate
        ? new Message(Completion(gate) is null ? "waiting" : "complete", log[^1].Position, Make("now", gate, log[^1], log[^1].Position, VerdictOf(gate), null, log))
        : null;

    private List<GateStatement> OpenGates() =>
        [.. said.Select(m => (m.Statement.Alias, m.Statement.DecisionContext)).Distinct().Select(g => Opening(g.Alias, g.DecisionContext)).OfType<GateStatement>()];

    private GateStatement? Opening(string alias, string context) =>
        said.LastOrDefault(m => m.Kind is "opened" or "closed" && m.Statement.Alias == alias && m.Statement.DecisionContext == context) is { Kind: "opened" } opened
            ? opened.Statement
            : null;

    private IEnumerable<Message> Since(GateStatement gate) =>
        said.SkipWhile(m => m.Statement.OpenedAt != gate.OpenedAt || !ReferenceEquals(m.Statement, gate))
            .Where(m => m.Statement.Alias == gate.Alias && m.Statement.DecisionContext == gate.DecisionContext);

    private Message? Completion(GateStatement gate) => Since(gate).FirstOrDefault(m => m.Kind == "complete");

    private Verdict? VerdictOf(GateStatement gate) => Since(gate).LastOrDefault(m => m.Kind is "complete" or "changed")?.Statement.Verdict;

    // An open gate is of the update's current revision, or, while an edit is taken up, of the one before.
    private IReadOnlyList<string> BuildsOf(GateStatement gate) =>
        Definition.Of(gate.Alias, log) is { } now && now.Revision == gate.Revision ? now.Builds : Definition.Of(gate.Alias, log[..^1])!.Builds;

    private PolicyDrafts? PoliciesAt(long position) => log.Where(e => e.Position <= position).Select(e => e.What).OfType<PolicyDrafts>().LastOrDefault();

    // A completed revision keeps its policies.
    private Requirements RequirementsOf(GateStatement gate, long asOf = long.MaxValue) =>
        Requirements.Of(PoliciesAt(Completion(gate)?.Position ?? asOf)!, gate.Alias, gate.ProductVersion, gate.DecisionContext, BuildsOf(gate));

    private DateTimeOffset? DeadlineOf(GateStatement gate, long asOf = long.MaxValue) => gate.OpenedAt + RequirementsOf(gate, asOf).Timeout;

    private List<Known> Look(GateStatement gate, List<Entry>? entries = null, long asOf = long.MaxValue)
    {
        var requirements = RequirementsOf(gate, asOf);
        var knowledge = new Knowledge(entries ?? log);
        return [.. requirements.Asked.Select(a => knowledge.Of(a, gate.ProductVersion, requirements.WaitForAll))];
    }

    private static GateStatement Unsaid(string alias, string context, int revision, string productVersion, DateTimeOffset openedAt) => new()
    {
        Alias = alias,
        DecisionContext = context,
        Revision = revision,
        ProductVersion = productVersion,
        OpenedAt = openedAt,
        DecidedAt = openedAt,
        Verdict = null,
        PreviousVerdict = null,
        Reason = null,
        Summary = "",
        Deadline = null,
        Truncated = false,
        Policies = [],
        Counts = new GateCounts(0, 0, 0, 0, 0, 0, 0),
        Builds = [],
        Unsatisfied = [],
        Waived = [],
    };

    private GateStatement Say(string kind, GateStatement gate, Entry entry, Verdict? verdict, GateReason? reason, List<Entry>? entries = null, long asOf = long.MaxValue)
    {
        var position = Math.Min(entry.Position, asOf);
        var statement = Make(kind, gate, entry, position, verdict, reason, entries ?? log);
        said.Add(new Message(kind, position, statement));
        return statement;
    }

    private GateStatement Make(string kind, GateStatement gate, Entry entry, long position, Verdict? verdict, GateReason? reason, List<Entry> entries)
    {
        var known = Look(gate, entries, position);
        var decided = verdict is not null && kind != "first_failure";
        int Count(Answer answer) => known.Count(k => k.Answer == answer);
        return gate with
        {
            DecidedAt = entry.At,
            Verdict = verdict,
            PreviousVerdict = null,
            Reason = reason,
            Deadline = DeadlineOf(gate, position),
            Policies = [.. RequirementsOf(gate, position).Policies.Select(id => new PolicyReference(id, ""))],
            Counts = new GateCounts(
                known.Count, Count(Answer.Passed), Count(Answer.Failed), Count(Answer.Errored), Count(Answer.Running), Count(Answer.Missing),
                known.Count(k => k.Waiver is not null)),
            Builds = [.. BuildsOf(gate).Select(b => new BuildVerdict(b, VerdictOf(known.FindAll(k => k.Counts && k.Asked.Subject == Subject.OfBuild(b)), decided)))],
            Unsatisfied = [.. known.Where(k => k.Counts).Select(k => new UnsatisfiedRequirement(
                k.Asked.Subject, k.Asked.Testcase, k.Asked.Scenario, k.Asked.Arch, k.Asked.Essential, k.Answer, k.Result?.Id, k.Result?.RefUrl, k.Result?.SubmitTime))],
            Waived = [.. known.Where(k => k.Waiver is not null).Select(k => new WaivedRequirement(
                k.Asked.Subject, k.Asked.Testcase, k.Asked.Scenario, k.Asked.Arch, k.Asked.Essential, k.Answer, k.Result?.Id, k.Waiver!.Id, k.Waiver.Username, k.Waiver.Comment))],
        };
    }

    // Of one build: failed if that is certain, null while it is waited for.
    private static Verdict? VerdictOf(List<Known> unsatisfied, bool decided) =>
        unsatisfied.Exists(k => k.Asked.Essential && (decided || k.Answer == Answer.Failed)) ? Verdict.Failed
        : !decided && unsatisfied.Exists(k => k.Answer != Answer.Failed) ? null
        : unsatisfied.Count > 0 ? Verdict.Info
        : Verdict.Passed;
}
