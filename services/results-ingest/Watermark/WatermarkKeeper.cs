using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Does a replica's part for the watermark: hears when it is wanted, drives a round or answers one, and says when it
/// stands still.
/// </summary>
/// <remarks>
/// <para>
/// <b>What it is.</b> The latest moment such that every message that was in the input queues then, or had been handed
/// out of them, is recorded or rejected. It is the deployment's, one row in PostgreSQL. A gate decides at its
/// deadline only once the watermark has passed it: what was sent in time is then on record, and what is not on record
/// was not sent. It may stand still for as long as it likes, which costs time; it must never pass a message that is
/// not recorded, which would cost a false verdict.
/// </para>
/// <para>
/// <b>Why it is not easy.</b> The broker says over AMQP how many messages of a queue nobody has been handed and how
/// many consumers there are, but not how many messages these hold, nor who they are. A replica knows what it holds,
/// but one that is frozen says nothing, one whose connection the broker has closed does not know it yet, and one that
/// has just woken up has messages in its socket that it has not seen.
/// </para>
/// <para>
/// <b>A round</b> (<see cref="Driver"/>, <see cref="Round"/>) tries to move it to the moment T at which it begins, in
/// this order: 1. It draws the next number; T is the database's time after that. 2. It looks at each input queue:
/// nothing may be ready, and there are n consumers. 3. It says so, and each replica answers for each queue that it
/// consumes, once everything that the broker had handed to it by then is recorded (<see cref="Answers"/>). 4. If for
/// each queue exactly n replicas have answered, the watermark moves to T, unless a newer round has begun. Whatever
/// was in a queue at T was, at the look, recorded or held by one of the n, and each of the n has recorded what it
/// held.
/// </para>
/// <para>
/// <b>Why an answer can be believed.</b> (a) It is one of the n: its consumer had been there since before the number
/// was drawn, and was there after the look, for the broker answers on its channel. So a replica that the broker has
/// cut off does not stand in for one that is frozen. (b) It is of everything: it fetches a message of its own on the
/// same channel, whose number is higher than those of all that the broker has sent before, seen or not (<see
/// cref="WatchedChannel"/>, <see cref="Ledger"/>). Before that it waits for a moment, since what a queue hands out
/// takes its way through the broker to the channel. (c) Nothing went back: a message that is returned to its queue,
/// or lost with a connection, may be handed to one who has answered already. So whoever returned one has no standing
/// until a later round (<see cref="Ledger.Stretch"/>). (d) No clock but T is in it: rounds are told apart by numbers,
/// so that a clock that is set back, or a process that was frozen anywhere, does no harm.
/// </para>
/// <para>
/// <b>What else.</b> A stranger who consumes or fetches from an input queue counts among the n and never answers: the
/// watermark stands still until he has gone. So does a replica that is frozen, until the broker misses its heartbeats
/// and gives what it held to another. Results posted over HTTP are in no queue; what a replica has read of them by
/// the time of its answer is waited for. Everybody can die at any step: a round without its driver is followed by
/// another replica's after two seconds, one without an answer by the next round, with twice the patience. Nobody
/// asks, nobody moves: at rest this costs one small read a second.
/// </para>
/// <para>
/// <b>What it leans on.</b> That a queue's leader has a message before it is confirmed, and that quorum queues count
/// as consumers whoever holds messages, cancelled or fetched ones too (RabbitMQ 3.10 to 4.1). In a broker that is
/// partitioned, a leader that does not know yet that it is none any more can say that a queue is empty.
/// </para>
/// </remarks>
internal sealed class WatermarkKeeper : BackgroundService
{
    // Notifications wake us. What is missed, or was never sent because its sender was killed, is found at the next
    // look.
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
        WatermarkTable table, WatchedQueues queues, Driver driver, Answers answers, Schema schema,
        NpgsqlDataSource database, TimeProvider clock, ILogger<WatermarkKeeper> log)
    {
        (this.table, this.queues, this.driver, this.answers, this.schema, this.database, this.clock, this.log) =
            (table, queues, driver, answers, schema, database, clock, log);
        Meters.Gatehouse.CreateObservableGauge(
            "gatehouse.ingest.watermark.awaited",
            () => Awaited.TotalSeconds,
            unit: "s",
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
                var level = failed || Transient.Is(e) ? LogLevel.Debug : LogLevel.Warning;
                log.Log(level, e, "The watermark stands still: {Reason}", e.GetBaseException().Message);
                failed = true;
            }

            var woken = Task.WhenAny(Signal.WaitAsync(next, Every, stoppingToken), other).Unwrap();
            await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
                "Deadlines have stood still for {Seconds:0} s, since not all that was delivered is on record: "
                + "{Trouble}; this replica {Own}. They are acted on once it is, or after their grace without it. "
                + "See what keeps results from being recorded, and who else consumes from these queues",
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
