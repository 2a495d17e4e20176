using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>A log in memory, and what the gates say of each fact: the shell without a database.</summary>
public sealed class Log
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly GateFold fold;
    private readonly HashSet<Guid> recorded = [];
    private readonly Dictionary<Deed, int> repeats = [];

    public Log() => fold = new GateFold(States, Outcomes.Standard);

    public Workspace States { get; } = new();

    public List<Fact> Facts { get; } = [];

    /// <summary>The time of the last deed.</summary>
    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>Gates that wait and are out of time, as the deadlines' index would tell.</summary>
    public IEnumerable<DeadlinePassed> Due =>
        from update in States.OpenUpdates
        from context in update.Contexts
        let gate = States.Gate(Workspace.KeyOf(update.Alias, context))
        where gate.Deadline < Now
        select new DeadlinePassed(update.Alias, context, gate.Opening!.Revision, gate.Deadline!.Value);

    /// <summary>Lets time pass and records what the deed comes to: nothing, a fact, or several.</summary>
    /// <returns>The facts, each with what was said of it.</returns>
    public IReadOnlyList<(Fact Fact, IReadOnlyList<GateSaid> Said)> Do(Deed deed)
    {
        Now += TimeSpan.FromMinutes(deed.Minutes);
        return [.. Meant(deed).ToList().Where(IsNew).Select(data => Record(data))];
    }

    /// <summary>What arrives at the door once more, or in another order: a fact that is recorded already is dropped there.</summary>
    public void Deliver(object data) => _ = IsNew(data) ? Record(data) : default;

    private bool IsNew(object data) => data switch
    {
        ResultRecorded result => recorded.Add(result.EventId()),
        WaiverRecorded waiver => recorded.Add(waiver.EventId()),
        UpdateRecorded update => recorded.Add(update.EventId()),
        _ => true,
    };

    private (Fact Fact, IReadOnlyList<GateSaid> Said) Record(object data)
    {
        var fact = new Fact(Facts.Count + 1, Now, null, data);
        Facts.Add(fact);
        return (fact, [.. fold.Apply(fact).Select(saying => SpeechOf(saying, States.PartsOf(saying.Key)))]);
    }

    /// <summary>What the shell makes of a saying.</summary>
    public static GateSaid SpeechOf(Saying saying, IEnumerable<GatePart> parts)
    {
        var gate = saying.Gate;
        var lists = GateLists.Of(parts, gate.Verdict is not null, gate.Opening!.Builds, gate.Tally.Unsatisfied, gate.Tally.Waived);
        return Speech.Of(gate, saying.Spoken, lists, saying.Position);
    }

    private IEnumerable<object> Meant(Deed deed) => deed switch
    {
        Define define => [Defined(define)],
        Report report => [Reported(report)],
        Waive waive => [Waived(waive)],
        Reload reload => [Set(reload.Policies.ToYaml(), reload.Policies.Wait ? NoPolicy.Wait : NoPolicy.Pass)],
        ReloadText text => [Set(text.Yaml, text.NoPolicy)],
        Watch => Due,
        _ => throw new InvalidOperationException($"{deed} means nothing"),
    };

    private static UpdateRecorded Defined(Define define) => new()
    {
        Alias = define.Alias,
        ProductVersion = define.ProductVersion,
        DecisionContexts = Words(define.Contexts),
        Builds = Words(define.Builds),
        State = define.State,
        Time = Start.AddMinutes(define.Time),
    };

    private ResultRecorded Reported(Report report) => new()
    {
        Id = IdOf(report),
        Subject = SubjectOf(report.Subject),
        Testcase = report.Testcase,
        Scenario = report.Scenario,
        Arch = report.Arch,
        Outcome = report.Outcome,
        SubmitTime = report.Submitted is { } minutes ? Start.AddMinutes(minutes) : Now,
    };

    private WaiverRecorded Waived(Waive waive) => new()
    {
        Id = IdOf(waive),
        Subject = SubjectOf(waive.Subject),
        Testcase = waive.Testcase,
        Scenario = waive.Scenario,
        Arch = waive.Arch,
        ProductVersion = waive.ProductVersion,
        Waived = waive.Waived,
        Comment = "known",
        Username = "kparal",
        Time = waive.Time is { } minutes ? Start.AddMinutes(minutes) : Now,
    };

    // The same whenever it comes; a deed that is done again is another result.
    private Guid IdOf(Deed deed) => Ids.Version5($"{deed} {repeats[deed] = repeats.GetValueOrDefault(deed) + 1}");

    private static PolicySetInForce Set(string yaml, NoPolicy noPolicy)
    {
        var (set, errors) = PolicyReader.Read([new PolicyFile("policies.yaml", yaml)], PolicySettings.Default with { NoPolicy = noPolicy });
        return set?.InForce() ?? throw new InvalidOperationException(string.Join("; ", errors));
    }

    private static Subject SubjectOf(string name) => Nvr.TryParse(name, out _) ? Subject.OfBuild(name) : Subject.OfUpdate(name);

    private static string[] Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
