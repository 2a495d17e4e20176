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
}
