using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>A gate that is open.</summary>
/// <param name="Deadline">Null where it does not wait.</param>
public sealed record StandingGate(string Alias, string Context, int Revision, DateTimeOffset OpenedAt,
    DateTimeOffset? Deadline);

/// <summary>
/// Makes the facts of deeds: the door, and the watches of deadlines and waivers, without a database. It knows neither
/// the product nor the oracle, so that both are told the same.
/// </summary>
public sealed class Facts
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<Deed, int> repeats = [];
    private readonly Dictionary<string, Deed> named = [];
    private readonly HashSet<Deed> defined = [];
    private readonly List<WaiverRecorded> expiring = [];
    private readonly List<MessageRejected> rejected = [];
    private readonly HashSet<Guid> settled = [];

    /// <summary>What the deed comes to: nothing, a fact, or several.</summary>
    /// <param name="gates">As they stand before it.</param>
    public IReadOnlyList<object> Of(Deed deed, DateTimeOffset now, IEnumerable<StandingGate> gates) => deed switch
    {
        Define define => defined.Add(define with { Minutes = 0 }) ? [Defined(define)] : [],
        Report report => Reported(report, now),
        Waive waive => [Waived(waive, now)],
        Refuse refuse => [Refused(refuse, now)],
        Discard discard => Discarded(discard),
        Reload reload => [Put(reload, now)],
        ReloadText text => [Put(text, now)],
        Watch watch => [.. Expired(now), .. Passed(watch, now, gates)],
        Release release => Released(release, gates),
        _ => throw new InvalidOperationException($"{deed} means nothing"),
    };

    /// <summary>The fact as the oracle takes it, which reads policies in its own words.</summary>
    public static object ToOracle(Deed deed, object fact) => (deed, fact) switch
    {
        (Reload reload, PolicySetInForce set) => reload.Policies with { RecordedUntil = set.RecordedUntil },
        _ => fact,
    };

    /// <summary>A time in minutes from the start.</summary>
    public static DateTimeOffset At(double minutes) =>
        Start.AddTicks((long)Math.Round(minutes * 60_000) * TimeSpan.TicksPerMillisecond);

    private static UpdateRecorded Defined(Define define) => new()
    {
        Alias = define.Alias,
        ProductVersion = define.ProductVersion,
        DecisionContexts = Words(define.Contexts),
        Builds = Words(define.Builds),
        Subjects = define.Subjects.Length == 0 ? null : [.. Words(define.Subjects).Select(s => SubjectOf(s).Subject)],
        BuildsSince = define.BuildsSince is { } since ? At(since) : null,
        State = define.State,
        Time = At(define.Time),
    };

    private object[] Reported(Report report, DateTimeOffset now)
    {
        var content = report with { Minutes = 0 };
        if (report.Id is null || named.TryAdd(report.Id, content))
        {
            return [Recorded(report, now)];
        }

        var (subject, _) = SubjectOf(report.Subject);
        var about = new RejectedResult(
            [subject, .. Words(report.FurtherItems).Select(i => subject with { Id = i })], report.Testcase,
            report.Scenario,
            [report.Arch, .. Words(report.FurtherArches)], report.Variant, report.Outcome,
            TimeOf(report.Submitted, now));
        return named[report.Id] == content ? [] : [Rejected(about, true, IdOf(report), now)];
    }

    private ResultRecorded Recorded(Report report, DateTimeOffset now)
    {
        var (subject, sentType) = SubjectOf(report.Subject);
        return new ResultRecorded
        {
            Id = report.Id is null ? IdOf(report) : Ids.Version5(report.Id),
            Subject = subject,
            SentType = sentType,
            FurtherItems = report.FurtherItems is null ? null : Words(report.FurtherItems),
            Testcase = report.Testcase,
            Scenario = report.Scenario,
            Arch = report.Arch,
            FurtherArches = report.FurtherArches is null ? null : Words(report.FurtherArches),
            Variant = report.Variant,
            Outcome = report.Outcome,
            SubmitTime = TimeOf(report.Submitted, now),
            SubmitTimeDefaulted = report.Submitted is null,
            RefUrl = report.RefUrl,
            Groups = report.Groups is null ? null : Words(report.Groups),
            DefinitionTime = report.DefinitionTime is { } time ? At(time) : null,
        };
    }

    private WaiverRecorded Waived(Waive waive, DateTimeOffset now)
    {
        var (subject, sentType) = SubjectOf(waive.Subject);
        var waiver = new WaiverRecorded
        {
            Id = IdOf(waive),
            Subject = subject,
            SentType = sentType,
            Testcase = waive.Testcase,
            Scenario = waive.Scenario,
            Arch = waive.Arch,
            ProductVersion = waive.ProductVersion,
            DecisionContext = waive.DecisionContext,
            Update = waive.Update,
            Expires = waive.Expires is { } expires ? At(expires) : null,
            Waived = waive.Waived,
            Comment = "known",
            Username = "kparal",
            Time = TimeOf(waive.Time, now),
            TimeDefaulted = waive.Time is null,
        };
        if (waiver.Expires is not null)
        {
            expiring.Add(waiver);
        }

        return waiver;
    }

    private MessageRejected Refused(Refuse refuse, DateTimeOffset now) => Rejected(
        new RejectedResult(
            [.. Words(refuse.Subjects).Select(s => SubjectOf(s).Subject)], refuse.Testcase, refuse.Scenario,
            refuse.Arches is null ? new string?[] { null } : Words(refuse.Arches), refuse.Variant, refuse.Outcome,
            TimeOf(refuse.Submitted, now)),
        false,
        IdOf(refuse),
        now);

    private MessageRejected Rejected(RejectedResult about, bool conflict, Guid id, DateTimeOffset now)
    {
        var rejection = new MessageRejected
        {
            Id = id,
            Kind = Kinds.Result,
            Reasons = [conflict
                ? new Reason("id", "names another fact that is on record") : new Reason("note", "expected text")],
            ReceivedAt = now,
            Exchange = "gatehouse.results",
            RoutingKey = "",
            About = about,
            Conflict = conflict,
            Size = 100,
            Truncated = false,
        };
        rejected.Add(rejection);
        return rejection;
    }

    private object[] Discarded(Discard discard)
    {
        var rejection = rejected.ElementAtOrDefault(discard.Which);
        return rejection is null || !settled.Add(rejection.Id)
            ? []
            : [new RejectionSettled { Id = rejection.Id, Kind = Kinds.Result, State = RejectionState.Discarded,
                About = rejection.About }];
    }

    private static PolicySetInForce Put(Reload reload, DateTimeOffset now)
    {
        var (set, vocabulary) = (reload.Policies, reload.Policies.ToVocabularyYaml());
        return new PolicySetInForce(
            $"sha256:{Ids.Version5(set.ToString()):N}",
            [new PolicyFile("policies.yaml", set.ToYaml()), .. vocabulary is null
                ? [] : new[] { new PolicyFile("vocabulary.yaml", vocabulary) }],
            set.Wait ? "wait" : "pass")
        {
            DefaultTimeout = (long)set.DefaultTimeout.TotalSeconds,
            DeadlineGrace = (long)set.Grace.TotalSeconds,
            Vocabulary = vocabulary is null ? null : new Vocabulary(set.Outcomes, Vocabulary.DefaultTypes, set.Mutable),
            Released = set.Released,
            RecordedUntil = Before(now, reload.Lag),
        };
    }

    private static PolicySetInForce Put(ReloadText text, DateTimeOffset now) => new(
        $"sha256:{Ids.Version5(text.Yaml + text.NoPolicy):N}",
        [new PolicyFile("policies.yaml", text.Yaml)],
        text.NoPolicy.ToString().ToLowerInvariant())
    {
        DefaultTimeout = 8 * 60 * 60,
        DeadlineGrace = 30 * 60,
        Released = text.Released,
        RecordedUntil = Before(now, text.Lag),
    };

    private IEnumerable<WaiverExpired> Expired(DateTimeOffset now)
    {
        var over = expiring.FindAll(w => w.Expires <= now);
        expiring.RemoveAll(over.Contains);
        return over.Select(w => new WaiverExpired(w.Id, w.Subject, w.Testcase));
    }

    private static IEnumerable<DeadlinePassed> Passed(Watch watch, DateTimeOffset now, IEnumerable<StandingGate> gates)
    {
        var recorded = Before(now, watch.Lag);
        var due = from gate in gates
                  where gate.Deadline < now && (recorded is null || gate.Deadline <= recorded)
                  select PassedOf(gate, gate.Deadline!.Value, recorded);
        // No whole number of minutes, so that it is no deadline of another policy, which would be noted before its time.
        var stale = from gate in gates
                    where watch.Stale && gate.Deadline is not null
                    select PassedOf(gate, gate.Deadline!.Value.AddSeconds(-67), recorded);
        return [.. due, .. stale];
    }

    private static DeadlinePassed PassedOf(StandingGate gate, DateTimeOffset deadline, DateTimeOffset? recordedUntil) =>
        new(gate.Alias, gate.Context, gate.Revision, deadline) { RecordedUntil = recordedUntil };

    private static object[] Released(Release release, IEnumerable<StandingGate> gates) =>
        gates.FirstOrDefault(g => g.Alias == release.Alias && g.Context == release.Context) is { } gate
            ? [new GateReleased(release.Alias, release.Context, gate.OpenedAt.AddMinutes(release.Stale ? -1 : 0),
                release.Released, "operator")]
            : [];

    // The same whenever it comes; a deed that is done again is another fact.
    private Guid IdOf(Deed deed) => Ids.Version5($"{deed} {repeats[deed] = repeats.GetValueOrDefault(deed) + 1}");

    private static DateTimeOffset TimeOf(double? minutes, DateTimeOffset now) => minutes is { } given ? At(given) : now;

    private static DateTimeOffset? Before(DateTimeOffset now, double? lag) => lag is { } minutes
        ? now.AddMinutes(-minutes) : null;

    // A type is canonical in the log; what was sent stands beside it.
    private static (Subject Subject, string? SentType) SubjectOf(string name)
    {
        if (name.Split(':', 2) is not [var sent, var id])
        {
            return (Nvr.TryParse(name, out _) ? Subject.OfBuild(name) : Subject.OfUpdate(name), null);
        }

        var type = Vocabulary.DefaultTypes.GetValueOrDefault(sent, sent);
        return (new Subject(type, id), type == sent ? null : sent);
    }

    private static string[] Words(string? words) => (words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
