using Gatehouse.Local;
using Gatehouse.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// A gate decides at its deadline by what had been delivered by then: while that cannot be recorded, the deadline
/// stands still (rule 10).
/// </summary>
internal sealed class StandingDeadlines
{
    private const int Prefetch = 50;
    private const string Results = "gatehouse.results-ingest.results";
    private BriefGates gates = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        gates = await BriefGates.StartAsync(BriefGates.Options(store) with
        {
            Environment = new Dictionary<string, string>
            {
                ["Gatehouse__Receive__Prefetch"] = $"{Prefetch}",
                ["Gatehouse__Receive__BatchLimit"] = $"{Prefetch}",
            },
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await gates.DisposeAsync();

    [SetUp]
    public Task ReadyAsync() => gates.Suite.ReadyAsync();

    [Test]
    public async Task At_rest_a_deadline_is_acted_on_once_all_that_was_delivered_by_then_is_recorded()
    {
        var (update, deadline) = await gates.OpenAsync();

        var complete = await gates.CompleteAsync(update);

        var noted = await gates.NotedAsync(update);
        var decided = Must.Time(complete.Body["decided_at"]);
        await TestContext.Out.WriteLineAsync($"decided {(decided - deadline).TotalMilliseconds:0} ms after it");
        Assert.That(complete.RoutingKey, Is.EqualTo("gate.push_stable.complete.failed"));
        Assert.That((string?)complete.Body["reason"], Is.EqualTo("deadline"));
        Assert.That(noted.RecordedUntil, Is.InRange(deadline, decided));
    }

    [Test]
    public async Task Deadlines_that_pass_one_after_the_other_are_each_acted_on_with_a_watermark_of_their_own_time()
    {
        var opened = new List<(TestUpdate Update, DateTimeOffset Deadline)>();
        for (var gate = 0; gate < 8; gate++)
        {
            opened.Add(await gates.OpenAsync());
        }

        foreach (var (update, deadline) in opened)
        {
            var decided = Must.Time((await gates.CompleteAsync(update)).Body["decided_at"]);
            await TestContext.Out.WriteLineAsync($"decided {(decided - deadline).TotalMilliseconds:0} ms after it");
            Assert.That((await gates.NotedAsync(update)).RecordedUntil, Is.InRange(deadline, decided));
        }
    }

    [Test]
    public async Task What_was_confirmed_in_time_counts_although_ingest_was_frozen_over_the_deadline()
    {
        var (update, deadline) = await gates.OpenAsync();
        gates.Suite.Signal(GatehouseService.Ingest, Signal.Stop);
        try
        {
            await gates.PublishInTimeAsync(update, deadline);
            await gates.MustStandStillAsync(update, deadline);
        }
        finally
        {
            gates.Suite.Signal(GatehouseService.Ingest, Signal.Continue);
        }

        Assert.That((await gates.CompleteAsync(update)).RoutingKey, Is.EqualTo("gate.push_stable.complete.passed"));
    }

    [Test]
    public async Task What_was_confirmed_in_time_counts_although_ingest_was_dead_over_the_deadline()
    {
        var (update, deadline) = await gates.OpenAsync();
        // Frozen first: it surely holds the result when it dies.
        gates.Suite.Signal(GatehouseService.Ingest, Signal.Stop);
        await gates.PublishInTimeAsync(update, deadline);
        await gates.MustStandStillAsync(update, deadline);

        await gates.Suite.KillAsync(GatehouseService.Ingest);

        Assert.That((await gates.CompleteAsync(update)).RoutingKey, Is.EqualTo("gate.push_stable.complete.passed"));
    }

    [Test]
    public async Task What_nobody_sent_is_missed_after_an_outage_too_and_with_a_watermark()
    {
        var (update, deadline) = await gates.OpenAsync();
        gates.Suite.Signal(GatehouseService.Ingest, Signal.Stop);
        try
        {
            await gates.MustStandStillAsync(update, deadline);
        }
        finally
        {
            gates.Suite.Signal(GatehouseService.Ingest, Signal.Continue);
        }

        Assert.That((await gates.CompleteAsync(update)).RoutingKey, Is.EqualTo("gate.push_stable.complete.failed"));
        Assert.That((await gates.NotedAsync(update)).RecordedUntil, Is.GreaterThanOrEqualTo(deadline));
    }

    [Test]
    public async Task A_backlog_that_is_being_read_holds_deadlines_and_its_last_message_counts()
    {
        var backlog = await gates.RoundsAsync("backlog");
        TestUpdate update;
        DateTimeOffset deadline;
        // Two refused messages, each in one of the two transactions at a time: nothing goes on behind them.
        await using (var held = await TableLock.TakeAsync(gates.Database, "ingest.rejection_body", "share"))
        {
            (update, deadline) = await gates.OpenAsync();
            for (var refused = 1; refused <= 2; refused++)
            {
                var bad = Outgoing.Of("gatehouse.results", "result", $"no JSON {refused} {update.Alias}");
                await gates.Client.Publisher.PublishAsync(bad);
                await Eventually.TrueAsync(() => WaitersAsync(refused), $"{refused} transactions wait");
            }

            var others = TestUpdate.New("long");
            await gates.Client.Publisher.PublishAsync(
                Enumerable.Range(0, 3 * Prefetch).Select(_ => others.Result(0, BriefGates.Asked, "PASSED")));
            await gates.PublishInTimeAsync(update, deadline);
            await gates.MustStandStillAsync(update, deadline);
            await Eventually.TrueAsync(async () => await gates.RoundsAsync("backlog") > backlog, "ingest says why");
        }

        Assert.That((await gates.CompleteAsync(update)).RoutingKey, Is.EqualTo("gate.push_stable.complete.passed"));
    }

    [Test]
    public async Task Whoever_else_consumes_may_hold_a_message_so_deadlines_stand_still_until_he_has_gone()
    {
        var (update, deadline) = await gates.OpenAsync();
        var unanswered = await gates.RoundsAsync("unanswered");
        var broker = new ConnectionFactory { Uri = new Uri(gates.Suite.Endpoints.Amqp) };
        await using (var connection = await broker.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.BasicConsumeAsync(Results, autoAck: false, new AsyncEventingBasicConsumer(channel));
            await gates.MustStandStillAsync(update, deadline);
            await Eventually.TrueAsync(
                async () => await gates.RoundsAsync("unanswered") > unanswered, "ingest says why");
        }

        Assert.That((await gates.CompleteAsync(update)).RoutingKey, Is.EqualTo("gate.push_stable.complete.failed"));
        Assert.That((await gates.NotedAsync(update)).RecordedUntil, Is.GreaterThanOrEqualTo(deadline));
    }

    private async Task<bool> WaitersAsync(int count) => await gates.AskAsync<long>("""
        select count(*) from pg_locks join pg_stat_activity using (pid)
        where not granted and relation = 'ingest.rejection_body'::regclass and application_name like 'results-ingest%'
        """) >= count;
}
