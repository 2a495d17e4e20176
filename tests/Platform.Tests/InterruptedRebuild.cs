using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>A rebuild that ends while what it has folded is being written: nothing of it is left for the next rebuild, and nobody waits for it.</summary>
internal sealed class InterruptedRebuild
{
    private const string Views = "Gatehouse.Projections.dll";
    private const string Gates = "Gatehouse.Gating.dll";

    [TestCase(Views, "rebuild views", "views_rebuild.result", Signal.Kill, 128 + 9)]
    [TestCase(Views, "rebuild views", "views_rebuild.result", Signal.Terminate, 2)]
    [TestCase(Views, "rebuild views", "views_rebuild.result", null, 2, Description = "what is written beside fails")]
    [TestCase(Gates, "rebuild gates", "gating_rebuild.topic", Signal.Kill, 128 + 9)]
    [TestCase(Gates, "rebuild gates", "gating_rebuild.topic", Signal.Terminate, 2)]
    [TestCase(Gates, "rebuild gates", "gating_rebuild.topic", null, 2, Description = "what is written beside fails")]
    public async Task Leaves_nothing_that_the_next_does_not_clear_away(string program, string application, string table, Signal? signal, int exitCode)
    {
        var servers = await Servers.SharedAsync();
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() });
        await using var client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        await using var database = new Database(suite.Endpoints.Postgres);
        await client.RecordAsync(TestUpdate.New("one-check", builds: 3).Results([TestUpdate.Depcheck("x86_64")], (_, _) => "PASSED"));
        await client.FallSilentAsync();
        await database.CaughtUpAsync();
        var before = await database.FingerprintAsync();

        await using var source = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
        await using var log = await TableLock.TakeAsync(source, "gatehouse.mt_events");
        var (rebuild, ended) = ProgramRun.Start(program, ["rebuild"], ("Gatehouse__Postgres", suite.Endpoints.Postgres));
        await Eventually.TrueAsync(() => log.HoldsUpAsync(application), "the tables beside are made, and the log is to be read");
        await using var written = await TableLock.TakeAsync(source, table, "share");
        await log.DisposeAsync();
        await Eventually.TrueAsync(() => written.HoldsUpAsync(application), "the page is to be written");
        if (signal is { } sent)
        {
            Signals.Send(rebuild, sent);
        }
        else
        {
            await written.DropTableAsync();
        }

        await written.DisposeAsync();
        var run = await ended;

        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        // One that hears the signal when the page has been written after all may say first how far it has come.
        Assert.That(run.Output, signal is Signal.Kill ? Is.Empty : Does.Match("(?m)^rebuild ends: ").And.Not.Contain("   at "));
        var next = await RebuildRun.AllAsync(suite.Endpoints.Postgres);
        Assert.That(next.ExitCode, Is.Zero);
        Assert.That(await database.FingerprintAsync(), Is.EqualTo(before), "schemas included");
    }
}
