using Gatehouse.Local;
using Marten.Events.Daemon.HighWater;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>The folds do not wait for their next look at the log: they are told of what ingest has committed.</summary>
internal sealed class Woken
{
    [Test]
    public async Task Whoever_listens_is_told_of_a_result_that_is_on_record()
    {
        var suite = await OnePlatform.SuiteAsync();
        var client = await OnePlatform.ClientAsync();
        await using var connection = new NpgsqlConnection(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
        await connection.OpenAsync();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Notification += (_, notification) => told.TrySetResult();
        await using (var listen = new NpgsqlCommand($"listen {PostgresqlListenWakeup.DefaultChannel}", connection))
        {
            await listen.ExecuteNonQueryAsync();
        }

        // Of an update that nobody defined: ingest alone appends.
        await client.Publisher.PublishAsync(TestUpdate.New("nobody-asks").Result(0, TestUpdate.Depcheck("x86_64"), "PASSED"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await connection.WaitAsync(patience.Token);
        await told.Task.WaitAsync(patience.Token);
    }
    [Test]
    public async Task What_an_ingest_left_behind_that_was_killed_before_it_told_anybody_is_found()
    {
        var suite = await OnePlatform.SuiteAsync();
        var client = await OnePlatform.ClientAsync();
        var told = TestUpdate.New("nobody-asks").Result(0, TestUpdate.Depcheck("x86_64"), "PASSED");
        await client.RecordAsync(told);

        var untold = Guid.NewGuid();
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
        await using var append = database.CreateCommand("""
            with stream as (insert into gatehouse.mt_streams (id, version) values ('ingest/' || $1, 1))
            insert into gatehouse.mt_events
            select (jsonb_populate_record(e, jsonb_build_object(
                'id', $1, 'seq_id', nextval('gatehouse.mt_events_sequence'), 'stream_id', 'ingest/' || $1, 'version', 1, 'data', jsonb_set(e.data, '{id}', to_jsonb($1))))).*
            from gatehouse.mt_events e where e.type = 'result_recorded' and e.data ->> 'id' = $2
            """);
        append.Parameters.Add(new() { Value = untold });
        append.Parameters.Add(new() { Value = told.MessageId });
        Assert.That(await append.ExecuteNonQueryAsync(), Is.EqualTo(1));

        await client.Subscriber.UntilAsync(m => m.Announces($"{untold}"), "a result that nobody was told of to be announced");
    }
}
