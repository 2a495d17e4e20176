namespace Gatehouse.ResultsIngest.Tests;

/// <summary>What speaks against moving the watermark.</summary>
public class RoundTests
{
    private const string Results = "gatehouse.results-ingest.results", Updates = "gatehouse.results-ingest.updates";

    [Test]
    public void Nothing_does_when_nothing_waits_and_each_consumer_of_each_queue_has_answered() =>
        Assert.That(Against((0, 2), (0, 2), results: 2, updates: 2), Is.Empty);

    [Test]
    public void One_message_that_nobody_has_been_handed_does_and_no_answer_mends_it()
    {
        var against = Against((1, 2), (0, 2), results: 2, updates: 2);

        Assert.That(against, Is.EqualTo(new[] { $"{Results}: 1 messages wait to be read" }));
        Assert.That(Looked((1, 2), (0, 2)).Hopeless(), Is.EqualTo(against));
    }

    [Test]
    public void A_consumer_that_has_not_answered_does_whoever_it_is() => Assert.That(
        Against((0, 2), (0, 2), results: 2, updates: 1),
        Is.EqualTo(new[] { $"{Updates}: of 2 consumers 1 have said that what they were handed is recorded" }));

    [Test]
    public void More_answers_than_consumers_do_since_one_of_the_consumers_may_be_another() =>
        Assert.That(Against((0, 1), (0, 2), results: 2, updates: 2), Has.Count.EqualTo(1));

    [Test]
    public void A_queue_without_a_consumer_does_since_that_is_what_a_broker_says_that_does_not_know() => Assert.That(
        Against((0, 0), (0, 1), results: 0, updates: 1),
        Is.EqualTo(new[] { $"{Results}: nobody reads it, or the broker cannot say who does" }));

    [Test]
    public void All_of_it_is_named() =>
        Assert.That(Against((3, 1), (0, 2), results: 1, updates: 1), Has.Count.EqualTo(2));

    [Test]
    public void While_answers_are_awaited_the_round_is_not_hopeless() =>
        Assert.That(Looked((0, 2), (0, 1)).Hopeless(), Is.Empty);

    private static Round Looked((long Ready, long Consumers) results, (long Ready, long Consumers) updates) => new(
        1,
        DateTimeOffset.UnixEpoch,
        [
            new QueueLook(Results, results.Ready, results.Consumers),
            new QueueLook(Updates, updates.Ready, updates.Consumers),
        ]);

    private static IReadOnlyList<string> Against(
        (long, long) lookAtResults, (long, long) lookAtUpdates, long results, long updates) =>
        Looked(lookAtResults, lookAtUpdates)
            .Against(new Dictionary<string, long> { [Results] = results, [Updates] = updates });
}
