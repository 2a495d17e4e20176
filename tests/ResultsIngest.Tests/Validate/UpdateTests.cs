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
    [TestCase("alias", "\"..\"", "alias")]
    [TestCase("alias", "\".\"", "alias")]
    [TestCase("alias", "\" FEDORA-1\"", "alias")]
    [TestCase("alias", "\"FEDORA-1\\u200f\"", "alias")]
    [TestCase("alias", "\"FEDORA\\u0000-1\"", "alias", Description = "and once more, since nothing can store it")]
    [TestCase("decision_contexts", "[\"..\"]", "decision_contexts[0]")]
    [TestCase("product_version", "\"..\"", "product_version")]
    [TestCase("builds", "[]", "builds")]
    [TestCase("builds", "[\"a-0:1-1\", \"a-1-1.src.rpm\", \"perl:5.26:1:abc\"]", "builds[0],builds[1],builds[2]")]
    [TestCase("subjects", "{}", "subjects")]
    [TestCase("subjects", "[7, null, \"compose\"]", "subjects[0],subjects[1],subjects[2]")]
    [TestCase("subjects", "[{}]", "subjects[0].type,subjects[0].id")]
    [TestCase("subjects", "[{ \"type\": \"a b\", \"id\": \"\" }]", "subjects[0].type,subjects[0].id")]
    [TestCase("subjects", "[{ \"type\": \"bodhi_update\", \"id\": \"FEDORA-1\" }]", "subjects[0].type")]
    [TestCase("subjects", "[{ \"type\": \"fedora-update\", \"id\": \"A\" }]", "subjects[0].type", Description = "an alias")]
    [TestCase("subjects", "[{ \"type\": \"redhat-module\", \"id\": \"perl:5.26:820180423:abc\" }]", "subjects[0].id")]
    [TestCase("builds_since", "\"yesterday\"", "builds_since")]
    [TestCase("builds_since", "\"2026-11-22T12:11:00Z\"", "builds_since")]
    [TestCase("state", "\"gone\"", "state")]
    [TestCase("state", "\"Open\"", "state")]
    [TestCase("time", "null", "time")]
    [TestCase("time", "\"2026-11-22T12:11:00Z\"", "time")]
    [TestCase("title", "[]", "title")]
    public void Names_the_field_that_is_wrong(string path, string value, string named) =>
        Assert.That(
            Doorstep.Fields(Kinds.Update, Doorstep.Update.With(path, value)).Distinct(), Is.EqualTo(named.Split(',')));

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
    public void A_build_that_is_no_list_is_what_is_wrong_and_not_that_there_is_none() =>
        Assert.That(Doorstep.Reasons(Kinds.Update, Doorstep.Update.With("builds", "\"glibc-2.42-7.fc44\""))
            .Single().Message, Does.StartWith("expected a list"));

    [TestCase("[]")]
    [TestCase("null")]
    public void It_may_have_no_builds_where_it_names_other_subjects(string builds)
    {
        var recorded = Recorded(Doorstep.Update.With("builds", builds).With("subjects", """
            [{ "type": "compose", "id": "Fedora-44-20261129.n.0" }, { "type": "image", "id": "a" },
             { "type": "productmd-compose", "id": "Fedora-44-20261129.n.0" }]
            """));

        Assert.That(recorded.Builds, Is.Empty);
        Assert.That(recorded.Subjects,
            Is.EqualTo(new[] { new Subject("compose", "Fedora-44-20261129.n.0"), new Subject("image", "a") }));
    }

    [TestCase("[]")]
    [TestCase("null")]
    public void It_needs_a_build_or_a_subject(string none) =>
        Assert.Multiple(() =>
        {
            Assert.That(Doorstep.Fields(Kinds.Update, Doorstep.Update.With("builds", none).With("subjects", none)),
                Is.EqualTo(new[] { "builds" }));
            Assert.That(
                Doorstep.Fields(Kinds.Update, Doorstep.Update.With("builds", none).With("subjects", none)
                .With("state", "\"withdrawn\"")), Is.Empty);
        });

    [Test]
    public void A_subject_that_is_a_build_however_it_is_called_is_one_of_its_builds()
    {
        var recorded = Recorded(Doorstep.Update.With("builds", "[\"a-1-1\"]").With("subjects", """
            [{ "type": "koji_build", "id": "b-1-1" }, { "type": "redhat-container-image", "id": "c-1-1" },
             { "type": "brew-build", "id": "a-1-1" }]
            """));

        Assert.That((recorded.Builds, recorded.Subjects),
            Is.EqualTo((new[] { "a-1-1", "b-1-1", "c-1-1" }, default(object))));
    }

    [Test]
    public void Subjects_and_since_when_it_has_them_are_content() =>
        Assert.Multiple(() =>
        {
            var first = Recorded(Doorstep.Update).EventId();
            var since = Recorded(Doorstep.Update.With("builds_since", "\"2026-11-22T09:00:00Z\""));
            Assert.That(since.BuildsSince, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero)));
            Assert.That(since.EventId(), Is.Not.EqualTo(first));
            Assert.That(Recorded(Doorstep.Update.With("subjects", """[{ "type": "compose", "id": "a" }]"""))
                .EventId(), Is.Not.EqualTo(first));
            Assert.That(Recorded(Doorstep.Update.With("subjects", "[]")).EventId(), Is.EqualTo(first));
        });

    [Test]
    public void It_names_each_build_once() =>
        Assert.Multiple(() =>
        {
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
