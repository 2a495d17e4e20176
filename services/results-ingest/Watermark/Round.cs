using System.Globalization;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// One try to move the watermark to the moment at which it began: what was found, and what speaks against it. Pure.
/// </summary>
/// <param name="Number">Of all tries ever; the newest is the only one that counts.</param>
/// <param name="Began">By the database's clock, before any queue was looked at.</param>
/// <param name="Queues">The input queues, each looked at after that.</param>
internal sealed record Round(long Number, DateTimeOffset Began, IReadOnlyList<QueueLook> Queues)
{
    /// <summary>What makes it vain whatever the replicas answer; empty if nothing does.</summary>
    public IReadOnlyList<string> Hopeless() => [.. Queues.Select(q => q.Hopeless()).OfType<string>()];

    /// <summary>What speaks against moving the watermark; empty if nothing does.</summary>
    /// <param name="answers"> How many replicas have said of each queue, since it was looked at, that they had been
    /// consuming it since before the round began, and have recorded everything that it had handed them. </param>
    public IReadOnlyList<string> Against(IReadOnlyDictionary<string, long> answers) =>
        [.. Queues.Select(q => q.Hopeless() ?? q.Unanswered(answers.GetValueOrDefault(q.Queue))).OfType<string>()];
}

/// <summary>What the broker said of a queue.</summary>
/// <param name="Ready">Messages that nobody has been handed.</param>
/// <param name="Consumers"> Of quorum queues these are all who may hold a message: one that cancelled and still holds
/// some, and whoever took some without consuming, count too (rabbit_fifo's <c>query_stat</c>, RabbitMQ 3.10 to 4.1).
/// 0 may mean that the queue's leader did not say. </param>
internal sealed record QueueLook(string Queue, long Ready, long Consumers)
{
    public string? Hopeless() =>
        Ready > 0 ? Say($"{Queue}: {Ready} messages wait to be read")
        : Consumers == 0 ? $"{Queue}: nobody reads it, or the broker cannot say who does"
        : null;

    // More answers than consumers: one of those who answered has stopped, and another who did not may have what it
    // held.
    public string? Unanswered(long answers) => answers == Consumers ? null
        : Say($"{Queue}: of {Consumers} consumers {answers} have said that what they were handed is recorded");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
