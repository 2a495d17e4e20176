using Gatehouse.Contracts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Projections.Tests;

internal sealed class ParametersTests
{
    [Test]
    public void An_unknown_parameter_is_named()
    {
        var query = Query("?sate=open", "state");

        Assert.That(query.Errors.Single().Field, Is.EqualTo("sate"));
        Assert.That(query.Errors.Single().Message, Does.Contain("state"));
    }

    [Test]
    public void Every_read_takes_after() => Assert.That(Query("?after=7").Errors, Is.Empty);

    [Test]
    public void A_parameter_given_several_times_means_any_of_them() =>
        Assert.That(Query("?arch=x86_64&arch=i386&arch=i386", "arch").Texts("arch"), Is.EqualTo(new[] { "x86_64", "i386" }));

    [Test]
    public void The_future_is_refused()
    {
        var now = new DateTimeOffset(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

        Assert.That(Query("?at=2026-11-22T10:15:00Z", "at").Past("at", now), Is.EqualTo(now));
        var query = Query("?at=2026-11-22T10:15:01Z", "at");
        _ = query.Past("at", now);
        Assert.That(query.Errors.Single().Message, Does.Contain("has passed").And.Contain("2026-11-22T10:15:00Z"));
    }

    [TestCase("2026-11-22T10:15:00.123Z", "2026-11-22T10:15:00.123Z")]
    [TestCase("2026-11-22T10:15:00", "2026-11-22T10:15:00Z")]
    [TestCase("2026-11-22T10:15:00%2B01:00", "2026-11-22T09:15:00Z")]
    [TestCase("2026-11-22T10:15:00+01:00", "2026-11-22T09:15:00Z")]
    [TestCase("2026-11-22", "2026-11-22T00:00:00Z")]
    public void Times_without_an_offset_are_UTC(string text, string expected) =>
        Assert.That(Query($"?since={text}", "since").Time("since"), Is.EqualTo(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)));

    [TestCase("since=yesterday")]
    [TestCase("since=")]
    [TestCase("since=2026-13-01T00:00:00Z")]
    [TestCase("since=2026-11-22&since=2026-11-23")]
    [TestCase("limit=0")]
    [TestCase("limit=501")]
    [TestCase("limit=99999999999999999999")]
    [TestCase("limit=-1")]
    [TestCase("limit=5%20")]
    [TestCase("limit=%D9%A5")]
    [TestCase("cursor=zz")]
    [TestCase("overdue=yes")]
    [TestCase("state=opened")]
    [TestCase("state=Open")]
    [TestCase("submitter=a%00b")]
    public void What_is_malformed_is_refused_by_name(string text)
    {
        var query = Query("?" + text, "since", "limit", "cursor", "overdue", "state", "submitter");

        query.Time("since");
        query.Limit();
        query.Cursor("updates");
        query.Flag("overdue");
        query.Words("state", ["open", "shipped"]);

        Assert.That(query.Errors.Single().Field, Is.EqualTo(text.Split('=')[0]));
    }

    [TestCase("arch=x86%2064", "letters, digits")]
    [TestCase("arch=", "letters, digits")]
    [TestCase("outcome=GREEN", "one of ERROR, FAILED, INFO, NEEDS_INSPECTION, PASSED, QUEUED, RUNNING")]
    [TestCase("testcase=", "1 to 10 characters")]
    [TestCase("testcase=12345678901", "1 to 10 characters")]
    public void What_can_match_nothing_is_refused_and_told_what_is_allowed(string text, string allowed)
    {
        var query = Query("?" + text, "arch", "outcome", "testcase");

        query.Words("arch");
        query.Outcomes("outcome", Outcomes.Standard);
        query.Texts("testcase", 10);

        Assert.That(query.Errors.Single().Field, Is.EqualTo(text.Split('=')[0]));
        Assert.That(query.Errors.Single().Message, Does.Contain(allowed));
    }

    [Test]
    public void Outcomes_are_read_in_any_case() =>
        Assert.That(Query("?outcome=passed&outcome=Failed", "outcome").Outcomes("outcome", Outcomes.Standard), Is.EqualTo(new[] { "PASSED", "FAILED" }));

    [Test]
    public void A_limit_that_was_not_given_is_50() => Assert.That(Query("").Limit(), Is.EqualTo(50));

    [Test]
    public void What_a_cursor_is_bound_to_knows_no_order_and_no_page() =>
        Assert.That(
            Query("?arch=b&arch=a&testcase=t&limit=3&cursor=x&after=9", "arch", "testcase", "limit", "cursor").Filters("results"),
            Is.EqualTo(Query("?testcase=t&arch=a&arch=b", "arch", "testcase").Filters("results")));

    private static Parameters Query(string text, params string[] known) => new(new QueryCollection(QueryHelpers.ParseQuery(text)), known);
}
