using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>What a result is named by: its id, else its message's, else its content, else nothing it shares with another.</summary>
public class NamedResultTests
{
    private static readonly string Nameless = Doorstep.Result.Without("id");

    [Test]
    public void A_text_names_it_by_a_UUID_of_it()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.With("id", "\"run 77\""));

        Assert.That((recorded.Id, recorded.SourceId), Is.EqualTo((Ids.Version5("run 77"), "run 77")));
    }

    [Test]
    public void A_UUID_is_itself_in_any_case() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result.With("id", "\"0197F3A2-6C1E-7D58-9B53-0C7D0F6F5A11\"")).Id, Is.EqualTo(Doorstep.Recorded(Doorstep.Result).Id));

    [Test]
    public void The_message_id_does_in_its_place()
    {
        var recorded = Doorstep.Recorded(Nameless, messageId: "m-1");

        Assert.That((recorded.Id, recorded.SourceId), Is.EqualTo((Ids.Version5("m-1"), "m-1")));
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
