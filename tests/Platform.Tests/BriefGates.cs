using System.Globalization;
using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// A platform whose gates wait for one result and for no more than four seconds, and a look at what it notes of their
/// deadlines.
/// </summary>
internal sealed class BriefGates : IAsyncDisposable
{
    public static readonly Check Asked = TestUpdate.Depcheck("x86_64");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private static readonly Dictionary<string, string> Policies = new()
    {
        ["brief.yaml"] = """
            id: brief
            match:
              product_versions: [brief]
            timeout: 4s
            checks:
              - { testcase: dist.depcheck, arches: [x86_64] }
            """,
    };

    public required Suite Suite { get; init; }

    public required ForeignClient Client { get; init; }

    public required NpgsqlDataSource Database { get; init; }

    /// <param name="options">Its policies are ours.</param>
    public static async Task<BriefGates> StartAsync(SuiteOptions options)
    {
        var suite = await Suite.StartAsync(options with { Policies = Policies });
        return new()
        {
            Suite = suite,
            Client = await ForeignClient.StartAsync(suite.Endpoints.Amqp),
            Database = NpgsqlDataSource.Create(Local.PostgresUrl.ConnectionString(suite.Endpoints.Postgres)),
        };
    }

    public static SuiteOptions Options(Store? store) => new() { Policies = Policies, Store = store };

    /// <summary>A new update's gate, just opened.</summary>
    public async Task<(TestUpdate Update, DateTimeOffset Deadline)> OpenAsync()
    {
        var update = TestUpdate.New("brief");
        var opened = await Client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        var deadline = Must.Time(opened.Body["deadline"]);
        Assert.That(deadline, Is.EqualTo(Must.Time(opened.Body["opened_at"]) + Timeout));
        return (update, deadline);
    }

    /// <summary>Publishes what the gate waits for; it is confirmed before its deadline.</summary>
    public async Task<Outgoing> PublishInTimeAsync(TestUpdate update, DateTimeOffset deadline)
    {
        var result = update.Result(0, Asked, "PASSED");
        await Client.Publisher.PublishAsync(result);
        await MustBeInTimeAsync(deadline);
        return result;
    }

    /// <summary>The deadline has not come.</summary>
    public async Task MustBeInTimeAsync(DateTimeOffset deadline) => Assert.That(
        await AskAsync<bool>("select clock_timestamp() < $1", deadline), "it was confirmed in time");

    /// <summary>A second after the deadline, gating asks for the watermark, and the gate still waits.</summary>
    public async Task MustStandStillAsync(TestUpdate update, DateTimeOffset deadline)
    {
        await Eventually.TrueAsync(
            () => AskAsync<bool>("select clock_timestamp() > $1 + interval '1 s'", deadline), "the deadline is over");
        await Eventually.TrueAsync(
            () => AskAsync<bool>("select wanted >= $1 from ingest.watermark", deadline), "gating asks for it");
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(
                await AskAsync<bool>(
                    "select waiting and deadline_noted is null from gating.gate where alias = $1", update.Alias),
                "it waits");
            Assert.That(
                await AskAsync<bool>(
                    "select recorded_until is null or recorded_until < $1 from ingest.watermark", deadline),
                "the watermark stands");
            Assert.That(Client.Subscriber.Of(update.Alias).Select(m => m.Type), Is.EqualTo(new[] { "gate.opened" }));
        });
    }

    public Task<Heard> CompleteAsync(TestUpdate update) => Client.Subscriber.UntilAsync(
        m => m.Alias == update.Alias && m.Type == "gate.complete", $"the verdict on {update.Alias}");

    /// <summary>What the log says of its deadline.</summary>
    public async Task<DeadlinePassed> NotedAsync(TestUpdate update)
    {
        var noted = await AskAsync<string>("""
            select data::text from gatehouse.mt_events where type = 'deadline_passed' and data ->> 'alias' = $1
            """, update.Alias);
        return JsonSerializer.Deserialize<DeadlinePassed>(noted!, Json.Stored)!;
    }

    /// <summary>How often a round of the watermark ended so, on the first replica of results-ingest.</summary>
    public async Task<long> RoundsAsync(string outcome)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(Suite.Endpoints.IngestHttp + "/metrics"));
        var line = metrics.Split('\n').FirstOrDefault(
            l => l.StartsWith("gatehouse_ingest_watermark_rounds_total{", StringComparison.Ordinal)
                && l.Contains($"outcome=\"{outcome}\"", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public async Task<T?> AskAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Database.DisposeAsync();
        await Suite.DisposeAsync();
    }
}
