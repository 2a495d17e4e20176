using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Contracts;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>Many who ask the same are answered by one read, and none of them with what stood before the request came.</summary>
internal sealed partial class Answered
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        database = new Database(suite.Endpoints.Postgres);
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => database.DisposeAsync();

    [Test]
    public async Task While_nothing_moves_a_page_is_made_once_a_second_for_all()
    {
        var update = TestUpdate.New("one-check");
        await client.Publisher.PublishAsync(update.Definition());
        await client.RecordAsync(update.Result(0, Depcheck, "FAILED"));
        await client.FallSilentAsync();
        var started = TimeProvider.System.GetTimestamp();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var times = new List<string>();
            for (var i = 0; i < 200; i++)
            {
                // A page says when it was made.
                times.Add(Made().Match(await suite.Http.GetStringAsync(new Uri($"/updates/{update.Alias}", UriKind.Relative))).Groups[1].Value);
            }

            return times;
        }));

        var (times, seconds) = (made.SelectMany(m => m).Distinct().Count(), TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        await TestContext.Out.WriteLineAsync($"1,600 requests within {seconds:0.0} s: made {times} times");
        // The very first, before anybody has asked again; and the log was not quite silent.
        Assert.That(times, Is.LessThanOrEqualTo(seconds + 10));
    }

    [Test]
    public async Task Nobody_is_told_what_stood_before_he_asked()
    {
        const int Runs = 40;
        var update = TestUpdate.New("one-check", builds: 2);
        var path = $"/api/v1/updates/{update.Alias}";
        await client.Publisher.PublishAsync(update.Definition());
        await client.FallSilentAsync();
        using var over = new CancellationTokenSource();
        // Others ask for the same all the time.
        var crowd = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await suite.Http.ReadAsync(path);
            }
        })).ToList();

        try
        {
            for (var run = 1; run <= Runs; run++)
            {
                var posted = await suite.Http.PostAsync("/api/v1/results", JsonOf(update.Result(0, Depcheck, run % 2 == 0 ? "PASSED" : "FAILED")));
                Assert.That(posted.Status, Is.EqualTo(HttpStatusCode.Accepted), posted.Text);
                await Eventually.TrueAsync(
                    async () => await database.CountAsync($"select count(*) from gatehouse.fold_checkpoint where name in ('views', 'gates') and position >= {posted.Json["sequence"]}") == 2,
                    "the folds have come to it");

                var told = await suite.Http.ReadAsync(path);
                var (seen, missing) = ((long)told["builds"]![0]!["times_seen"]!, (int)told["gates"]![0]!["counts"]!["missing"]!);
                Assert.That((seen, missing), Is.EqualTo(((long)run, 1)), $"after run {run}");
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(crowd);
        }
    }

    [Test]
    public async Task A_transaction_that_hangs_does_not_hold_up_those_who_come_after_it()
    {
        var (stuck, free) = (TestUpdate.New("one-check"), TestUpdate.New("one-check"));
        var result = stuck.Result(0, Depcheck, "PASSED");
        await using var source = NpgsqlDataSource.Create(Local.PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
        // The lock is taken on a copy of some event.
        await client.RecordAsync(free.Result(0, Depcheck, "FAILED"));
        Task<Answer> first;
        await using (var held = await EventLock.TakeAsync(source, Ids.Event(Kinds.Result, Guid.Parse(result.MessageId!))))
        {
            first = suite.Http.PostAsync("/api/v1/results", JsonOf(result));
            await Eventually.TrueAsync(async () => await held.WaiterAsync() is not null, "the first waits for the lock");

            var second = await suite.Http.PostAsync("/api/v1/results", JsonOf(free.Result(0, Depcheck, "PASSED")));

            Assert.That((second.Status, first.IsCompleted), Is.EqualTo((HttpStatusCode.Accepted, false)));
        }

        Assert.That((await first).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }

    private static JsonNode JsonOf(Outgoing message) => JsonNode.Parse(message.Body.Span)!;

    [GeneratedRegex("data-now=\"([^\"]+)\"")]
    private static partial Regex Made();
}
