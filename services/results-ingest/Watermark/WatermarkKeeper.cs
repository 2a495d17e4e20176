using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>Does a replica's part for the watermark: hears when it is wanted, drives a round or answers one, and says when it stands still.</summary>
internal sealed class WatermarkKeeper : BackgroundService
{
    // Notifications wake us. What is missed, or was never sent because its sender was killed, is found at the next look.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly WatermarkTable table;
    private readonly WatchedQueues queues;
    private readonly Driver driver;
    private readonly Answers answers;
    private readonly Schema schema;
    private readonly NpgsqlDataSource database;
    private readonly TimeProvider clock;
    private readonly ILogger<WatermarkKeeper> log;
    private readonly Signal changed = new();
    private Task driving = Task.CompletedTask;
    private Task answering = Task.CompletedTask;
    private CancellationTokenSource? asked;
    private long answered;
    private long? wantedSince;
    private long? reminded;

    public WatermarkKeeper(
        WatermarkTable table, WatchedQueues queues, Driver driver, Answers answers, Schema schema, NpgsqlDataSource database, TimeProvider clock,
        ILogger<WatermarkKeeper> log)
    {
        (this.table, this.queues, this.driver, this.answers, this.schema, this.database, this.clock, this.log) =
            (table, queues, driver, answers, schema, database, clock, log);
        Meters.Gatehouse.CreateObservableGauge("gatehouse.ingest.watermark.awaited", () => Awaited.TotalSeconds, unit: "s",
            description: "How long somebody has been waiting for the watermark; 0 while nobody is");
    }

    private TimeSpan Awaited => wantedSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    public override void Dispose()
    {
        asked?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.AppliedAsync(stoppingToken);
        var listening = ListenAsync(stoppingToken);
        for (var failed = false; !stoppingToken.IsCancellationRequested;)
        {
            var (next, other) = (changed.Next, queues.Changed.Next);
            try
            {
                await LookAsync(stoppingToken);
                failed = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.Log(failed || Transient.Is(e) ? LogLevel.Debug : LogLevel.Warning, e, "The watermark stands still: {Reason}", e.GetBaseException().Message);
                failed = true;
            }

            await Task.WhenAny(Signal.WaitAsync(next, Every, stoppingToken), other).Unwrap().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(listening, driving, answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        // In this order: the number was the newest when these stretches had begun.
        var lasting = queues.Channels.Select(channel => (channel.Ledger, channel.Ledger.Stretch)).ToList();
        var state = await table.ReadAsync(stopping);
        lasting.ForEach(l => l.Ledger.WasLasting(l.Stretch, state.Round));

        if (state.Looked != answered)
        {
            answered = state.Looked;
            await AnswerAsync(state.Looked, stopping);
        }

        if (driving.IsCompleted && state is { WantedIn: { } wait, Undriven: true } && wait < Every)
        {
            driving = DriveAsync(wait, stopping);
        }

        Remind(state);
    }

    /// <summary>Only the newest round counts: what is under way for another is given up.</summary>
    private async Task AnswerAsync(long round, CancellationToken stopping)
    {
        if (asked is not null)
        {
            await asked.CancelAsync();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            asked.Dispose();
        }

        asked = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        answering = answers.AnswerAsync(round, asked.Token);
    }

    private async Task DriveAsync(TimeSpan wait, CancellationToken stopping)
    {
        try
        {
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, stopping);
            }

            await driver.DriveAsync(changed, stopping);
            // Somebody may have asked again while this one was ending.
            changed.Pulse();
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.Log(Transient.Is(e) ? LogLevel.Debug : LogLevel.Error, e, "A round of the watermark has failed");
        }
    }

    private void Remind(WatermarkState state)
    {
        if (state.WantedIn is null)
        {
            (wantedSince, reminded) = (null, null);
            return;
        }

        wantedSince ??= clock.GetTimestamp();
        if (Awaited > Reminder && (reminded is not { } last || clock.GetElapsedTime(last) > Reminder))
        {
            reminded = clock.GetTimestamp();
            log.LogWarning(
                "Deadlines have stood still for {Seconds:0} s, since not all that was delivered is on record: {Trouble}; this replica {Own}. "
                + "They are acted on once it is, or after their grace without it. See what keeps results from being recorded, and who else "
                + "consumes from these queues",
                Awaited.TotalSeconds,
                driver.Trouble ?? "another replica asks the broker, see its log",
                answers.Trouble is { } own ? $"has not answered: {own}" : "has answered when it was asked");
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        for (var pause = new Backoff(); !stopping.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stopping);
                connection.Notification += (_, _) => changed.Pulse();
                await connection.RunAsync($"listen {Watermark.Channel}", stopping);
                pause.Forget();
                changed.Pulse();
                while (true)
                {
                    await connection.WaitAsync(stopping);
                }
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogDebug(e, "Not notified of the watermark, and looks every second");
                await pause.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
