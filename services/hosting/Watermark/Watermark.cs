using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// The moment up to which everything that had been delivered is on record (rule 10 of the contract). results-ingest
/// moves it when somebody asks; whoever is about to decide by what has not come asks, and waits until it has passed
/// the moment in question. The table is that of results-ingest, whose folder of this name says how it is moved and
/// why it can be believed.
/// </summary>
public static class Watermark
{
    /// <summary>What PostgreSQL notifies of it on: somebody wants it, a replica has answered, it has moved.</summary>
    public const string Channel = "gatehouse_watermark";

    /// <summary>
    /// Reads it. Null where nothing is known: it has never been moved, results-ingest has not made its table yet, or
    /// the database's clock was set back and it lies ahead, where it says nothing about what comes until then.
    /// </summary>
    /// <remarks>Harmless in a transaction: a table that is not there is asked for by name only.</remarks>
    public static async Task<DateTimeOffset?> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        await IsKeptAsync(connection, cancellation)
        && await connection.ReadAsync<DateTime?>(
            "select recorded_until from ingest.watermark where recorded_until <= clock_timestamp()",
            cancellation) is { } until
            ? new DateTimeOffset(until)
            : null;

    /// <summary>
    /// Asks for it to be moved to this moment or past it; returns at once. To be said again while it matters: what
    /// was asked for before a restore, or by a clock that was set back since, is forgotten.
    /// </summary>
    public static async Task WantAsync(
        NpgsqlConnection connection, DateTimeOffset until, CancellationToken cancellation)
    {
        if (await IsKeptAsync(connection, cancellation))
        {
            // A moment that lies ahead by more than anybody asks for is none: it would hold up whoever asks now.
            await connection.RunAsync("""
                with asked as (
                    update ingest.watermark set wanted = $1
                    where wanted is null or wanted < $1 or wanted > clock_timestamp() + interval '5 s'
                    returning one)
                select pg_notify($2, '') from asked
                """, cancellation, until.ToUniversalTime(), Channel);
        }
    }

    private static Task<bool> IsKeptAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ReadAsync<bool>("select to_regclass('ingest.watermark') is not null", cancellation);
}
