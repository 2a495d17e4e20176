using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>What a result is named by: its id, else its message's, else its content, else nothing it shares with another.</summary>
public class NamedResultTests
{
    private static readonly string Nameless = Doorstep.Result.Without("id");

    private static readonly string Run77 = Doorstep.Result.With("id", "\"run 77\"");

    [Test]
    public void A_text_names_it_by_a_UUID_of_it_and_of_what_it_is_within()
    {
        var recorded = Doorstep.Recorded(Run77, user: "taskotron");

        Assert.That((recorded.Id, recorded.SourceId), Is.EqualTo((Ids.Of("run 77", recorded).Id, "run 77")));
        Assert.That(recorded.UserId, Is.EqualTo("taskotron"));
    }

    [Test]
    public void Two_publishers_that_count_from_one_do_not_meet() =>
        Assert.That(new[] { null, "taskotron", "beaker" }.Select(user => Doorstep.Recorded(Run77, user: user).Id),
            Is.Unique);

    [TestCase("subject.id", "\"glibc-2.42-8.fc44\"")]
    [TestCase("subject", "{ \"type\": \"compose\", \"id\": \"glibc-2.42-7.fc44\" }")]
    [TestCase("testcase", "\"dist.rpmlint\"")]
    [TestCase("scenario", "\"a\"")]
    [TestCase("arch", "null")]
    [TestCase("variant", "\"Server\"")]
    public void A_text_may_name_one_result_in_each_cell(string path, string value) =>
        Assert.That(Doorstep.Recorded(Run77.With(path, value)).Id, Is.Not.EqualTo(Doorstep.Recorded(Run77).Id));

    [TestCase("outcome", "\"FAILED\"")]
    [TestCase("note", "\"x\"")]
    [TestCase("submit_time", "null")]
    public void And_in_its_cell_only_one(string path, string value) =>
        Assert.That(Doorstep.Recorded(Run77.With(path, value)).Id, Is.EqualTo(Doorstep.Recorded(Run77).Id));

    [Test]
    public void The_type_that_an_alias_stands_for_names_it() =>
        Assert.That(Doorstep.Recorded(Run77.With("subject.type", "\"brew-build\"")).Id,
            Is.EqualTo(Doorstep.Recorded(Run77).Id));

    [Test]
    public void A_UUID_is_itself_in_any_case() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result.With("id", "\"0197F3A2-6C1E-7D58-9B53-0C7D0F6F5A11\"")).Id, Is.EqualTo(Doorstep.Recorded(Doorstep.Result).Id));

    [Test]
    public void The_message_id_does_in_its_place()
    {
        var recorded = Doorstep.Recorded(Nameless, messageId: "m-1");

        Assert.That((recorded.Id, recorded.SourceId),
            Is.EqualTo((Doorstep.Recorded(Doorstep.Result.With("id", "\"m-1\"")).Id, "m-1")));
    }

    [Test]
    public void Its_own_id_goes_before_the_message_id() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result, messageId: "m-1").Id, Is.EqualTo(new Guid("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11")));

    [Test]
    public void With_a_submit_time_its_content_names_it() =>
        Assert.Multiple(() =>
        {
            Assert.That(Doorstep.Recorded(Nameless).Id, Is.EqualTo(Doorstep.Recorded(Nameless, at: Doorstep.Now.AddHours(1)).Id));
            Assert.That(Doorstep.Recorded(Nameless).Id, Is.Not.EqualTo(Doorstep.Recorded(Nameless.With("outcome", "\"FAILED\"")).Id));
            Assert.That(Doorstep.Recorded(Nameless).Id, Is.Not.EqualTo(Doorstep.Recorded(Nameless.With("submit_time", "\"2026-11-22T10:15:00.124Z\"")).Id));
        });

    [Test]
    public void With_nothing_at_all_each_arrival_is_another()
    {
        var anonymous = Nameless.Without("submit_time");

        Assert.That(new[] { Doorstep.Recorded(anonymous).Id, Doorstep.Recorded(anonymous).Id }, Is.Unique);
    }
}
