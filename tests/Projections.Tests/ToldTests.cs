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
    [TestCase("""{"type": "gate_changed", "verdict": "passed", "reason": "waiver", "summary": "s"}""", "passed", "Verdict is now passed", "because a waiver, or its withdrawal, changed what was said before", "s")]
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
    [TestCase("""{"type": "of_tomorrow"}""", "info", "of_tomorrow", "", null)]
    public void Each_kind_of_event_is_told(string item, string shape, string what, string detail, string? said)
    {
        var told = Told.Of(JsonNode.Parse(item)!.AsObject());

        Assert.That((told.Shape, told.What, told.Detail, told.Said), Is.EqualTo((shape, what, detail, said)));
    }

    [Test]
    public void Who_brought_it_when_and_where_more_can_be_read_are_told_of_each()
    {
        var told = Told.Of(JsonNode.Parse("""{"type": "result_recorded", "sequence": 7, "at": "2026-11-22T10:00:00Z", "user_id": "bearer", "ref_url": "https://ci.example.org/"}""")!.AsObject());

        Assert.That((told.At, told.Sequence, told.By, told.Log), Is.EqualTo(((DateTimeOffset?)Facts.Epoch, "7", "bearer", "https://ci.example.org/")));
    }

    [TestCase("{}")]
    [TestCase("""{"type": 5, "sequence": null, "at": "yesterday", "subject": "glibc", "builds": {}}""")]
    [TestCase("""{"type": "gate_completed", "verdict": null, "reason": "of_tomorrow"}""")]
    [TestCase("""{"type": "result_recorded", "outcome": 5, "subject": [], "arch": {}}""")]
    [TestCase("""{"type": "update_recorded", "state": [], "builds": 3}""")]
    [TestCase("""{"type": "waiver_recorded", "waived": null}""")]
    public void What_an_older_or_newer_version_wrote_is_told_as_far_as_it_is_known(string item) =>
        Assert.That(() => Told.Of(JsonNode.Parse(item)!.AsObject()), Throws.Nothing);

    [Test]
    public void Every_stored_event_of_a_timeline_is_known_by_name()
    {
        var types = new[]
        {
            typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(PolicySetInForce), typeof(DeadlinePassed),
            typeof(GateOpened), typeof(GateFirstFailure), typeof(GateCompleted), typeof(GateChanged), typeof(GateClosed),
        }.Select(StoredEvents.NameOf);

        Assert.That(types.Where(type => Told.Of(new JsonObject { ["type"] = type }).What == type), Is.Empty);
    }
}
