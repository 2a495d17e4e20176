using System.Text.Json.Nodes;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>A timeline in plain words.</summary>
internal sealed class ToldTests
{
    [TestCase("""{"type": "gate_opened", "revision": 2, "summary": "10 requirements"}""", "waiting", "The gate opened", "revision 2", "10 requirements")]
    [TestCase("""{"type": "gate_first_failure", "summary": "1 failed"}""", "failed", "First failure was said", "", "1 failed")]
    [TestCase("""{"type": "gate_completed", "verdict": "info", "reason": "essential_received", "summary": "s"}""", "info", "Verdict: info",
        "because everything essential has arrived, and the policies wait for no more", "s")]
    [TestCase("""{"type": "gate_changed", "verdict": "passed", "reason": "waiver", "summary": "s"}""", "passed", "Verdict is now passed", "because a waiver, its withdrawal or its end changed what was said before", "s")]
    [TestCase("""{"type": "gate_closed", "reason": "shipped"}""", "closed", "The gate closed", "because the update was shipped", null)]
    [TestCase("""{"type": "deadline_passed"}""", "waiting", "The deadline passed", "", null)]
    [TestCase("""{"type": "policy_set_in_force", "hash": "sha256:1"}""", "info", "Policies came into force", "sha256:1", null)]
    [TestCase("""{"type": "update_recorded", "state": "open", "builds": ["a-1-1", "b-1-1"], "title": "t"}""", "info", "The update was defined", "with 2 builds", "t")]
    [TestCase("""{"type": "update_recorded", "builds": ["a-1-1"]}""", "info", "The update was defined", "with 1 build", null)]
    [TestCase("""{"type": "update_recorded", "state": "withdrawn"}""", "info", "The update was defined", "as withdrawn", null)]
    [TestCase("""{"type": "result_recorded", "testcase": "dist.depcheck", "outcome": "FAILED", "arch": "i386", "subject": {"type": "koji_build", "id": "a-1-1"}, "note": "n"}""",
        "failed", "dist.depcheck FAILED", "on i386 for a-1-1", "n")]
    [TestCase("""{"type": "waiver_recorded", "waived": true, "testcase": "t", "username": "mjw", "subject": {"id": "a-1-1"}, "comment": "c"}""",
        "waived", "A waiver was given", "by mjw for t of a-1-1", "c")]
    [TestCase("""{"type": "waiver_recorded", "waived": false, "testcase": "t", "arch": "i386", "username": "mjw", "subject": {"id": "a-1-1"}, "comment": "c"}""",
        "waived", "A waiver was withdrawn", "by mjw for t on i386 of a-1-1", "c")]
    [TestCase("""{"type": "gate_first_error", "summary": "1 errored"}""", "errored", "First error was said", "", "1 errored")]
    [TestCase("""{"type": "gate_completed", "verdict": "passed", "reason": "waived", "summary": "s"}""", "passed", "Verdict: passed", "because what had not arrived was waived", "s")]
    [TestCase("""{"type": "gate_released", "released": true}""", "passed", "An operator let the gate go", "", null)]
    [TestCase("""{"type": "gate_released", "released": false}""", "waiting", "The release was taken back", "", null)]
    [TestCase("""{"type": "policy_set_in_force", "hash": "sha256:1", "released": true}""", "info", "Policies were put in force by an operator", "sha256:1", null)]
    [TestCase("""{"type": "waiver_expired", "testcase": "t", "subject": {"id": "a-1-1"}}""", "waived", "A waiver's time was over", "for t of a-1-1", null)]
    [TestCase("""{"type": "waiver_recorded", "waived": true, "testcase": "t", "username": "mjw", "subject": {"id": "a-1-1"}, "comment": "c", "expires": "2026-12-01T00:00:00Z"}""",
        "waived", "A waiver was given", "by mjw for t of a-1-1 until 2026-12-01T00:00:00Z", "c")]
    [TestCase("""{"type": "message_rejected", "reasons": [{"field": "outcome", "message": "m"}, {"field": "", "message": "n"}], "about": {"testcase": "t", "outcome": null, "subjects": [{"id": "a-1-1"}]}}""",
        "info", "A result was refused", "of t for a-1-1", "outcome: m; n")]
    [TestCase("""{"type": "message_rejected", "conflict": true, "about": {"testcase": "t", "outcome": "FAILED", "subjects": [{"id": "a-1-1"}]}}""",
        "errored", "A result was refused: its id names another one", "of t FAILED for a-1-1", null)]
    [TestCase("""{"type": "update_recorded", "state": "open", "builds": ["a-1-1"], "taken_up": false}""", "info", "An older definition was not taken up", "with 1 build", null)]
    [TestCase("""{"type": "update_recorded", "builds": ["a-1-1"], "subjects": [{}, {}]}""", "info", "The update was defined", "with 1 build and 2 other subjects", null)]
    [TestCase("""{"type": "update_recorded", "subjects": [{}]}""", "info", "The update was defined", "with 1 subject", null)]
    [TestCase("""{"type": "of_tomorrow"}""", "info", "of_tomorrow", "", null)]
    public void Each_kind_of_event_is_told(string item, string shape, string what, string detail, string? said)
    {
        var told = Told.Of(JsonNode.Parse(item)!.AsObject(), Outcomes.Standard);

        Assert.That((told.Shape, told.What, told.Detail, told.Said), Is.EqualTo((shape, what, detail, said)));
    }

    [Test]
    public void Who_brought_it_when_and_where_more_can_be_read_are_told_of_each()
    {
        var told = Told.Of(JsonNode.Parse("""{"type": "result_recorded", "sequence": 7, "at": "2026-11-22T10:00:00Z", "user_id": "bearer", "ref_url": "https://ci.example.org/"}""")!.AsObject(), Outcomes.Standard);

        Assert.That((told.At, told.Sequence, told.By, told.Log), Is.EqualTo(((DateTimeOffset?)Facts.Epoch, "7", "bearer", "https://ci.example.org/")));
    }

    [TestCase("CRASHED", "failed")]
    [TestCase("BOOTING", "running")]
    [TestCase("NOBODY_DECLARES_IT", "errored")]
    public void An_outcome_is_drawn_as_its_kind(string outcome, string shape)
    {
        var words = Outcomes.With([new("CRASHED", OutcomeKind.Fail), new("BOOTING", OutcomeKind.Running)]);

        Assert.That(Told.Of(new JsonObject { ["type"] = "result_recorded", ["outcome"] = outcome }, words).Shape, Is.EqualTo(shape));
    }

    [TestCase("""{"type": "waiver_recorded", "username": "mjw", "user_id": null, "vouched": false}""", true)]
    [TestCase("""{"type": "waiver_recorded", "username": "mjw", "user_id": "mjw", "vouched": true}""", false)]
    [TestCase("""{"type": "result_recorded", "user_id": null}""", false)]
    public void That_nobody_vouched_for_who_did_it_is_told(string item, bool unvouched) =>
        Assert.That(Told.Of(JsonNode.Parse(item)!.AsObject(), Outcomes.Standard).Unvouched, Is.EqualTo(unvouched));

    [TestCase("{}")]
    [TestCase("""{"type": 5, "sequence": null, "at": "yesterday", "subject": "glibc", "builds": {}}""")]
    [TestCase("""{"type": "gate_completed", "verdict": null, "reason": "of_tomorrow"}""")]
    [TestCase("""{"type": "result_recorded", "outcome": 5, "subject": [], "arch": {}}""")]
    [TestCase("""{"type": "update_recorded", "state": [], "builds": 3}""")]
    [TestCase("""{"type": "waiver_recorded", "waived": null, "vouched": 1}""")]
    [TestCase("""{"type": "message_rejected", "about": {"subjects": {}}, "reasons": [1, {"field": 2}]}""")]
    public void What_an_older_or_newer_version_wrote_is_told_as_far_as_it_is_known(string item) =>
        Assert.That(() => Told.Of(JsonNode.Parse(item)!.AsObject(), Outcomes.Standard), Throws.Nothing);

    [Test]
    public void Every_stored_event_of_a_timeline_is_known_by_name()
    {
        var types = new[]
        {
            typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(PolicySetInForce), typeof(DeadlinePassed),
            typeof(WaiverExpired), typeof(MessageRejected), typeof(GateReleased), typeof(GateOpened), typeof(GateFirstFailure), typeof(GateFirstError), typeof(GateCompleted), typeof(GateChanged), typeof(GateClosed),
        }.Select(StoredEvents.NameOf);

        Assert.That(types.Where(type => Told.Of(new JsonObject { ["type"] = type }, Outcomes.Standard).What == type), Is.Empty);
    }
}
