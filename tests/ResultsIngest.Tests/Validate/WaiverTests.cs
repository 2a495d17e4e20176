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

    private static WaiverRecorded Recorded(string json) => Doorstep.Recorded<WaiverRecorded>(Doorstep.Delivery(Kinds.Waiver, json));
}
