using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// The statistics of a store that was nearly empty a moment ago tell the planner to read tables whole, and it keeps its plans when they have grown.
/// Folds have to find by keys what they load all the same, and the log what is new: what they read goes with the results, not with what lies there.
/// </summary>
internal sealed class YoungStore
{
    private const int Updates = 200;
    private const int Builds = 10;
    private const int Results = 100;

    // Only the folds read these.
    private const string Tables = "('gating.topic', 'gating.gate_build', 'views.cell', 'views.check_history', 'views.update_build')";

    private const string Log = "('gatehouse.mt_events', 'gatehouse.mt_streams')";

    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");

    [Test]
    public async Task A_fold_reads_what_a_result_touches_and_no_table_whole()
    {
        var servers = await Servers.SharedAsync();
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() });
        await using var client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        await using var database = new Database(suite.Endpoints.Postgres);
        foreach (var table in new[] { Tables, Log }.SelectMany(tables => tables.Trim('(', ')').Split(", ")))
        {
            await database.RunAsync($"alter table {table.Trim('\'')} set (autovacuum_enabled = off)");
        }

        // As autovacuum does within a minute of a start. What is planned now, and kept, is planned for tables of a page.
        var first = TestUpdate.New("one-check", builds: Builds);
        await client.PublishAndHearAsync(first.Definition(), m => m.Alias == first.Alias);
        await client.RecordAsync(first.Results([Depcheck], (_, _) => "PASSED"));
        await database.CaughtUpAsync();
        await database.RunAsync("analyze");
        foreach (var one in first.Results([Depcheck], (_, _) => "PASSED"))
        {
            await client.RecordAsync([one]);
        }

        var updates = Enumerable.Range(0, Updates).Select(_ => TestUpdate.New("one-check", builds: Builds)).ToList();
        await client.Publisher.PublishAsync([.. updates.Select(u => u.Definition())]);
        await client.Subscriber.UntilAsync(m => m.Alias == updates[^1].Alias, "the last update to be opened");
        await database.CaughtUpAsync();
        const string scans = "select coalesce(idx_scan, 0) from pg_stat_user_tables where relname = 'gate_build'";
        const string scanned = $"select sum(seq_tup_read)::bigint from pg_stat_user_tables where schemaname || '.' || relname in {Log}";
        var (before, scannedBefore) = (await database.CountAsync(scans), await database.CountAsync(scanned));
        foreach (var update in updates.Take(Results))
        {
            await client.RecordAsync([update.Result(0, Depcheck, "PASSED")]);
        }

        // The server counts with some delay.
        await Eventually.TrueAsync(async () => await database.CountAsync(scans) >= before + Results, "all reads are counted", TimeSpan.FromMinutes(1));
        var read = await database.CountAsync($"""
            select ((select sum(seq_tup_read) from pg_stat_user_tables where schemaname || '.' || relname in {Tables})
                + (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname || '.' || relname in {Tables}))::bigint
            """);

        await TestContext.Out.WriteLineAsync(await database.TextAsync($"""
            select string_agg(what, ', ' order by rows desc) from (
                select relname || ' ' || seq_tup_read as what, seq_tup_read as rows from pg_stat_user_tables where schemaname || '.' || relname in {Tables}
                union all select indexrelname || ' ' || idx_tup_read, idx_tup_read from pg_stat_user_indexes where schemaname || '.' || relname in {Tables}) reads
            where rows > 0
            """));
        var ofTheLog = await database.CountAsync(scanned) - scannedBefore;
        await TestContext.Out.WriteLineAsync($"{read} rows read for {Updates} updates of {Builds} builds and {Results} results; {ofTheLog} of the log in reading it whole");
        Assert.That(read, Is.LessThan(5 * Updates * Builds));
        // A process of the server reports what it has read within ten seconds, so a scan of a log that was a dozen events long may be counted only here. This log has
        // a stream and more events for each update: read whole just once while results came, it makes itself known.
        Assert.That(ofTheLog, Is.LessThan(Updates));
    }
}
