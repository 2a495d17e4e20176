using System.Threading.Channels;
using Gatehouse.Hosting;
using Marten.Events.Daemon.HighWater;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Tells the folds that the log has more, as Marten would from inside the transaction that appends: PostgreSQL has such transactions commit one after the other,
/// each with its own write to the disk, those of all replicas among them. So it is told after the commit, and many commits at once. What is not told,
/// because the process is killed between the two or the database is away, the folds find by themselves at their next look, a tenth of a second later.
/// </summary>
internal sealed class LogBell(NpgsqlDataSource database, TimeProvider clock, ILogger<LogBell> log) : BackgroundService
{
    /// <summary>Folds under way look again no sooner than this anyway (<c>FastPollingTime</c>); a lone commit is told at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private const string Sql = $"notify {PostgresqlListenWakeup.DefaultChannel}";

    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>To be called after a commit. Returns at once, and never fails.</summary>
    public void Ring() => rung.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in rung.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var command = database.CreateCommand(Sql);
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.Log(Transient.Is(e) ? LogLevel.Debug : LogLevel.Warning, e, "The folds are not told of new events, and find them a moment later by themselves");
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }
}
