using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>Everything is killed in turn, while messages flow.</summary>
internal sealed class Killed
{
    [Test]
    public async Task Whatever_is_killed_nothing_is_recorded_twice_nothing_confirmed_is_lost_and_each_update_has_one_verdict()
    {
        // Servers of its own, which write to the disk what they confirm.
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All });
        await using var client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        await using var load = new Load(client);
        load.Start();

        foreach (var name in new[] { "results-ingest", "projections", "gating", "rabbitmq", "postgres" })
        {
            await load.FlowAsync();
            await suite.KillAsync(name);
            await load.FlowAsync();
            await TestContext.Progress.WriteLineAsync($"{name} was killed, and {client.Publisher.Confirmed} messages are confirmed");
        }

        await load.StopAsync();
        await client.FallSilentAsync();

        Assert.That(await RecordedAsync(suite), Is.Unique.And.SupersetOf(load.Results), "every confirmed result is on record, once");
        var heard = client.Subscriber.All;
        Assert.That(heard.GroupBy(m => m.MessageId).Select(same => same.Select(m => (m.RoutingKey, m.Text)).Distinct().Count()), Is.All.EqualTo(1),
            "what comes again under one message_id is the same");
        var once = heard.DistinctBy(m => m.MessageId).ToList();
        Assert.That(once.Where(m => m.IsResult).Select(m => (string)m.Body["id"]!), Is.Unique.And.SupersetOf(load.Results));
        Assert.That(once.Where(m => m.IsResult).Select(m => (int)m.Body["times_seen"]!), Is.All.EqualTo(1), "no view counted a result twice");
        var said = once.Where(m => m.Alias is not null).ToLookup(m => m.Alias!);
        Assert.Multiple(() => load.Aliases.ToList().ForEach(alias =>
            GateMessages.AreExactly([.. said[alias].OrderBy(m => (long)m.Body["sequence"]!)], "gate.push_flood.opened", "gate.push_flood.complete.passed")));
    }

    [Test]
    public async Task All_can_be_killed_at_the_moment_they_are_ready_for_the_first_time()
    {
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All });
        await Task.WhenAll(suite.Endpoints.Processes.Keys.Select(suite.KillAsync));
        await suite.ReadyAsync();

        var update = TestUpdate.New("one-check");
        await using var client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        await client.PublishAndHearAsync(update.Result(0, TestUpdate.Depcheck("x86_64"), "PASSED"), m => m.Alias == update.Alias && m.Type == "gate.complete");
    }

    private static async Task<List<string>> RecordedAsync(Suite suite)
    {
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
        await using var command = database.CreateCommand("select data ->> 'id' from gatehouse.mt_events where type = 'result_recorded'");
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
