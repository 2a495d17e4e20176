using Gatehouse.Hosting;
using Marten.Events.Daemon.HighWater;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Notifies the folds that the log has more, as Marten would from inside the transaction that appends: PostgreSQL has such transactions commit one after the other,
/// each with its own write to the disk, those of all replicas among them. So it is done after the commit, and once for many. What nobody is notified of,
/// because the process is killed between the two or the database is away, the folds find by themselves at their next look, a tenth of a second later.
/// </summary>
internal sealed class AppendNotifier(NpgsqlDataSource database, TimeProvider clock, ILogger<AppendNotifier> log) : BackgroundService
{
    /// <summary>Folds under way look again no sooner than this anyway (<c>FastPollingTime</c>); of a lone commit they are notified at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private const string Sql = $"notify {PostgresqlListenWakeup.DefaultChannel}";

    private readonly Signal committed = new();

    /// <summary>To be called after a commit. Returns at once, and never fails.</summary>
    public void Committed() => committed.Pulse();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var next = committed.Next; ;)
        {
            await next.WaitAsync(stoppingToken);
            next = committed.Next;
            try
            {
                await using var command = database.CreateCommand(Sql);
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.Log(Transient.Is(e) ? LogLevel.Debug : LogLevel.Warning, e, "The folds are not notified of new events, and find them a moment later by themselves");
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }
}
