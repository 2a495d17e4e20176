using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>The worked case of the contract, every branch: exactly the messages it names, each with all its fields.</summary>
internal sealed class WorkedCase
{
    private const string Opened = "gate.push_stable.opened";
    private const string FirstFailure = "gate.push_stable.first_failure";
    private static readonly TimeSpan EightHours = TimeSpan.FromHours(8);
    private static readonly Check DepcheckI386 = TestUpdate.Depcheck("i386");

    private Suite suite = null!;
    private ForeignClient client = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());

    [Test]
    public async Task Ten_passes_make_one_passed_and_nothing_is_said_before_the_tenth()
    {
        var (update, board) = await OpenAsync();
        var results = Everything(board, update);
        await client.RecordAsync(results[..9]);
        await client.FallSilentAsync();
        GateMessages.AreExactly(client.Subscriber.Of(update.Alias), Opened);

        await client.RecordAsync(results[9]);
        await client.FallSilentAsync();

        var said = client.Subscriber.Of(update.Alias);
        GateMessages.AreExactly(said, Opened, "gate.push_stable.complete.passed");
        Says(said[1], board, "gate.complete", "passed", reason: "all_received");
        var last = await client.Subscriber.UntilAsync(m => m.Announces(results[9].MessageId!), "the tenth result");
        Assert.That((string)said[1].Body["decided_at"]!, Is.EqualTo((string)last.Body["recorded_at"]!), "decided by the tenth result");
    }

    [Test]
    public async Task A_failure_of_rpmlint_makes_info()
    {
        var (update, board) = await OpenAsync();

        await client.RecordAsync(Everything(board, update, (b, c) => b == 1 && c == TestUpdate.Rpmlint ? "FAILED" : "PASSED"));
        await client.FallSilentAsync();

        var said = client.Subscriber.Of(update.Alias);
        GateMessages.AreExactly(said, Opened, "gate.push_stable.complete.info");
        Says(said[1], board, "gate.complete", "info", reason: "all_received");
    }

    [Test]
    public async Task A_failure_of_depcheck_is_said_at_once_and_in_the_end_and_a_re_run_that_passes_changes_it()
    {
        var (update, board) = await OpenAsync();

        await client.PublishAndHearAsync(board.Report(1, DepcheckI386, "FAILED"), m => m.RoutingKey == FirstFailure && m.Alias == update.Alias);
        Says(client.Subscriber.Of(update.Alias)[1], board, "gate.first_failure", "failed");

        await client.RecordAsync(Everything(board, update, (b, c) => b == 1 && c == DepcheckI386 ? null : "PASSED"));
        await client.FallSilentAsync();
        var said = client.Subscriber.Of(update.Alias);
        GateMessages.AreExactly(said, Opened, FirstFailure, "gate.push_stable.complete.failed");
        Says(said[2], board, "gate.complete", "failed", reason: "all_received");

        await client.RecordAsync(board.Report(1, DepcheckI386, "PASSED"));
        await client.FallSilentAsync();
        said = client.Subscriber.Of(update.Alias);
        GateMessages.AreExactly(said, Opened, FirstFailure, "gate.push_stable.complete.failed", "gate.push_stable.changed.passed");
        Says(said[3], board, "gate.changed", "passed", previous: "failed", reason: "result");

        var again = board.Report(1, DepcheckI386, "PASSED");
        await client.RecordAsync(again);
        await client.FallSilentAsync();
        Assert.That(client.Subscriber.Of(update.Alias), Has.Count.EqualTo(4), "nothing more is said of the update");
        var announced = await client.Subscriber.UntilAsync(m => m.Announces(again.MessageId!), "the second pass");
        Assert.That((bool)announced.Body["duplicate"]!);
        Assert.That((string?)announced.Headers["duplicate"], Is.EqualTo("true"));
        Assert.That((string?)announced.Body["previous_outcome"], Is.EqualTo("PASSED"));
        Assert.That((int)announced.Body["times_seen"]!, Is.EqualTo(3));
    }

    [Test]
    public async Task An_arch_that_never_reports_is_named_for_both_builds_when_time_is_up()
    {
        var timeout = TimeSpan.FromSeconds(8);
        var (update, board) = await OpenAsync("hasty-1", "hasty", timeout);
        await client.RecordAsync(Everything(board, update, (_, c) => c.Arch == "armhfp" ? null : "PASSED"));

        await client.Subscriber.UntilAsync(m => m.Alias == update.Alias && m.Type == "gate.complete", "the deadline to be acted on");
        await client.FallSilentAsync();

        var said = client.Subscriber.Of(update.Alias);
        GateMessages.AreExactly(said, Opened, "gate.push_stable.complete.failed");
        said[1].Says(board.Expect("gate.complete", "failed", reason: "deadline"), timeout, suite.Endpoints.Http);
        Assert.That(said[1].Body["unsatisfied"]!.AsArray().Select(r => ((string)r!["subject"]!["id"]!, (string)r["arch"]!, (string)r["answer"]!)),
            Is.EqualTo(update.Builds.Select(nvr => (nvr, "armhfp", "missing"))));
        // A second is promised; the rest is for a machine that has more to do.
        Assert.That(Must.Time(said[1].Body["decided_at"]) - Must.Time(said[1].Body["deadline"]), Is.InRange(TimeSpan.Zero, TimeSpan.FromSeconds(3)));
    }

    private async Task<(TestUpdate Update, Board Board)> OpenAsync(string productVersion = "fedora-44", string policy = "fedora-stable", TimeSpan? timeout = null)
    {
        var update = TestUpdate.New(productVersion, builds: 2);
        var board = new Board(update, policy, TestUpdate.WorkedCase);
        var opened = await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        Assert.That(opened.RoutingKey, Is.EqualTo(Opened));
        opened.Says(board.Expect("gate.opened", null), timeout ?? EightHours, suite.Endpoints.Http);
        return (update, board);
    }

    private static List<Outgoing> Everything(Board board, TestUpdate update, Func<int, Check, string?>? outcome = null) =>
    [
        .. from build in Enumerable.Range(0, update.Builds.Count)
           from check in TestUpdate.WorkedCase
           let word = outcome is null ? "PASSED" : outcome(build, check)
           where word is not null
           select board.Report(build, check, word),
    ];

    private void Says(Heard message, Board board, string type, string verdict, string? previous = null, string? reason = null) =>
        message.Says(board.Expect(type, verdict, previous, reason), EightHours, suite.Endpoints.Http);
}
