using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Looking at the overview costs the database nothing more for each who looks.</summary>
internal sealed class Onlookers
{
    [Test]
    public async Task The_overview_is_counted_at_most_once_a_second_however_many_look()
    {
        var (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        // On a quiet log nobody else looks at the rows of verdicts.
        await client.FallSilentAsync();
        await using var database = new Database(suite.Endpoints.Postgres);
        Task<long> CountedAsync() => database.CountAsync(
            "select (seq_scan + coalesce(idx_scan, 0))::bigint from pg_stat_user_tables where schemaname = 'views' and relname = 'verdict_count'");
        var (before, started) = (await CountedAsync(), TimeProvider.System.GetTimestamp());
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EventSource.OpenAsync($"{suite.Endpoints.Http}/api/v1/stream?types=overview")));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var i = 0; i < 100; i++)
            {
                await suite.Http.ReadAsync("/api/v1/overview");
            }
        }));

        // The server counts its scans with some delay: what is missing here comes within seconds of more queries.
        await Eventually.TrueAsync(async () => await CountedAsync() > before && await suite.Http.ReadAsync("/api/v1/overview") is not null, "it was counted");
        var (counted, seconds) = (await CountedAsync() - before, TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        await TestContext.Out.WriteLineAsync($"1,600 requests and 20 streams within {seconds:0.0} s: counted {counted} times");
        // And what the fold did just before may be counted now.
        Assert.That(counted, Is.LessThanOrEqualTo(seconds + 3));
    }
}
