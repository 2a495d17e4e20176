using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// An ingest replica is frozen between drawing sequence numbers and its commit. Its numbers are a gap in the log that it may yet fill: the
/// others must not wait for it for long, and what it then commits must not be skipped.
/// </summary>
internal sealed class Frozen
{
    // The broker misses two heartbeats of 2 s, the database ends the transaction after 2 s, the daemon believes in a gap for 1 s.
    private static readonly TimeSpan AFewSeconds = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private TwoOfEach platform = null!;

    [SetUp]
    public async Task ReadyAsync() => platform = await TwoOfEach.ReadyAsync();

    [Test]
    public async Task The_others_results_arrive_within_seconds_and_its_own_are_recorded_once_when_it_wakes_up()
    {
        var work = await platform.WorkAsync();
        var (update, result, frozen) = await CatchAsync();
        List<TestUpdate> others;
        try
        {
            others = [.. Enumerable.Range(0, 12).Select(_ => TestUpdate.New("one-check"))];
            var waits = await Task.WhenAll(others.Select(platform.PassAsync));
            await TestContext.Out.WriteLineAsync($"{frozen.Process} frozen: of {waits.Length} results the longest wait was {waits.Max().TotalSeconds:0.0} s");
            Assert.That(waits, Is.All.LessThan(AFewSeconds + work));
        }
        finally
        {
            frozen.Wake();
        }

        await MustBeRecordedOnceAsync(result);
        await platform.Client.FallSilentAsync();
        platform.MustHavePassed([update, .. others]);
    }

    [Test]
    public async Task What_it_commits_late_reaches_every_view_and_gate()
    {
        var (update, result, frozen) = await CatchAsync();
        var others = Enumerable.Range(0, 12).Select(_ => TestUpdate.New("one-check")).ToList();
        List<Task<TimeSpan>> passing;
        long overtaken;
        try
        {
            var before = await LastAsync();
            passing = [.. others.Select(platform.PassAsync)];
            // Later numbers than its own are in the log while it may still commit.
            await Eventually.TrueAsync(async () => await LastAsync() > before, "others are recorded");
            overtaken = await LastAsync();
            Assert.That(await frozen.IsInTransactionAsync(platform.Database), "its transaction is still open");
        }
        finally
        {
            frozen.Wake();
        }

        var recorded = await MustBeRecordedOnceAsync(result);
        Assert.That(recorded, Is.LessThan(overtaken), "it has filled its gap");
        await Task.WhenAll(passing);
        await platform.Client.FallSilentAsync();
        platform.MustHavePassed([update, .. others]);
        var cell = (await platform.Suite.Http.ReadAsync($"/api/v1/builds/{update.Builds[0]}?after={recorded}"))["cells"]!.AsArray().Single()!;
        Assert.That(((long)cell["times_seen"]!, (string)cell["newest"]!["id"]!), Is.EqualTo((1L, result.MessageId)));
    }

    private async Task<(TestUpdate Update, Outgoing Result)> DefinedAsync()
    {
        var update = TestUpdate.New("one-check");
        await platform.Client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        return (update, update.Result(0, TestUpdate.Depcheck("x86_64"), "PASSED"));
    }

    private async Task<(TestUpdate Update, Outgoing Result, FrozenIngest Frozen)> CatchAsync()
    {
        for (var tries = 1; ; tries++)
        {
            var (update, result) = await DefinedAsync();
            var eventId = Contracts.Ids.Event(Contracts.Kinds.Result, Guid.Parse(result.MessageId!));
            var frozen = await FrozenIngest.CatchAsync(platform.Suite, platform.Database, eventId, () => platform.Client.Publisher.PublishAsync(result), Patience);
            Assert.That(frozen, Is.Not.Null, "a replica records the result");
            try
            {
                await Eventually.TrueAsync(() => frozen!.IsInTransactionAsync(platform.Database), "its transaction waits for its commit", TimeSpan.FromSeconds(1.5));
                return (update, result, frozen!);
            }
            catch (TimeoutException) when (tries < 3)
            {
                // A busy machine may stop it a moment too late, when it has committed, or look too late, when PostgreSQL has ended it: once more, with another update.
                frozen!.Wake();
            }
        }
    }

    private async Task<long> MustBeRecordedOnceAsync(Outgoing result)
    {
        await platform.Client.Subscriber.UntilAsync(m => m.Announces(result.MessageId!), "its result is announced");
        await using var command = platform.Database.CreateCommand("select array_agg(seq_id) from gatehouse.mt_events where data ->> 'id' = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = result.MessageId });
        var sequences = (long[])(await command.ExecuteScalarAsync())!;
        Assert.That(sequences, Has.Length.EqualTo(1));
        return sequences[0];
    }

    private async Task<long> LastAsync()
    {
        await using var command = platform.Database.CreateCommand("select max(seq_id) from gatehouse.mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
