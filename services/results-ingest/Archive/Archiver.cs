using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Goes along the log behind everybody who reads it and archives ingest streams by Marten's own function, once they are old enough. Its place is
/// a checkpoint like theirs, moved in the transaction that archives: killed, it goes on where it was; of two that believe to lead one commits.
/// </summary>
internal sealed class Archiver(ArchiveAge after, IDocumentStore store, NpgsqlDataSource database, ILogger<Archiver> log) : ILeaderWork
{
    private static readonly TimeSpan Rarely = TimeSpan.FromMinutes(1);
    private static readonly Counter<long> Archived = Meters.Gatehouse.CreateCounter<long>("gatehouse.ingest.archived", description: "Ingest streams archived.");
    private readonly Checkpoint checkpoint = new("archive");

    public string Name => "archiving";

    public async Task RunAsync(CancellationToken leading)
    {
        await using (var connection = await database.OpenConnectionAsync(leading))
        {
            await checkpoint.LoadAsync(connection, leading);
        }

        log.LogInformation("Archiving ingest streams older than {Age}, from {Position} on", after.Age, checkpoint.Position);
        // What is a day too old or a day and a second is the same to anybody.
        var every = TimeSpan.FromSeconds(Math.Clamp(after.Age.TotalSeconds / 100, 0.5, Rarely.TotalSeconds));
        using var timer = new PeriodicTimer(every);
        do
        {
            for (var took = Stopwatch.StartNew(); await ArchiveAsync(leading); took.Restart())
            {
                // Three quarters of the time belong to those who record and fold.
                await Task.Delay(took.Elapsed * 3, leading);
            }
        }
        while (await timer.WaitForNextTickAsync(leading));
    }

    /// <summary>Archives the next page of the log, if it is old; false where nothing is to be done yet.</summary>
    private async Task<bool> ArchiveAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await OldPage.NextAsync(connection, checkpoint.Position, after.Age, cancellation) is not { } page)
        {
            return false;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await checkpoint.MoveAsync(connection, page.UpTo, cancellation);
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        foreach (var stream in page.Streams)
        {
            session.Events.ArchiveStream(stream);
        }

        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        checkpoint.Moved(page.UpTo);
        Archived.Add(page.Streams.Count);
        return true;
    }
}
