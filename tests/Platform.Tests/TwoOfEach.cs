using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;
using RabbitMQ.Client;

namespace Gatehouse.Platform.Tests;

/// <summary>A platform of two replicas of every service, for the tests that freeze and kill them. Its servers live on.</summary>
[SetUpFixture]
internal sealed class TwoOfEach
{
    private static readonly string[] Queues = ["gatehouse.results-ingest.results", "gatehouse.results-ingest.updates", "gatehouse.results-ingest.waivers"];
    private static readonly Lazy<Task<TwoOfEach>> running = new(StartAsync);

    public Suite Suite { get; private init; } = null!;

    public ForeignClient Client { get; private init; } = null!;

    public NpgsqlDataSource Database { get; private init; } = null!;

    public Leaders Leaders => new(Suite, Database);

    /// <summary>The one platform, once both replicas of everything are ready.</summary>
    public static async Task<TwoOfEach> ReadyAsync()
    {
        var platform = await running.Value;
        await platform.Suite.ReadyAsync();
        // A replica that was frozen a moment ago may not have noticed yet that the broker has given it up.
        await Eventually.TrueAsync(platform.BothConsumeAsync, "both replicas of results-ingest take messages", TimeSpan.FromMinutes(1));
        return platform;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (running.IsValueCreated && running.Value.IsCompletedSuccessfully)
        {
            var platform = await running.Value;
            await platform.Client.DisposeAsync();
            await platform.Database.DisposeAsync();
            await platform.Suite.DisposeAsync();
        }
    }

    /// <summary>Publishes an update and its one result, and returns how long it took from then until the verdict and the announcement were heard.</summary>
    public async Task<TimeSpan> PassAsync(TestUpdate update)
    {
        var result = update.Result(0, TestUpdate.Depcheck("x86_64"), "PASSED");
        var started = TimeProvider.System.GetTimestamp();
        await Client.Publisher.PublishAsync(update.Definition(), result);
        await Client.Subscriber.UntilAsync(m => m.Alias == update.Alias && m.Type == "gate.complete", $"the verdict on {update.Alias}");
        await Client.Subscriber.UntilAsync(m => m.Announces(result.MessageId!), $"the announcement of the result of {update.Alias}");
        return TimeProvider.System.GetElapsedTime(started);
    }

    private async Task<bool> BothConsumeAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Suite.Endpoints.Amqp), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var consumers = await Task.WhenAll(Queues.Select(async queue => (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount));
        return consumers.All(count => count == 2);
    }

    /// <summary>What this machine needs for the work itself, as busy as it is with other things at the moment.</summary>
    public async Task<TimeSpan> WorkAsync()
    {
        var quiet = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PassAsync(TestUpdate.New("one-check"))));
        return TimeSpan.FromSeconds(2) + (10 * quiet.Max());
    }

    /// <summary>Each of these updates was said to be opened and to be complete, and nothing else, whatever came twice.</summary>
    public void MustHavePassed(IEnumerable<TestUpdate> updates) => Assert.Multiple(() =>
    {
        var said = Client.Subscriber.All.Where(m => m.IsGate).ToLookup(m => m.Alias);
        foreach (var update in updates)
        {
            GateMessages.AreExactly([.. said[update.Alias].DistinctBy(m => (m.MessageId, m.Text))], "gate.push_stable.opened", "gate.push_stable.complete.passed");
        }
    });

    private static async Task<TwoOfEach> StartAsync()
    {
        var servers = await Servers.SharedAsync();
        var suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = TestPolicies.All,
            Store = await servers.NewStoreAsync(),
            Replicas = 2,
            // Each has half of what comes: whichever dies holds some of it.
            Environment = new Dictionary<string, string> { ["Gatehouse__Receive__Priority"] = "0" },
        });
        return new()
        {
            Suite = suite,
            Client = await ForeignClient.StartAsync(suite.Endpoints.Amqp),
            Database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres)),
        };
    }
}
