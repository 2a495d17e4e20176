using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>What the pages say in plain words.</summary>
internal sealed class WordsTests
{
    [Test]
    public void Every_reason_and_every_answer_has_words_of_its_own()
    {
        Assert.That(Enum.GetValues<GateReason>().Select(Words.Because), Is.Unique.And.All.Contains(" "));
        Assert.That(Enum.GetValues<Answer>().Select(Words.Of).Append("waived").Select(Words.Meaning), Is.Unique.And.All.Contains(" "));
    }

    [TestCase("PASSED", "passed")]
    [TestCase("INFO", "passed")]
    [TestCase("NEEDS_INSPECTION", "failed")]
    [TestCase("ERROR", "errored")]
    [TestCase("QUEUED", "running")]
    [TestCase("CONFIGURED_NO_MORE", "errored")]
    public void An_outcome_has_the_shape_of_the_answer_that_it_gives(string outcome, string shape) =>
        Assert.That(Words.ShapeOf(Outcomes.Standard.KindOf(outcome)), Is.EqualTo(shape));

    [TestCase(0, "0 s", "now", "0 s left")]
    [TestCase(59, "59 s", "59 s ago", "59 s left")]
    [TestCase(60, "1 min 0 s", "1 min 0 s ago", "1 min 0 s left")]
    [TestCase(3_599, "59 min 59 s", "59 min 59 s ago", "59 min 59 s left")]
    [TestCase(28_800, "8 h 0 min", "8 h 0 min ago", "8 h 0 min left")]
    [TestCase(86_400, "1 d 0 h", "1 d 0 h ago", "1 d 0 h left")]
    [TestCase(400 * 86_400, "400 d 0 h", "400 d 0 h ago", "400 d 0 h left")]
    public void A_time_is_told_in_its_two_greatest_units(int seconds, string span, string ago, string left)
    {
        var time = TimeSpan.FromSeconds(seconds);
        Assert.That((Words.Span(time), Words.Ago(time), Words.Left(time)), Is.EqualTo((span, ago, left)));
    }

    [Test]
    public void What_is_past_its_deadline_is_over_by_so_much() => Assert.That(Words.Left(TimeSpan.FromSeconds(-61)), Is.EqualTo("1 min 1 s over"));

    [TestCase(0, "0 builds")]
    [TestCase(1, "1 build")]
    [TestCase(3_000, "3,000 builds")]
    public void Things_are_counted(long count, string said) => Assert.That(Words.Some(count, "build"), Is.EqualTo(said));

    [Test]
    public void A_page_of_a_list_says_what_of_it_is_shown() => Assert.That((Words.Range(1, 50, 7), Words.Range(60, 50, 50)), Is.EqualTo(("1 to 7", "2,951 to 3,000")));

    [TestCase("https://ci.example.org/runs/77", "https://ci.example.org/runs/77")]
    [TestCase("HTTP://ci.example.org", "http://ci.example.org/")]
    [TestCase("https://ci.example.org/\"onclick=\"alert(1)", "https://ci.example.org/%22onclick=%22alert(1)")]
    [TestCase("javascript:alert(1)", null)]
    [TestCase(" javascript:alert(1)", null)]
    [TestCase("data:text/html,<script>alert(1)</script>", null)]
    [TestCase("//elsewhere.example.org", null)]
    [TestCase("/runs/77", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void Only_a_link_to_the_web_is_followed(string? text, string? link) => Assert.That(Words.WebLink(text), Is.EqualTo(link));

    [TestCase(null, null, "")]
    [TestCase(null, "x86_64", "x86_64")]
    [TestCase("server", null, "server")]
    [TestCase("server", "x86_64", "x86_64, server")]
    public void A_place_is_named_by_what_it_has(string? scenario, string? arch, string place) => Assert.That(Words.Place(scenario, arch), Is.EqualTo(place));

    [Test]
    public void Moments_shares_and_durations_are_the_same_everywhere()
    {
        Assert.That(Words.Moment(Facts.Epoch.ToOffset(TimeSpan.FromHours(2))), Is.EqualTo("2026-11-22 10:00:00 UTC"));
        Assert.That((Words.Percent(0), Words.Percent(0.126), Words.Percent(1)), Is.EqualTo(("0 %", "13 %", "100 %")));
        Assert.That((Words.Seconds(119), Words.Seconds(120), Words.Seconds(7_200)), Is.EqualTo(("119 s", "2 min", "2 h")));
        Assert.That((Words.Capital(""), Words.Capital("all of it")), Is.EqualTo(("", "All of it")));
    }
}
