using System.Diagnostics;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// The right to lead, for one name: a row in PostgreSQL that its holder renews. Whoever has not renewed in time has lost it,
/// wherever it hangs. That an old leader does no harm when it wakes up is not the lease's doing but that of the checkpoint's fence.
/// </summary>
public sealed class Lease(NpgsqlDataSource database, string name, string holder)
{
    /// <summary>How long a lease lasts without being renewed; a dead leader is followed by another after this.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(3);

    /// <summary>How often it is renewed, or asked for.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(750);

    private long renewed;

    /// <summary>Takes or renews the lease; false while somebody else holds it, or the log is too new for us.</summary>
    /// <exception cref="OutdatedException">It has become too new for us at this moment.</exception>
    public async Task<bool> TakeAsync(CancellationToken cancellation)
    {
        var asked = Stopwatch.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var taken = await connection.RunAsync("""
            insert into gatehouse.lease as lease (name, holder, until) select $1, $2, now() + $3
            where not exists (select from gatehouse.log_version where least > $4)
            on conflict (name) do update set holder = excluded.holder, until = excluded.until
            where lease.holder = excluded.holder or lease.until < now()
            """, cancellation, name, holder, Lasts, LogVersion.Own) == 1;
        if (taken)
        {
            // From when it was asked for, not from when the answer came: the other side counts from before us.
            renewed = asked;
            // Before any work of ours appends. Also where a restore has taken the log back while we lead.
            await LogVersion.RaiseAsync(connection, cancellation);
        }

        return taken;
    }

    /// <summary>Whether the lease would still hold if it were not renewed any more.</summary>
    public bool IsFresh => Stopwatch.GetElapsedTime(renewed) < Lasts;

    /// <summary>Gives it back, so that another can take over at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.RunAsync("delete from gatehouse.lease where name = $1 and holder = $2", cancellation, name, holder);
    }
}
