using Microsoft.Extensions.Logging;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>A page of what a <see cref="LogPublisher"/> has to say.</summary>
/// <param name="Messages">In their order; none where the events up to the position say nothing.</param>
/// <param name="Position">The log position that is worked off once all are confirmed.</param>
public sealed record PublisherPage(IReadOnlyList<BusMessage> Messages, long Position);

/// <summary>
/// Says what is in the log, in its order: reads a page after its checkpoint, publishes it, waits for the broker's confirms, then
/// moves the checkpoint. So a message goes out at least once, whatever is killed, and the same fact has the same message again.
/// </summary>
public abstract class LogPublisher(string name, LogFold follows, BusPublisher bus, NpgsqlDataSource database, ILogger log) : ILeaderWork
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly Checkpoint checkpoint = new(name);

    /// <inheritdoc />
    public string Name { get; } = name;

    /// <summary>The last log position that has been said.</summary>
    public long Position => checkpoint.Position;

    /// <summary>The fold whose commits wake this publisher.</summary>
    protected LogFold Follows { get; } = follows;

    /// <summary>
    /// The next messages after a log position, or null if there is nothing to do yet. The position must grow with every page,
    /// and nothing may ever appear at or below it later.
    /// </summary>
    protected abstract Task<PublisherPage?> ReadAsync(NpgsqlConnection connection, long after, CancellationToken cancellation);

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken leading)
    {
        await using (var connection = await database.OpenConnectionAsync(leading))
        {
            await checkpoint.LoadAsync(connection, leading);
        }

        log.LogInformation("{Publisher} goes on after {Position}", Name, Position);
        await bus.OpenAsync(leading);
        var reading = ReadAsync(Position, leading);
        while (true)
        {
            var next = Follows.Committed.Next;
            if (await reading is not { } page)
            {
                // Read once more: the fold may have committed between the reading and the taking of the signal.
                page = await ReadAsync(Position, leading);
                if (page is null)
                {
                    await Signal.WaitAsync(next, Tick, leading);
                    await bus.OpenAsync(leading);
                    reading = ReadAsync(Position, leading);
                    continue;
                }
            }

            // The next page is read while the broker writes this one.
            reading = ReadAsync(page.Position, leading);
            await bus.PublishAsync(page.Messages, leading);
            await MoveAsync(page.Position, leading);
        }
    }

    private async Task<PublisherPage?> ReadAsync(long after, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await ReadAsync(connection, after, cancellation);
    }

    private async Task MoveAsync(long to, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await checkpoint.MoveAsync(connection, to, cancellation);
        checkpoint.Moved(to);
    }
}
