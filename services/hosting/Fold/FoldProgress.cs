using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>How far folds have come, whoever runs them: for readers that want what has been written to be seen.</summary>
public sealed class FoldProgress(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long a reader waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The fold may run in another process, so its checkpoint has to be asked.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the folds have come to this place in the log; false if they have not in time.</summary>
    public async Task<bool> ReachedAsync(long sequence, string[] folds, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        while (true)
        {
            // Folds move through every event of the log, their own and others'.
            var reached = await connection.ReadAsync<long>(
                "select count(*) from gatehouse.fold_checkpoint where name = any($1) and position >= $2", cancellation, folds, sequence);
            if (reached == folds.Length || clock.GetElapsedTime(begun) > Patience)
            {
                return reached == folds.Length;
            }

            await Task.Delay(Look, clock, cancellation);
        }
    }

    /// <summary>Waits until the folds have seen all that is in the log now; false if they have not in time.</summary>
    public async Task<bool> CaughtUpAsync(string[] folds, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var newest = await connection.ReadAsync<long>("select coalesce(max(seq_id), 0) from gatehouse.mt_events", cancellation);
        return await ReachedAsync(newest, folds, cancellation);
    }
}
