using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// What the first edition said is taken as said; the second judges what waits at once, and the rest when a fact
/// concerns it (rule 16).
/// </summary>
internal sealed class FirstEditionTests
{
    private const string Build = "glibc-2.42-7.fc44";
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly PolicyFile Policies =
        new("one.yaml", "id: one\ntimeout: 8h\nchecks: [{ testcase: depcheck }, { testcase: rpmlint }]");

    private Workspace states = new();
    private List<string> said = [];
    private long position;

    [Test]
    public void What_waits_waits_on_to_its_deadline_is_warned_of_and_completes_by_the_next_fact_only()
    {
        Given(InForce(), Defined(), Opened(), Result("depcheck", "FAILED"), Result("rpmlint", "PASSED"));

        Hear(new EditionInForce(2));

        Assert.That(said, Is.EqualTo(new[] { "GateFirstFailure" }), "the first edition had not told of it; no verdict");
        Assert.That((View.Status, View.Deadline, View.Edition),
            Is.EqualTo((GateStatus.Waiting, (DateTimeOffset?)Start.AddHours(3), 2)));
        Hear(Result("rpmlint", "PASSED"));
        Assert.That(said, Is.EqualTo(new[] { "GateFirstFailure", "GateCompleted" }));
        Assert.That((View.Status, View.Reason), Is.EqualTo((GateStatus.Failed, (GateReason?)GateReason.AllReceived)));
    }

    [Test]
    public void One_whose_deadline_was_noted_and_not_decided_by_waits_on_and_completes_when_it_is_noted_again()
    {
        var passed = new DeadlinePassed("U1", "push_stable", 1, Start.AddHours(3));
        Given(InForce(), Defined(), Opened(), Result("depcheck", "PASSED"), passed);

        Hear(new EditionInForce(2));
        Assert.That((said.Count, View.Status), Is.EqualTo((0, GateStatus.Waiting)), "the change alone completes none");

        Hear(passed.Again());

        Assert.That(said, Is.EqualTo(new[] { "GateCompleted" }));
        Assert.That((View.Status, View.Reason, View.Edition),
            Is.EqualTo((GateStatus.Failed, (GateReason?)GateReason.Deadline, 2)));
    }

    [Test]
    public void A_first_failure_that_was_said_is_not_said_again()
    {
        Given(InForce(), Defined(), Opened(), Result("depcheck", "FAILED"), FirstFailure());

        Hear(new EditionInForce(2));

        Assert.That(said, Is.Empty);
        Assert.That(View.Counts.Failed, Is.EqualTo(1));
    }

    [Test]
    public void A_verdict_is_kept_and_shown_as_it_was_said_until_a_fact_concerns_it()
    {
        // By the results alone it would have failed: it never hears that the change of edition is a reason.
        Given(InForce(), Defined(), Opened(), Result("depcheck", "FAILED"), Completed());

        Hear(new EditionInForce(2));
        Hear(Result("unasked", "PASSED"));

        Assert.That(said, Is.Empty);
        Assert.That((View.Status, View.Summary, View.Edition), Is.EqualTo((GateStatus.Passed, "as it said", 1)));
        Hear(Result("rpmlint", "PASSED"));
        Assert.That(said, Is.EqualTo(new[] { "GateChanged" }));
        Assert.That((View.Status, View.PreviousVerdict, View.Edition),
            Is.EqualTo((GateStatus.Failed, (Verdict?)Verdict.Passed, 2)));
    }

    [Test]
    public void An_edit_concerns_it_too()
    {
        Given(InForce(), Defined(), Opened(), Result("depcheck", "FAILED"), Completed(), new EditionInForce(2));

        Hear(Defined() with { Title = "another", Time = Start.AddMinutes(90) });

        Assert.That(said, Is.EqualTo(new[] { "GateChanged" }));
        Assert.That((View.Edition, View.DefinitionTime), Is.EqualTo((2, (DateTimeOffset?)Start.AddMinutes(90))));
    }

    [Test]
    public void One_that_is_closed_after_that_is_shown_closed_with_the_verdict_it_had()
    {
        Given(InForce(), Defined(), Opened(), Completed(), new EditionInForce(2));

        Hear(Defined() with { State = UpdateState.Shipped, Time = Start.AddMinutes(90) });

        Assert.That(said, Is.EqualTo(new[] { "GateClosed" }));
        Assert.That((View.Status, View.Verdict), Is.EqualTo((GateStatus.Closed, (Verdict?)Verdict.Passed)));
    }

    [Test]
    public void Refused_results_are_shown_on_a_verdict_that_is_kept()
    {
        Given(InForce(), Defined(), Opened(), Completed(), new EditionInForce(2));

        Hear(new MessageRejected
        {
            Id = Guid.NewGuid(),
            Kind = Kinds.Result,
            Reasons = [new Reason("note", "expected text")],
            ReceivedAt = Start.AddHours(1),
            Exchange = "gatehouse.results",
            RoutingKey = "",
            About = new RejectedResult(
                [Subject.OfBuild(Build)], "depcheck", null, [null], null, "FAILED", Start.AddHours(1)),
            Conflict = false,
            Size = 100,
            Truncated = false,
        });

        Assert.That((said.Count, View.Status, View.Edition, View.Rejections), Is.EqualTo((0, GateStatus.Passed, 1, 1)));
    }

    [Test]
    public void A_set_that_says_what_the_first_edition_could_say_has_the_hash_that_it_had_there()
    {
        var settings = new PolicySettings(NoPolicy.Pass, TimeSpan.FromHours(8), TimeSpan.FromMinutes(30));
        var set = PolicySet.Of([new("a.yaml", "id: a")], [], settings, Vocabulary.Default);
        var others = settings with { DefaultTimeout = TimeSpan.FromHours(9) };
        var other = PolicySet.Of(set.Files, [], others, Vocabulary.Default);

        // As that edition made it: of each file's name and text and the one setting that it had, with their lengths.
        Assert.That(set.Hash, Is.EqualTo(HashOf("a.yaml", "id: a", "Pass")));
        Assert.That(other.Hash, Is.Not.EqualTo(set.Hash));
    }

    private GateView View => Speech.View(states.Gate(Workspace.KeyOf("U1", "push_stable")));

    private static string HashOf(params string[] texts)
    {
        var bytes = texts.Select(System.Text.Encoding.UTF8.GetBytes)
            .SelectMany(text => BitConverter.GetBytes(text.Length).Concat(text)).ToArray();
        return "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
    }

    private void Given(params object[] log)
    {
        (position, said) = (0, []);
        states = Workspace.Of(null, edition: 1);
        foreach (var fact in log)
        {
            Hear(fact);
        }

        Assert.That(said, Is.Empty, "nothing of the first edition is said again");
    }

    private void Hear(object data)
    {
        var fact = new Fact(++position, Start.AddMinutes(position), null, data);
        said.AddRange(new GateFold(states).Apply(fact)
            .Select(saying => Log.SpeechOf(saying, states.PartsOf(saying.Key)).GetType().Name));
    }

    private static PolicySetInForce InForce() => new("sha256:1", [Policies], "pass");

    private static UpdateRecorded Defined() => new()
    {
        Alias = "U1",
        ProductVersion = "fedora-44",
        DecisionContexts = ["push_stable"],
        Builds = [Build],
        State = UpdateState.Open,
        Time = Start,
    };

    private static ResultRecorded Result(string testcase, string outcome) => new()
    {
        Id = Guid.NewGuid(),
        Subject = Subject.OfBuild(Build),
        Testcase = testcase,
        Outcome = outcome,
        SubmitTime = Start.AddMinutes(2),
    };

    private static GateOpened Opened() =>
        new() { Statement = Statement(missing: 2, failed: 0), Position = 2, PolicySet = "sha256:1" };

    private static GateFirstFailure FirstFailure() => new()
    {
        Statement = Statement(missing: 1, failed: 1) with { Verdict = Verdict.Failed },
        Position = 4,
        PolicySet = "sha256:1",
    };

    private static GateCompleted Completed() => new()
    {
        Statement = Statement(missing: 0, failed: 0) with
        {
            Verdict = Verdict.Passed,
            Reason = GateReason.AllReceived,
            Summary = "as it said",
        },
        Position = 4,
        PolicySet = "sha256:1",
    };

    // Its deadline is not what the policy would make of it: what was said holds.
    private static GateStatement Statement(int missing, int failed) => new()
    {
        Alias = "U1",
        Revision = 1,
        DecisionContext = "push_stable",
        ProductVersion = "fedora-44",
        Verdict = null,
        PreviousVerdict = null,
        Reason = null,
        Summary = "",
        Policies = [new PolicyReference("one", "sha256:2")],
        OpenedAt = Start.AddMinutes(2),
        Deadline = Start.AddHours(3),
        DecidedAt = Start.AddMinutes(2),
        Counts = new GateCounts(2, 2 - missing - failed, failed, 0, 0, missing, 0),
        Builds = [new BuildVerdict(Build, null)],
        Unsatisfied = [],
        Waived = [],
        Truncated = false,
    };
}
