using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>A refused result whose subject and testcase can be read says what it would have been about.</summary>
public class AboutTests
{
    private static readonly DateTimeOffset Sent = new(2026, 11, 22, 10, 15, 0, 123, TimeSpan.Zero);

    [Test]
    public void One_that_is_ahead_of_its_time_says_all_of_it()
    {
        var about = Doorstep.About(Doorstep.Result.With("submit_time", "\"2026-11-22T12:11:00Z\"")
            .With("scenario", "\"s\"").With("variant", "\"v\"").With("outcome", "\"failed\""))!;

        Assert.Multiple(() =>
        {
            Assert.That(about.Subjects, Is.EqualTo(new[] { Subject.OfBuild("glibc-2.42-7.fc44") }));
            Assert.That((about.Testcase, about.Scenario, about.Variant, about.Outcome),
                Is.EqualTo(("dist.depcheck", "s", "v", "FAILED")));
            Assert.That(about.Arches, Is.EqualTo(new[] { "x86_64" }));
            Assert.That(about.SubmitTime, Is.EqualTo(Doorstep.Now.AddMinutes(11)));
        });
    }

    [TestCase("outcome", "\"GREEN\"")]
    [TestCase("outcome", "null")]
    [TestCase("outcome", "[]")]
    public void An_outcome_that_is_none_is_left_out(string path, string value) =>
        Assert.That(Doorstep.About(Doorstep.Result.With(path, value)),
            Has.Property("Outcome").Null.And.Property("Testcase").EqualTo("dist.depcheck"));

    [TestCase("scenario", "\"\\u0000\"")]
    [TestCase("arch", "\"x 86\"")]
    [TestCase("arch", "[]")]
    [TestCase("submit_time", "\"0001-01-01T00:00:00Z\"")]
    [TestCase("submit_time", "\"soon\"")]
    [TestCase("note", "7")]
    [TestCase("id", "7")]
    [TestCase("groups", "7")]
    [TestCase("data", "7")]
    public void Whatever_else_is_wrong_it_says_what_can_be_read(string path, string value)
    {
        var about = Doorstep.About(Doorstep.Result.With(path, value))!;

        Assert.That((about.Subjects[0].Id, about.Testcase, about.Outcome),
            Is.EqualTo(("glibc-2.42-7.fc44", "dist.depcheck", "PASSED")));
        Assert.That((about.Arches[0], about.Scenario, about.SubmitTime),
            Is.EqualTo(
                (path == "arch" ? null : "x86_64", default(object), path == "submit_time" ? Doorstep.Now : Sent)));
    }

    [Test]
    public void Thousands_of_other_reasons_and_what_is_too_deep_hide_nothing() =>
        Assert.Multiple(() =>
        {
            Assert.That(
                Doorstep.About(Doorstep.Result.With("groups", $"[{string.Join(",", Enumerable.Repeat(1, 50_000))}]")),
                Is.Not.Null);
            var lists = new string('[', 5_000) + new string(']', 5_000);
            var deep = Doorstep.Result.Without("data")[..^1] + $", \"data\": {{ \"a\": {lists} }} }}";
            Assert.That(Doorstep.About(deep), Is.Not.Null);
            Assert.That(Doorstep.About(deep.Replace("\"dist.depcheck\"", "7", StringComparison.Ordinal)), Is.Null);
        });

    [Test]
    public void Of_several_items_and_arches_it_says_each()
    {
        var about = Doorstep.About(Doorstep.Result.Without("subject", "arch").With("outcome", "7")
            .With("data", """
                { "type": "brew-build", "item": ["a-1-1", "b-1-1", "a-1-1"], "arch": ["x86_64", "i 386", "noarch"] }
                """))!;

        Assert.That(about.Subjects, Is.EqualTo(new[] { Subject.OfBuild("a-1-1"), Subject.OfBuild("b-1-1") }));
        Assert.That(about.Arches, Is.EqualTo(new[] { "x86_64", "noarch" }));
    }

    [TestCase("subject", "null")]
    [TestCase("subject.type", "\"koji build\"")]
    [TestCase("subject.id", "\"glibc\"")]
    [TestCase("subject.id", "\"glibc-0:2.42-7.fc44\"")]
    [TestCase("testcase", "null")]
    [TestCase("testcase", "\"..\"")]
    [TestCase("testcase", "\"a\\u0000\"")]
    public void Where_subject_or_testcase_cannot_be_read_it_says_nothing(string path, string value) =>
        Assert.That(Doorstep.About(Doorstep.Result.With(path, value)), Is.Null);

    [Test]
    public void A_lone_surrogate_is_no_testcase() =>
        Assert.That(Doorstep.About(Doorstep.Result.Replace("dist.depcheck", "\\ud800", StringComparison.Ordinal)),
            Is.Null);

    [Test]
    public void More_items_than_it_may_have_are_not_said()
    {
        var items = string.Join(",", Enumerable.Range(0, 101).Select(i => $"\"{i}\""));
        var many = Doorstep.Result.Without("subject").With("data", $$"""{ "type": "compose", "item": [{{items}}] }""");

        Assert.That(Doorstep.About(many), Is.Null);
    }

    [Test]
    public void Updates_and_waivers_say_nothing() =>
        Assert.Multiple(() =>
        {
            Assert.That(Doorstep.About(Doorstep.Waiver.With("comment", "7"), Kinds.Waiver), Is.Null);
            Assert.That(Doorstep.About(Doorstep.Update.With("title", "7"), Kinds.Update), Is.Null);
        });
}
