using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// An ingest replica has looked for two results, found neither, and is frozen until another has recorded one of them and it has been archived, to
/// where the index that keeps ids apart does not see it.
/// </summary>
internal sealed class LookedLongAgo
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task It_is_sent_back_to_look_again_and_nothing_is_lost_or_recorded_twice()
    {
        var servers = await Servers.SharedAsync();
        // A look may be a quarter of the age ago.
        var options = new SuiteOptions
        {
            Policies = TestPolicies.All,
            Store = await servers.NewStoreAsync(),
            Environment = new Dictionary<string, string> { ["Gatehouse__ArchivePartition"] = "on", ["Gatehouse__ArchiveAfter"] = "4s" },
        };
        await using var suite = await Suite.StartAsync(options);
        await using var replica = await Suite.StartAsync(options with { Only = [GatehouseService.Ingest] });
        await using var client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
        using var http = new HttpClient { BaseAddress = new Uri(replica.Services.Single().BaseUrl) };
        var update = TestUpdate.New(builds: 2);
        // Who has just met a repeat looks before it records; else the look goes with the record.
        var repeat = update.Result(0, TestUpdate.Depcheck("noarch"), "PASSED");
        await PostAsync(http, repeat);
        await PostAsync(http, repeat);
        var (same, own) = (update.Result(0, Depcheck, "PASSED"), update.Result(1, Depcheck, "FAILED"));

        var asked = await FreezeAsync(replica, database, () => PostAsync(http, same, own));
        try
        {
            Assert.That((await PostAsync(suite.Http, same)).Status, Is.EqualTo(HttpStatusCode.Accepted));
            await Eventually.TrueAsync(async () => await CountAsync(database, same, "is_archived") == 1, "it is archived", Patience);
        }
        finally
        {
            replica.Signal(GatehouseService.Ingest, Signal.Continue);
        }

        await client.Subscriber.UntilAsync(m => m.Announces(own.MessageId!), "what only the frozen one had been told", Patience);
        await client.FallSilentAsync();

        // Whoever asked it may have been told to come again.
        Assert.That((await asked).Status, Is.EqualTo(HttpStatusCode.Accepted).Or.EqualTo(HttpStatusCode.ServiceUnavailable));
        var again = (await PostAsync(http, same, own)).Json["items"]!.AsArray();
        Assert.That(again.Select(i => (int)i!["status"]!), Is.EqualTo(new[] { 202, 202 }));
        Assert.That((await CountAsync(database, same, "true"), await CountAsync(database, own, "true")), Is.EqualTo((1L, 1L)));
        Assert.That(client.Subscriber.All.Count(m => m.Announces(same.MessageId!) || m.Announces(own.MessageId!)), Is.EqualTo(2));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(replica.Folder, "logs", "results-ingest.log")), Does.Contain("2 messages wait for the store").And.Contain("which is too long ago"));
    }

    /// <summary>Freezes the replica while the database answers its look: it wakes up with the answer.</summary>
    private static async Task<Task<Answer>> FreezeAsync(Suite replica, NpgsqlDataSource database, Func<Task<Answer>> ask)
    {
        Task<Answer> asked;
        int? backend = null;
        await using (var holder = await database.OpenConnectionAsync())
        await using (var hold = await holder.BeginTransactionAsync())
        {
            await using var take = new NpgsqlCommand("lock table gatehouse.mt_events in access exclusive mode", holder, hold);
            await take.ExecuteNonQueryAsync();
            asked = ask();
            await Eventually.TrueAsync(async () => (backend = await LookAsync(database, holder.ProcessID)) is not null, "it looks", Patience);
            replica.Signal(GatehouseService.Ingest, Signal.Stop);
        }

        await using var state = database.CreateCommand("select state from pg_stat_activity where pid = $1");
        state.Parameters.Add(new() { Value = backend!.Value });
        await Eventually.TrueAsync(async () => await state.ExecuteScalarAsync() is "idle", "its look is over", Patience);
        return asked;
    }

    private static async Task<int?> LookAsync(NpgsqlDataSource database, int holder)
    {
        await using var command = database.CreateCommand(
            "select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid)) and application_name = 'results-ingest' and query like '%where id = any(%'");
        command.Parameters.Add(new() { Value = holder });
        return (int?)await command.ExecuteScalarAsync();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, Outgoing result, string which)
    {
        await using var command = database.CreateCommand($"select count(*) from gatehouse.mt_events where data ->> 'id' = $1 and {which}");
        command.Parameters.Add(new() { Value = result.MessageId! });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Task<Answer> PostAsync(HttpClient http, params Outgoing[] results) =>
        http.PostAsync("/api/v1/results", new JsonArray([.. results.Select(r => JsonNode.Parse(r.Body.Span))]));
}
