using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Definitions, edits and closings of updates at the door.</summary>
public class UpdateTests
{
    [TestCase("alias", "null", "alias")]
    [TestCase("alias", "\"\"", "alias")]
    [TestCase("alias", "7", "alias")]
    [TestCase("product_version", "null", "product_version")]
    [TestCase("product_version", "\"fedora 44\"", "product_version")]
    [TestCase("decision_contexts", "null", "decision_contexts")]
    [TestCase("decision_contexts", "[]", "decision_contexts")]
    [TestCase("decision_contexts", "\"push_stable\"", "decision_contexts")]
    [TestCase("decision_contexts", "[\"push_stable\", \"a/b\"]", "decision_contexts[1]")]
    [TestCase("builds", "null", "builds")]
    [TestCase("builds", "[\"glibc-2.42-7.fc44\", \"gcc\"]", "builds[1]")]
    [TestCase("builds", "[3]", "builds[0]")]
    [TestCase("state", "\"gone\"", "state")]
    [TestCase("state", "\"Open\"", "state")]
    [TestCase("time", "null", "time")]
    [TestCase("time", "\"2026-11-22T12:11:00Z\"", "time")]
    [TestCase("title", "[]", "title")]
    public void Names_the_field_that_is_wrong(string path, string value, string named) =>
        Assert.That(Doorstep.Fields(Kinds.Update, Doorstep.Update.With(path, value)), Is.EqualTo(new[] { named }));

    [Test]
    public void Takes_every_field_as_it_came()
    {
        var recorded = Recorded(Doorstep.Update);

        Assert.Multiple(() =>
        {
            Assert.That(recorded.Alias, Is.EqualTo("FEDORA-2026-1a2b3c"));
            Assert.That(recorded.ProductVersion, Is.EqualTo("fedora-44"));
            Assert.That(recorded.DecisionContexts, Is.EqualTo(new[] { "push_testing", "push_stable" }));
            Assert.That(recorded.Builds, Is.EqualTo(new[] { "glibc-2.42-7.fc44", "gcc-16.0.1-3.fc44" }));
            Assert.That(recorded.State, Is.EqualTo(UpdateState.Open));
            Assert.That((recorded.Submitter, recorded.Title, recorded.Url), Is.EqualTo(("kparal", "glibc and gcc", "https://updates.example.org/1")));
            Assert.That(recorded.Time, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero)));
        });
    }

    [Test]
    public void The_state_is_open_unless_it_says_otherwise() =>
        Assert.That(Recorded(Doorstep.Update.Without("state")).State, Is.EqualTo(UpdateState.Open));

    [TestCase("withdrawn", UpdateState.Withdrawn)]
    [TestCase("obsoleted", UpdateState.Obsoleted)]
    [TestCase("shipped", UpdateState.Shipped)]
    public void A_closing_needs_no_more_than_alias_state_and_time(string state, UpdateState expected)
    {
        var recorded = Recorded($$"""{ "alias": "U1", "state": "{{state}}", "time": "2026-11-22T10:00:00Z" }""");

        Assert.That((recorded.State, recorded.Builds, recorded.DecisionContexts, recorded.ProductVersion), Is.EqualTo((expected, default(object), default(object), default(object))));
    }

    [Test]
    public void It_may_have_no_builds_and_names_each_once() =>
        Assert.Multiple(() =>
        {
            Assert.That(Recorded(Doorstep.Update.With("builds", "[]")).Builds, Is.Empty);
            Assert.That(Recorded(Doorstep.Update.With("builds", "[\"a-1-1\", \"b-1-1\", \"a-1-1\"]")).Builds, Is.EqualTo(new[] { "a-1-1", "b-1-1" }));
        });

    [Test]
    public void The_same_definition_is_the_same_event_and_an_edit_is_another() =>
        Assert.Multiple(() =>
        {
            var first = Recorded(Doorstep.Update).EventId();
            Assert.That(Recorded(Doorstep.Update.With("builds", "[\"gcc-16.0.1-3.fc44\", \"glibc-2.42-7.fc44\"]")).EventId(), Is.EqualTo(first));
            Assert.That(Recorded(Doorstep.Update.With("title", "\"another\"")).EventId(), Is.Not.EqualTo(first));
            Assert.That(Recorded(Doorstep.Update.With("time", "\"2026-11-22T10:00:01Z\"")).EventId(), Is.Not.EqualTo(first));
        });

    private static UpdateRecorded Recorded(string json) => Doorstep.Recorded<UpdateRecorded>(Doorstep.Delivery(Kinds.Update, json));
}
