using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Waivers and their withdrawals at the door.</summary>
public class WaiverTests
{
    [TestCase("id", "null", "id")]
    [TestCase("subject", "null", "subject")]
    [TestCase("subject", "\"x\"", "subject")]
    [TestCase("subject.id", "\"\"", "subject.id")]
    [TestCase("testcase", "null", "testcase")]
    [TestCase("testcase", "{ \"name\": \"a\" }", "testcase")]
    [TestCase("arch", "\"\"", "arch")]
    [TestCase("product_version", "\"a b\"", "product_version")]
    [TestCase("waived", "\"yes\"", "waived")]
    [TestCase("waived", "1", "waived")]
    [TestCase("comment", "null", "comment")]
    [TestCase("comment", "\"\"", "comment")]
    [TestCase("username", "null", "username")]
    [TestCase("username", "\"kparal\\u202e\"", "username")]
    [TestCase("testcase", "\"dist.depcheck\\u00ad\"", "testcase")]
    [TestCase("decision_context", "\"push/stable\"", "decision_context")]
    [TestCase("update", "\"\"", "update")]
    [TestCase("update", "\"..\"", "update")]
    [TestCase("update", "7", "update")]
    [TestCase("expires", "\"never\"", "expires")]
    [TestCase("expires", "\"2026-11-22T10:00:00Z\"", "expires", Description = "the waiver's own time")]
    [TestCase("expires", "\"2201-01-01T00:00:00Z\"", "expires")]
    [TestCase("time", "\"2026-11-22T12:11:00Z\"", "time")]
    public void Names_the_field_that_is_wrong(string path, string value, string named) =>
        Assert.That(Doorstep.Fields(Kinds.Waiver, Doorstep.Waiver.With(path, value)), Is.EqualTo(new[] { named }));

    [Test]
    public void It_waives_from_its_arrival_on_unless_it_says_otherwise()
    {
        var recorded = Recorded(Doorstep.Waiver.Without("waived", "time"));

        Assert.That((recorded.Waived, recorded.Time, recorded.TimeDefaulted), Is.EqualTo((true, Doorstep.Now, true)));
    }

    [Test]
    public void It_can_be_a_withdrawal() => Assert.That(Recorded(Doorstep.Waiver.With("waived", "false")).Waived, Is.False);

    [Test]
    public void A_waiver_and_a_result_may_share_an_id() =>
        Assert.That(Recorded(Doorstep.Waiver).EventId(), Is.Not.EqualTo(Doorstep.Recorded(Doorstep.Result.With("id", "\"w-1\"")).EventId()));

    [Test]
    public void It_may_be_for_one_gate_of_one_update_and_end()
    {
        var recorded = Recorded(Doorstep.Waiver.With("decision_context", "\"push_stable\"")
            .With("update", "\"FEDORA-2026-1a2b3c\"").With("expires", "\"2027-11-22T10:00:00Z\""));

        Assert.That((recorded.DecisionContext, recorded.Update, recorded.Expires),
            Is.EqualTo(
                ("push_stable", "FEDORA-2026-1a2b3c", new DateTimeOffset(2027, 11, 22, 10, 0, 0, TimeSpan.Zero))));
    }

    [Test]
    public void What_left_its_time_out_must_not_end_before_it_came() =>
        Assert.That(
            Doorstep.Fields(Kinds.Waiver, Doorstep.Waiver.Without("time").With("expires", "\"2026-11-22T12:00:00Z\"")),
            Is.EqualTo(new[] { "expires" }));

    [TestCase("\"2027-11-22T10:00:00Z\"")]
    [TestCase("\"2026-11-22T10:00:00Z\"")]
    public void A_withdrawal_never_ends_whatever_it_repeats_of_the_waiver(string expires) =>
        Assert.That(Recorded(Doorstep.Waiver.With("waived", "false").With("expires", expires)).Expires, Is.Null);

    [Test]
    public void A_text_names_it_within_its_publisher_and_what_it_matches_by() =>
        Assert.Multiple(() =>
        {
            var first = Recorded(Doorstep.Waiver);
            Assert.That((first.Id, first.SourceId), Is.EqualTo((Ids.Of("w-1", first).Id, "w-1")));
            foreach (
                var (path, value) in new[] { ("arch", "null"), ("product_version", "\"p\""),
                ("decision_context", "\"c\""), ("update", "\"u\""), ("testcase", "\"t\"") })
            {
                Assert.That(Recorded(Doorstep.Waiver.With(path, value)).Id, Is.Not.EqualTo(first.Id), path);
            }

            Assert.That(Recorded(Doorstep.Waiver.With("comment", "\"other\"")).Id, Is.EqualTo(first.Id));
            Assert.That(
                Doorstep.Recorded<WaiverRecorded>(Doorstep.Delivery(Kinds.Waiver, Doorstep.Waiver, user: "bodhi")).Id,
                Is.Not.EqualTo(first.Id));
        });

    [Test]
    public void It_is_for_the_type_that_an_alias_stands_for()
    {
        var recorded = Recorded(
            Doorstep.Waiver.With("subject", """{ "type": "brew-build", "id": "glibc-2.42-7.fc44" }"""));

        Assert.That((recorded.Subject, recorded.SentType),
            Is.EqualTo((Subject.OfBuild("glibc-2.42-7.fc44"), "brew-build")));
    }

    private static WaiverRecorded Recorded(string json) => Doorstep.Recorded<WaiverRecorded>(Doorstep.Delivery(Kinds.Waiver, json));
}
