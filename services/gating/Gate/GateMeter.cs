using System.Diagnostics.Metrics;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Counts waiting and overdue gates for the operator, and those whose deadline stands still until results are
/// recorded, every few seconds, so that a scrape never asks the database.
/// </summary>
internal sealed class GateMeter : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Schema schema;
    private readonly NpgsqlDataSource database;
    private readonly ILogger<GateMeter> log;
    private volatile IReadOnlyList<(string Context, long Waiting, long Overdue)> counts = [];
    private volatile Standing standing = new(0, 0);

    public GateMeter(Schema schema, NpgsqlDataSource database, ILogger<GateMeter> log)
    {
        (this.schema, this.database, this.log) = (schema, database, log);
        Meters.Gatehouse.CreateObservableGauge("gatehouse.gates.waiting", () => Measure(c => c.Waiting), description: "Gates that wait, by decision context");
        Meters.Gatehouse.CreateObservableGauge("gatehouse.gates.overdue", () => Measure(c => c.Overdue),
            description: "Gates that wait past their deadline: it stands still, the fold is behind, or nobody leads");
        Meters.Gatehouse.CreateObservableGauge("gatehouse.deadlines.standing", () => standing.Gates,
            description: "Gates whose deadline has come and waits until all that was delivered by then is recorded");
        Meters.Gatehouse.CreateObservableGauge("gatehouse.deadlines.standing.age", () => standing.Seconds, unit: "s",
            description: "For how long the first of them has stood still");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.AppliedAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                standing = await StandingAsync(connection, stoppingToken);
                var found = await CountAsync(connection, stoppingToken);
                // A context in which nothing waits any more is shown with 0: a figure that vanishes looks like an outage.
                counts = [.. found, .. counts.Where(known => !found.Exists(f => f.Context == known.Context)).Select(known => (known.Context, 0L, 0L))];
            }
            catch (NpgsqlException e)
            {
                log.LogDebug(e, "Gates could not be counted");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task<Standing> StandingAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var recorded = await Watermark.ReadAsync(connection, cancellation);
        await using var command = connection.Command("""
            select count(*), coalesce(extract(epoch from now() - min(deadline)), 0)::float8 from gating.gate
            where waiting and deadline < now() and deadline > $1 and deadline is distinct from deadline_noted
            """, recorded?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new Standing(row.GetInt64(0), row.GetDouble(1));
    }

    private static async Task<List<(string Context, long Waiting, long Overdue)>> CountAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.Command("select context, count(*), count(*) filter (where deadline < now()) from gating.gate where waiting group by context");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(string Context, long Waiting, long Overdue)>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return found;
    }

    private IEnumerable<Measurement<long>> Measure(Func<(string Context, long Waiting, long Overdue), long> value) =>
        counts.Select(c => new Measurement<long>(value(c), new KeyValuePair<string, object?>("decision_context", c.Context)));

    private sealed record Standing(long Gates, double Seconds);
}
