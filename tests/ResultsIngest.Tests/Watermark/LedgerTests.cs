namespace Gatehouse.ResultsIngest.Tests;

/// <summary>What a channel's ledger can say of the messages that the broker has handed out on it.</summary>
public class LedgerTests
{
    private Ledger ledger = null!;

    [SetUp]
    public void Begin() => ledger = new Ledger();

    [Test]
    public async Task Of_a_channel_that_has_been_handed_nothing_all_is_recorded() =>
        Assert.That(await ledger.RecordedBeforeAsync(1, ledger.Stretch, CancellationToken.None), Is.True);

    [Test]
    public async Task A_message_that_nobody_has_seen_yet_is_awaited_by_its_number_alone()
    {
        var all = ledger.RecordedBeforeAsync(3, ledger.Stretch, CancellationToken.None);
        ledger.Settled(1);
        Assert.That(all.IsCompleted, Is.False);

        ledger.Settled(2);

        Assert.That(await all, Is.True);
    }

    [Test]
    public async Task In_whatever_order_messages_are_recorded_the_last_of_those_before_ends_the_wait(
        [Values("1 2 3", "3 2 1", "2 3 1", "3 1 2")] string order)
    {
        var all = ledger.RecordedBeforeAsync(4, ledger.Stretch, CancellationToken.None);
        var numbers = order.Split(' ').Select(ulong.Parse).ToList();
        foreach (var number in numbers)
        {
            Assert.That(all.IsCompleted, Is.False, $"before {number}");
            ledger.Settled(number);
        }

        Assert.That(await all, Is.True);
    }

    [Test]
    public async Task What_is_handed_out_later_is_not_waited_for()
    {
        var all = ledger.RecordedBeforeAsync(2, ledger.Stretch, CancellationToken.None);
        ledger.Settled(3);
        Assert.That(all.IsCompleted, Is.False);

        ledger.Settled(1);

        Assert.That(await all, Is.True);
    }

    [Test]
    public async Task An_acknowledgement_of_all_before_settles_them()
    {
        var all = ledger.RecordedBeforeAsync(5, ledger.Stretch, CancellationToken.None);
        ledger.Settled(4);
        ledger.Settled(3, andAllBefore: true);

        Assert.That(await all, Is.True);
    }

    [Test]
    public async Task Once_something_has_gone_back_to_its_queue_nothing_can_be_said_of_what_was_asked_before()
    {
        var stretch = ledger.Stretch;
        var all = ledger.RecordedBeforeAsync(3, stretch, CancellationToken.None);
        ledger.Returned(1);
        ledger.Settled(2);

        Assert.That(await all, Is.False);
        Assert.That(await ledger.RecordedBeforeAsync(3, stretch, CancellationToken.None), Is.False);
    }

    [Test]
    public async Task What_is_asked_after_that_does_not_wait_for_what_went_back()
    {
        ledger.Returned(1);

        Assert.That(await ledger.RecordedBeforeAsync(2, ledger.Stretch, CancellationToken.None), Is.True);
    }

    [Test]
    public async Task With_the_channel_ends_every_wait_in_vain()
    {
        var all = ledger.RecordedBeforeAsync(2, ledger.Stretch, CancellationToken.None);
        ledger.End();

        Assert.That(await all, Is.False);
        Assert.That(await ledger.RecordedBeforeAsync(1, ledger.Stretch, CancellationToken.None), Is.False);
    }

    [Test]
    public async Task A_wait_can_be_given_up_and_leaves_the_others()
    {
        using var giveUp = new CancellationTokenSource();
        var given = ledger.RecordedBeforeAsync(2, ledger.Stretch, giveUp.Token);
        var kept = ledger.RecordedBeforeAsync(2, ledger.Stretch, CancellationToken.None);
        await giveUp.CancelAsync();
        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());

        ledger.Settled(1);

        Assert.That(await kept, Is.True);
    }

    [Test]
    public void A_stretch_lasts_for_rounds_that_began_after_it_had_been_seen()
    {
        ledger.WasLasting(ledger.Stretch, 7);

        Assert.That(ledger.LastedSinceBefore(7), Is.Null);
        Assert.That(ledger.LastedSinceBefore(8), Is.EqualTo(ledger.Stretch));
    }

    [Test]
    public void Seen_again_in_a_later_round_it_has_lasted_as_long_as_before()
    {
        ledger.WasLasting(ledger.Stretch, 7);
        ledger.WasLasting(ledger.Stretch, 9);

        Assert.That(ledger.LastedSinceBefore(8), Is.EqualTo(ledger.Stretch));
    }

    [Test]
    public void What_goes_back_begins_another_that_has_to_be_seen_first()
    {
        ledger.WasLasting(ledger.Stretch, 7);
        var before = ledger.Stretch;
        ledger.Returned(1);
        ledger.WasLasting(before, 7);
        Assert.That(ledger.LastedSinceBefore(8), Is.Null);

        ledger.WasLasting(ledger.Stretch, 8);

        Assert.That(ledger.LastedSinceBefore(8), Is.Null);
        Assert.That(ledger.LastedSinceBefore(9), Is.EqualTo(ledger.Stretch));
    }

    [Test]
    public void A_database_that_was_restored_counts_from_where_it_is()
    {
        ledger.WasLasting(ledger.Stretch, 700);
        ledger.WasLasting(ledger.Stretch, 3);

        Assert.That(ledger.LastedSinceBefore(4), Is.EqualTo(ledger.Stretch));
    }

    [Test]
    public void A_channel_that_ended_has_lasted_for_nothing()
    {
        ledger.WasLasting(ledger.Stretch, 7);
        ledger.End();

        Assert.That(ledger.LastedSinceBefore(8), Is.Null);
    }
}
