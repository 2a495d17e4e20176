using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>What a batch adds to the log, and what it is told.</summary>
public class BatchPlanTests
{
    private static readonly string Other = Doorstep.Result.With("outcome", "\"FAILED\"");
    private static readonly string Another = Doorstep.Result.With("id", "\"another\"");

    private readonly Dictionary<Guid, LogEntry> log = [];

    [SetUp]
    public void Empty_log() => log.Clear();

    [Test]
    public void Adds_in_the_order_of_arrival_valid_and_refused_alike() =>
        Assert.That(Added(Result(Doorstep.Result), Result("garbage"), Result(Another)).Select(e => e.GetType()),
            Is.EqualTo(new[] { typeof(ResultRecorded), typeof(MessageRejected), typeof(ResultRecorded) }));

    [Test]
    public void The_same_again_adds_nothing_and_is_told_the_first_place()
    {
        var first = Record(Result(Doorstep.Result));
        var again = Record(Result(Doorstep.Result.With("color", "\"unknown\"")));

        Assert.That((first, again), Is.EqualTo((
            (Receipt)new Receipt.Recorded(log.Values.Single().Event, 1, Repeated: false), (Receipt)new Receipt.Recorded(log.Values.Single().Event, 1, Repeated: true))));
    }

    [Test]
    public void The_same_twice_in_one_batch_is_added_once() =>
        Assert.That(Added(Result(Doorstep.Result), Result(Doorstep.Result)), Has.Count.EqualTo(1));

    [Test]
    public void Other_content_under_the_same_id_is_a_conflict_and_the_first_stays([Values] bool inOneBatch)
    {
        Arrival first = Result(Doorstep.Result), second = Result(Other, "m-2");
        if (!inOneBatch)
        {
            Record(first);
        }

        var plan = BatchPlan.Of(inOneBatch ? [first, second] : [second], log);

        Assert.Multiple(() =>
        {
            Assert.That(plan.Receipts()[^1], Is.InstanceOf<Receipt.Refused>().With.Property("IsConflict").True);
            Assert.That(plan.Additions[^1].Entry.Event, Is.InstanceOf<MessageRejected>().With.Property("Reasons").With.Exactly(1).Property("Field").EqualTo("id"));
        });
    }

    [Test]
    public void A_conflict_is_a_kind_of_its_own_and_says_what_it_is_about()
    {
        Record(Result(Doorstep.Result));

        var rejected = (MessageRejected)Added(Result(Other, "m-2")).Single();

        Assert.That((rejected.Conflict, rejected.About!.Outcome, rejected.About.Testcase),
            Is.EqualTo((true, "FAILED", "dist.depcheck")));
        Assert.That(
            ((MessageRejected)Added(Result(Doorstep.Result.With("outcome", "\"GREEN\""), "m-3")).Single()).Conflict,
            Is.False);
    }

    [Test]
    public void A_text_that_another_publisher_or_cell_has_is_no_conflict()
    {
        Record(Result(Doorstep.Result.With("id", "\"77\"")));

        Assert.That(Record(Result(Other.With("id", "\"77\"").With("subject.id", "\"gcc-1-1\""))),
            Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").False);
        Assert.That(
            Record(Doorstep.Arrival(Doorstep.Delivery(Kinds.Result, Other.With("id", "\"77\""), user: "beaker"))),
            Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").False);
        Assert.That(Record(Result(Other.With("id", "\"77\""))),
            Is.InstanceOf<Receipt.Refused>().With.Property("IsConflict").True);
    }

    [Test]
    public void A_text_on_record_under_its_first_name_is_a_repeat([Values] bool timeless)
    {
        var json = timeless ? Another.Without("submit_time") : Another;
        var first = Former(json);

        Assert.That(Record(Result(json)),
            Is.EqualTo(new Receipt.Recorded(first.Event, first.Sequence, Repeated: true)));
    }

    [TestCase("outcome", "\"FAILED\"")]
    [TestCase("subject.id", "\"gcc-1-1\"")]
    [TestCase("submit_time", "\"2026-11-22T11:00:00Z\"")]
    public void A_first_name_of_another_cell_or_content_is_no_obstacle(string path, string value)
    {
        Former(Another);

        Assert.That(Record(Result(Another.With(path, value))),
            Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").False);
    }

    [Test]
    public void Another_text_that_happens_to_have_that_name_is_no_repeat()
    {
        var first = Former(Another, sourceId: "a text that is another");

        Assert.That(Record(Result(Another)),
            Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").False
                .And.Property("Event").Not.EqualTo(first.Event));
    }

    [Test]
    public void Both_names_are_looked_for_and_the_first_only_of_texts() =>
        Assert.Multiple(() =>
        {
            var named = (Admission.Admitted)Result(Another).Admission;
            Assert.That(BatchPlan.Of([Result(Another)], log).ReliesOnNone,
                Is.EquivalentTo(new[] { named.EventId, Ids.Event(Kinds.Result, Ids.FromText("another").Id) }));
            Assert.That(BatchPlan.Of([Result(Doorstep.Result)], log).ReliesOnNone.Count(), Is.EqualTo(1));
        });

    [Test]
    public void Beside_a_newer_run_of_its_text_an_old_one_comes_again_only_if_its_time_says_so([Values] bool timeless)
    {
        var json = timeless ? Another.Without("submit_time") : Another;
        var first = Former(json);
        Record(Result(json.With("outcome", "\"FAILED\"")));

        Assert.That(Record(Result(json)), timeless
            ? Is.InstanceOf<Receipt.Refused>().With.Property("IsConflict").True
            : Is.EqualTo(new Receipt.Recorded(first.Event, first.Sequence, Repeated: true)));
    }

    [Test]
    public void A_waiver_on_record_under_its_first_name_is_a_repeat_too()
    {
        var first = (WaiverRecorded)((Admission.Admitted)Waiver().Admission).Event;
        Enter(new LogEntry(Ids.Event(Kinds.Waiver, Ids.FromText("w-1").Id),
            first with { Id = Ids.FromText("w-1").Id }));

        Assert.That(Record(Waiver()), Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").True);
    }

    [Test]
    public void A_retried_one_that_is_on_record_under_its_first_name_has_become_that()
    {
        var first = Former(Another);

        Assert.That(((RejectionSettled)Added(Retry(Another)).Single()).Fact, Is.EqualTo(first.Id));
    }

    [Test]
    public void What_the_first_edition_read_otherwise_is_no_conflict_when_it_comes_again()
    {
        var alias = Doorstep.Result.With("subject.type", "\"brew-build\"");
        var recorded = Doorstep.Recorded(alias);
        Enter(new LogEntry(recorded.EventId(),
            recorded with { Subject = recorded.Subject with { Type = "brew-build" }, SentType = null }));
        var older = Doorstep.Result.Without("subject", "arch").With("id", $"\"{Guid.NewGuid()}\"")
            .With("data", """
                { "type": "koji_build", "item": "a-1-1", "system_architecture": ["x86_64"], "system_variant": "Server" }
                """);
        recorded = Doorstep.Recorded(older);
        Enter(new LogEntry(recorded.EventId(), recorded with { Arch = null, Variant = null }));

        Assert.That(Record(Result(alias)), Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").True);
        Assert.That(Record(Result(older)), Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").True);
        Assert.That(Record(Result(older.With("data.system_variant", "\"Client\""))),
            Is.InstanceOf<Receipt.Refused>().With.Property("IsConflict").True);
    }

    [Test]
    public void A_submit_time_that_was_defaulted_makes_no_conflict()
    {
        var timeless = Doorstep.Result.Without("submit_time");
        Record(Result(timeless));

        Assert.That(Record(new Arrival(Later(timeless), Doorstep.Admit(Later(timeless)))), Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").True);
    }

    [Test]
    public void A_rejected_message_that_is_named_is_one_rejection_however_often_it_comes()
    {
        Record(Result("garbage", "m-1"));

        Assert.Multiple(() =>
        {
            Assert.That(Added(Result("garbage", "m-1")), Is.Empty);
            Assert.That(Added(Result("other garbage", "m-1")), Has.Count.EqualTo(1));
            Assert.That(Added(Result("garbage", "m-2")), Has.Count.EqualTo(1));
            Assert.That(Added(Doorstep.Arrival(Doorstep.Delivery(Kinds.Waiver, "garbage", "m-1"))), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void A_rejected_message_without_a_name_is_another_each_time() =>
        Assert.That(Added(Result("garbage"), Result("garbage")), Has.Count.EqualTo(2));

    [Test]
    public void A_redelivered_one_without_a_name_may_be_on_record_and_one_that_is_not_cannot()
    {
        Arrival first = Result("garbage"), again = Doorstep.Arrival(Doorstep.Delivery(Kinds.Result, "garbage", redelivered: true));
        Record(first);
        again.IsTwinOf(first.RejectionId);

        Assert.That((first.CanHaveTwin, again.CanHaveTwin, Added(again).Count), Is.EqualTo((false, true, 0)));
    }

    [Test]
    public void A_refused_request_is_answered_and_not_kept()
    {
        var posted = new Delivery(Kinds.Result, "garbage"u8.ToArray(), Doorstep.Now);

        var plan = BatchPlan.Of([Doorstep.Arrival(posted)], log);

        Assert.That((plan.Additions.Count, plan.Receipts().Single() is Receipt.Refused), Is.EqualTo((0, true)));
    }

    [Test]
    public void The_cut_body_of_a_huge_message_is_told_from_another_by_all_of_it()
    {
        byte[] one = new byte[Limits.Message + 1], two = new byte[Limits.Message + 1];
        two[^1] = 1;
        Arrival first = Doorstep.Arrival(Doorstep.Delivery(Kinds.Result, one, "m")), second = Doorstep.Arrival(Doorstep.Delivery(Kinds.Result, two, "m"));

        Assert.Multiple(() =>
        {
            Assert.That(first.Delivery.Body.Length, Is.EqualTo(Limits.KeptOfOversize));
            Assert.That(first.Delivery.Body.ToArray(), Is.EqualTo(second.Delivery.Body.ToArray()));
            Assert.That(Added(first, second), Has.Count.EqualTo(2).And.All.Property("Truncated").True.And.All.Property("Size").EqualTo(Limits.Message + 1));
        });
    }

    [Test]
    public void A_retried_rejection_and_its_fact_are_added_together_and_once()
    {
        var retried = Retry(Doorstep.Result);

        var added = Added(retried, Retry(Doorstep.Result), Retry(Doorstep.Result));

        Assert.That(added.Select(e => e.GetType()), Is.EqualTo(new[] { typeof(ResultRecorded), typeof(RejectionSettled) }));
        Assert.That(Record(retried), Is.InstanceOf<Receipt.Recorded>().With.Property("Event").EqualTo(retried.Settlement).And.Property("Repeated").False);
        Assert.That(Record(Retry(Doorstep.Result)), Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").True);
    }

    [Test]
    public void A_nameless_message_that_two_retry_becomes_one_fact() =>
        Assert.That(Added(Retry(Doorstep.Result.Without("id").Without("submit_time")), Retry(Doorstep.Result.Without("id").Without("submit_time"))), Has.Count.EqualTo(2));

    [Test]
    public void A_retried_one_whose_fact_is_on_record_is_settled_all_the_same()
    {
        Record(Result(Doorstep.Result));

        Assert.That(Added(Retry(Doorstep.Result)).Single(), Is.InstanceOf<RejectionSettled>());
    }

    [Test]
    public void A_retried_one_that_conflicts_stays_open()
    {
        Record(Result(Other));

        Assert.That(Added(Retry(Doorstep.Result)), Is.Empty);
        Assert.That(Record(Retry(Doorstep.Result)), Is.InstanceOf<Receipt.Refused>().With.Property("IsConflict").True);
    }

    [Test]
    public void What_is_discarded_is_not_retried_nor_the_other_way_round([Values] bool retriedFirst)
    {
        Record(retriedFirst ? Retry(Doorstep.Result) : Discard());

        Assert.That(Added(retriedFirst ? Discard() : Retry(Doorstep.Result)), Is.Empty);
        Assert.That(Record(retriedFirst ? Discard() : Retry(Doorstep.Result)), Is.InstanceOf<Receipt.Refused>().With.Property("IsConflict").True);
        Assert.That(Record(retriedFirst ? Retry(Doorstep.Result) : Discard()), Is.InstanceOf<Receipt.Recorded>().With.Property("Repeated").True);
    }

    private static readonly Guid Rejection = new("019ac4d0-3b52-7c11-a4fe-6d1b0c9e8f27");

    private static Arrival Retry(string json)
    {
        var delivery = new Delivery(Kinds.Result, System.Text.Encoding.UTF8.GetBytes(json), Doorstep.Now);
        var fact = (Admission.Admitted)Doorstep.Admit(delivery);
        return new(delivery, fact) { Settlement = new RejectionSettled { Id = Rejection, Kind = Kinds.Result, State = RejectionState.Retried, Fact = fact.EventId } };
    }

    private static Arrival Discard()
    {
        var settlement = new RejectionSettled { Id = Rejection, Kind = Kinds.Result, State = RejectionState.Discarded };
        return new(new Delivery("rejection", [], Doorstep.Now), new Admission.Admitted(settlement.EventId(), settlement));
    }

    private static Arrival Result(string json, string? messageId = null) => Doorstep.Arrival(Doorstep.Delivery(Kinds.Result, json, messageId));

    private static Delivery Later(string json) => Doorstep.Delivery(Kinds.Result, json, at: Doorstep.Now.AddHours(1));

    private List<object> Added(params Arrival[] arrivals) => [.. BatchPlan.Of(arrivals, log).Additions.Select(addition => addition.Entry.Event)];

    private Receipt Record(Arrival arrival)
    {
        var plan = BatchPlan.Of([arrival], log);
        foreach (var (entry, _) in plan.Additions)
        {
            Enter(entry);
        }

        return plan.Receipts().Single();
    }

    /// <summary>As the first edition has recorded it.</summary>
    private LogEntry Former(string json, string? sourceId = null)
    {
        var recorded = Doorstep.Recorded(json);
        var id = Ids.FromText(recorded.SourceId!).Id;
        var former = recorded with { Id = id, SourceId = sourceId ?? recorded.SourceId };
        return Enter(new LogEntry(Ids.Event(Kinds.Result, id), former));
    }

    private LogEntry Enter(LogEntry entry)
    {
        entry.Sequence = log.Count + 1;
        log.Add(entry.Id, entry);
        return entry;
    }

    private static Arrival Waiver() => Doorstep.Arrival(Doorstep.Delivery(Kinds.Waiver, Doorstep.Waiver));
}
