namespace Gatehouse.Hosting.Tests;

internal sealed class OutstandingTests
{
    [Test]
    public void A_page_is_confirmed_when_each_of_its_messages_is()
    {
        var page = new Outstanding(first: 11, count: 3);

        page.Settle(12, multiple: false);
        page.Settle(11, multiple: false);
        Assert.That(page.Confirmed.IsCompleted, Is.False);

        page.Settle(13, multiple: false);
        Assert.That(page.Confirmed.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void One_confirm_may_stand_for_all_before_it()
    {
        var page = new Outstanding(first: 11, count: 4);

        page.Settle(13, multiple: false);
        page.Settle(12, multiple: true);
        Assert.That(page.Confirmed.IsCompleted, Is.False);

        page.Settle(14, multiple: true);
        Assert.That(page.Confirmed.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void The_same_confirm_twice_counts_once()
    {
        var page = new Outstanding(first: 1, count: 2);

        page.Settle(1, multiple: false);
        page.Settle(1, multiple: true);

        Assert.That(page.Confirmed.IsCompleted, Is.False);
    }

    [Test]
    public void Confirms_of_other_pages_are_none_of_its_business()
    {
        var page = new Outstanding(first: 11, count: 1);

        page.Settle(10, multiple: true);
        page.Settle(12, multiple: false);

        Assert.That(page.Confirmed.IsCompleted, Is.False);
    }

    [Test]
    public void An_empty_page_is_confirmed_at_once() => Assert.That(new Outstanding(first: 1, count: 0).Confirmed.IsCompletedSuccessfully, Is.True);

    [Test]
    public void A_closed_channel_fails_it()
    {
        var page = new Outstanding(first: 1, count: 1);

        page.Fail(new IOException("closed"));

        Assert.That(page.Confirmed.IsFaulted, Is.True);
    }
}
