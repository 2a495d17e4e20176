using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// How far the log has come, how far behind it the service's folds are, and how many sequence numbers lie above the high-water mark:
/// a gap that stays there holds every fold. Looked at every few seconds by whoever leads, so that a scrape costs no query.
/// </summary>
internal sealed class LogMeter(NpgsqlDataSource database, Schema schema, Leader leader, IEnumerable<LogFold> folds, ILogger<LogMeter> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly LogFold[] folds = [.. folds];
    private readonly Dictionary<string, double> seconds = [];
    private long last;
    private long waiting;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Register();
        await schema.AppliedAsync(stoppingToken);
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (leader.IsLeading)
                {
                    await LookAsync(stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogDebug(e, "The log's figures could not be read");
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        last = await connection.ReadAsync<long>("select coalesce(max(seq_id), 0) from gatehouse.mt_events", cancellation);
        var mark = await connection.ReadAsync<long>("select last_seq_id from gatehouse.mt_event_progression where name = 'HighWaterMark'", cancellation);
        waiting = Math.Max(0, last - mark);
        foreach (var fold in folds)
        {
            var age = await connection.ReadAsync<double>("""
                select greatest(0, extract(epoch from now() - e.timestamp))::float8 from gatehouse.mt_events e where e.seq_id > $1 order by e.seq_id limit 1
                """, cancellation, fold.Position);
            lock (seconds)
            {
                seconds[fold.Name] = age;
            }
        }
    }

    private void Register()
    {
        Meters.Gatehouse.CreateObservableGauge("gatehouse.log.events", () => last, description: "The last event's sequence.");
        Meters.Gatehouse.CreateObservableGauge("gatehouse.log.above_high_water", () => leader.IsLeading ? waiting : 0,
            description: "Sequence numbers above the high-water mark: if it stays, a gap holds the folds.");
        Meters.Gatehouse.CreateObservableGauge("gatehouse.fold.lag.events", () => PerFold(f => Math.Max(0, last - f.Position)),
            description: "Events that a fold has yet to see.");
        Meters.Gatehouse.CreateObservableGauge("gatehouse.fold.lag.seconds", () => PerFold(Seconds),
            description: "Age of the oldest event that a fold has yet to see.");
        Meters.Gatehouse.CreateObservableGauge("gatehouse.leading", () => leader.IsLeading ? 1 : 0, description: "1 on the replica that leads.");
    }

    private double Seconds(LogFold fold)
    {
        lock (seconds)
        {
            return seconds.GetValueOrDefault(fold.Name);
        }
    }

    private IEnumerable<Measurement<double>> PerFold(Func<LogFold, double> figure) =>
        leader.IsLeading ? folds.Select(f => new Measurement<double>(figure(f), new KeyValuePair<string, object?>("fold", f.Name))) : [];
}
