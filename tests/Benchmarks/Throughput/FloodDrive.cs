namespace Gatehouse.Benchmarks;

/// <summary>Sends floods through services and sees when they are through.</summary>
internal sealed class FloodDrive : IAsyncDisposable
{
    private readonly string amqp;
    private readonly ConfirmedPublisher publisher;

    private FloodDrive(string amqp, ConfirmedPublisher publisher, LogWatch log) => (this.amqp, this.publisher, Log) = (amqp, publisher, log);

    public LogWatch Log { get; }

    public static async Task<FloodDrive> ConnectAsync(string amqp, string postgres, CancellationToken cancel) =>
        new(amqp, await ConfirmedPublisher.ConnectAsync(amqp, cancel), await LogWatch.OpenAsync(postgres, cancel));

    /// <summary>A flood for programs that have just started: they compile what they run.</summary>
    public static Flood WarmUp(string name = "WARM") => Flood.Of(name, updates: 200, builds: 5);

    /// <summary>Publishes the definitions; returns when they are recorded.</summary>
    public Task DefineAsync(Flood flood, CancellationToken cancel) => RecordAsync(flood.Definitions, cancel);

    /// <summary>Publishes results or definitions; returns when they are recorded.</summary>
    public async Task RecordAsync(IReadOnlyList<Outgoing> facts, CancellationToken cancel)
    {
        var before = await Log.LastAsync(cancel);
        await publisher.PublishAsync(facts, null, cancel);
        await Log.UntilAsync(before, facts.Count, cancel);
    }

    /// <summary>Publishes messages; returns when all are confirmed.</summary>
    /// <param name="perSecond">The pace; null for as fast as it goes.</param>
    public Task PublishAsync(IReadOnlyList<Outgoing> messages, double? perSecond, CancellationToken cancel) => publisher.PublishAsync(messages, perSecond, cancel);

    /// <summary>Defines a flood, with a subscriber that waits for it. It can be sent now.</summary>
    public async Task<DefinedFlood> DefinedAsync(Flood flood, CancellationToken cancel)
    {
        var subscriber = await CountingSubscriber.StartAsync(amqp, flood.Results.Count, flood.Definitions.Count, cancel);
        await DefineAsync(flood, cancel);
        return new(flood, publisher, subscriber, Log);
    }

    /// <summary>Defines and floods as fast as it goes; gives the seconds of <see cref="DefinedFlood.SendAsync"/>.</summary>
    public async Task<double> FloodAsync(Flood flood, bool everything, CancellationToken cancel)
    {
        await using var defined = await DefinedAsync(flood, cancel);
        return await defined.SendAsync(everything, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await publisher.DisposeAsync();
        await Log.DisposeAsync();
    }
}
