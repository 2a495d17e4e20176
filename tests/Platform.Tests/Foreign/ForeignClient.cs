namespace Gatehouse.Platform.Tests;

/// <summary>The outside world of one platform: somebody who publishes and somebody who hears all, in Python, by plain AMQP and JSON.</summary>
internal sealed class ForeignClient(Publisher publisher, Subscriber subscriber) : IAsyncDisposable
{
    public Publisher Publisher => publisher;

    public Subscriber Subscriber => subscriber;

    public static async Task<ForeignClient> StartAsync(string amqp) => new(new Publisher(amqp), await Subscriber.StartAsync(amqp));

    /// <summary>Publishes results and returns when each has been announced, and so is on record.</summary>
    public async Task RecordAsync(params IEnumerable<Outgoing> results)
    {
        var ids = results.Select(r => r.MessageId).ToHashSet();
        var announced = subscriber.UntilAsync(ids.Count, m => m.IsResult && ids.Remove((string)m.Body["id"]!), "all results to be announced");
        await publisher.PublishAsync(results);
        await announced;
    }

    /// <summary>Publishes one message and returns what it was to cause.</summary>
    public async Task<Heard> PublishAndHearAsync(Outgoing message, Func<Heard, bool> which)
    {
        await publisher.PublishAsync(message);
        return await subscriber.UntilAsync(which, $"what {System.Text.Encoding.UTF8.GetString(message.Body.Span)} causes");
    }

    /// <summary>
    /// Returns when everything has been said that follows from what is on record now: facts that are recorded only now have been answered, and
    /// both verdicts and announcements go out in the order of the log.
    /// </summary>
    public async Task FallSilentAsync()
    {
        var update = TestUpdate.New("silence", "silence");
        var result = update.Result(0, TestUpdate.Depcheck("noarch"), "PASSED");
        await publisher.PublishAsync(update.Definition(), result);
        await subscriber.UntilAsync(m => m.Alias == update.Alias && m.Type == "gate.complete", "an update that nothing is asked of to be complete");
        await subscriber.UntilAsync(m => m.Announces(result.MessageId!), "a result to be announced");
    }

    public async ValueTask DisposeAsync()
    {
        await publisher.DisposeAsync();
        await subscriber.DisposeAsync();
    }
}
