using System.Text.Json;

namespace Gatehouse.Contracts.Tests;

/// <summary>What is stored can never change. Where one of these fails, the code is wrong and not the test.</summary>
internal sealed class StoredEventsTests
{
    [Test]
    public void Names_are_for_ever() => Assert.That(
        StoredEvents.All.Select(StoredEvents.NameOf),
        Is.EquivalentTo(
        [
            "result_recorded", "update_recorded", "waiver_recorded", "message_rejected", "rejection_settled", "policy_set_in_force", "deadline_passed",
            "gate_opened", "gate_first_failure", "gate_completed", "gate_changed", "gate_closed",
            "edition_in_force", "gate_released", "waiver_expired", "gate_first_error", "fact_redacted",
        ]));

    [Test]
    public void Streams_are_for_ever() => Assert.Multiple(() =>
    {
        Assert.That(Streams.Policies, Is.EqualTo("policies"));
        Assert.That(Streams.Gate("FEDORA-2026-1a2b3c", "push_stable"), Is.EqualTo("gate/FEDORA-2026-1a2b3c/push_stable"));
        Assert.That(Streams.Ingest(new Guid("0197F3A2-6C1E-7D58-9B53-0C7D0F6F5A11")), Is.EqualTo("ingest/0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11"));
    });

    [Test]
    public void Ids_of_events_are_for_ever() => Assert.Multiple(() =>
    {
        Assert.That(Older<ResultRecorded>().EventId(), Is.EqualTo(new Guid("4ec86b52-628a-5b6c-b159-93e252e44acb")));
        Assert.That(Older<UpdateRecorded>().EventId(), Is.EqualTo(new Guid("5cc70fce-cef9-568d-8757-40303d85f1a0")));
        Assert.That(Older<WaiverRecorded>().EventId(), Is.EqualTo(new Guid("a6439fcd-9db2-5b75-bf88-eb51e6267ad0")));
        Assert.That(Older<RejectionSettled>().EventId(), Is.EqualTo(new Guid("8ca5d840-399f-5a89-b312-ffc5a1a9dc36")));
        Assert.That(Older<DeadlinePassed>().EventId(), Is.EqualTo(new Guid("f801959a-547c-52b4-8ffb-6411a3ff17f6")));
        Assert.That(Older<GateOpened>().EventId(), Is.EqualTo(new Guid("9d480aa8-eb32-5ec4-bbf6-3cebae8b5870")));
        Assert.That(Older<GateFirstFailure>().EventId(), Is.EqualTo(new Guid("4f41f644-8a32-5190-8de4-c1899f002143")));
        Assert.That(Older<GateCompleted>().EventId(), Is.EqualTo(new Guid("8f788cda-0ba1-5306-a4d7-f7a43fb9f577")));
        Assert.That(Older<GateChanged>().EventId(), Is.EqualTo(new Guid("118f17e5-44ec-55aa-af66-6f231c256390")));
        Assert.That(Older<GateClosed>().EventId(), Is.EqualTo(new Guid("2a620250-ad6f-51dc-b0b9-c9baaa571aee")));
    });

    [Test]
    public void Ids_of_events_that_the_second_edition_added_are_for_ever() => Assert.Multiple(() =>
    {
        Assert.That(Read<EditionInForce>().EventId(), Is.EqualTo(new Guid("096cd18b-d256-5f95-85e7-e081c174214d")));
        Assert.That(Read<WaiverExpired>().EventId(), Is.EqualTo(new Guid("94ba8e73-93c4-5b94-90a2-e9a38e44e2e8")));
        Assert.That(Read<GateFirstError>().EventId(), Is.EqualTo(new Guid("add42e66-859a-512d-9084-205d04e82e46")));
    });

    [Test]
    public void A_deadline_that_is_noted_again_under_another_edition_is_an_event_of_its_own() => Assert.That(
        Older<DeadlinePassed>().Again().EventId(),
        Is.EqualTo(new Guid("b2605531-4308-56a8-87cd-0e64b6407ef2")));

    [Test]
    public void What_the_version_of_the_log_can_hold_is_for_ever() => Assert.That(
        (StoredEvents.Version, StoredEvents.All.Count), Is.EqualTo((2, 17)),
        "a new kind of event is a new version (rule 16)");

    [Test]
    public void An_event_that_has_more_to_say_keeps_its_id() => Assert.Multiple(() =>
    {
        Assert.That(Read<DeadlinePassed>().EventId(), Is.EqualTo(Older<DeadlinePassed>().EventId()));
        Assert.That(Read<WaiverRecorded>().EventId(), Is.EqualTo(Older<WaiverRecorded>().EventId()));
        Assert.That(Read<RejectionSettled>().EventId(), Is.EqualTo(Older<RejectionSettled>().EventId()));
        Assert.That(Read<GateCompleted>().EventId(), Is.EqualTo(Older<GateCompleted>().EventId()));
    });

    [Test]
    public void Hashes_of_content_are_for_ever() => Assert.Multiple(() =>
    {
        Assert.That(ContentHash.Of(Older<ResultRecorded>()), Is.EqualTo("kmHGsk7FEYX32IAWzAbMFw"));
        Assert.That(ContentHash.Of(Older<WaiverRecorded>()), Is.EqualTo("gOWIE2fhRL3j8a0li9fgRA"));
    });

    [Test]
    public void An_older_event_that_kept_its_hash_reads_as_the_same()
    {
        var older = ContractFiles.Sample("1.0/stored.result_recorded").TrimEnd().TrimEnd('}') + """, "content_hash": "kmHGsk7FEYX32IAWzAbMFw" }""";
        Assert.That(ContentHash.Same(JsonSerializer.Deserialize<ResultRecorded>(older, Json.Stored)!, Older<ResultRecorded>()));
    }

    [Test]
    public void A_field_that_an_older_event_lacks_reads_as_null()
    {
        const string opened = """
            { "statement": { "alias": "A", "revision": 1, "decision_context": "c", "product_version": "p", "summary": "", "policies": [],
              "opened_at": "2026-11-22T10:00:00Z", "decided_at": "2026-11-22T10:00:00Z", "builds": [{ "nvr": "a-1-1" }], "unsatisfied": [], "waived": [], "truncated": false,
              "counts": { "requirements": 0, "passed": 0, "failed": 0, "errored": 0, "running": 0, "missing": 0, "waived": 0 } }, "position": 1, "policy_set": "s", "later": 1 }
            """;
        var read = JsonSerializer.Deserialize<GateOpened>(opened, Json.Stored)!.Statement;
        Assert.That(
            (read.Verdict, read.PreviousVerdict, read.Reason, read.Deadline, read.LateBy, read.Edition),
            Is.EqualTo(((Verdict?)null, (Verdict?)null, (GateReason?)null, (DateTimeOffset?)null, (long?)null, (int?)null)));
    }

    [Test]
    public void A_field_that_every_event_has_must_be_there() =>
        Assert.That(() => JsonSerializer.Deserialize<UpdateRecorded>("""{ "alias": "A", "state": "open" }""", Json.Stored), Throws.TypeOf<JsonException>());

    private static T Read<T>() => JsonSerializer.Deserialize<T>(ContractFiles.Sample($"stored.{StoredEvents.NameOf(typeof(T))}"), Json.Stored)!;

    private static T Older<T>() => JsonSerializer.Deserialize<T>(ContractFiles.FirstEditionJson($"stored.{StoredEvents.NameOf(typeof(T))}"), Json.Stored)!;
}
