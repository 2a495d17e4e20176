using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>While gates have nothing to say, the place up to which they have been heard follows the log all the same: archiving waits for it.</summary>
internal sealed class SilentGates
{
    private const int Rounds = 40;
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Test]
    public async Task The_publishers_place_follows_once_a_second_at_most_and_what_is_said_after_the_silence_is_said_once()
    {
        var (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        await using var database = new Database(suite.Endpoints.Postgres);
        Task<long> PlaceAsync() => database.CountAsync("select position from gatehouse.fold_checkpoint where name = 'verdicts'");
        await client.FallSilentAsync();
        // Others' deadlines may pass meanwhile: a place moves with each word, too.
        var heard = client.Subscriber.All.Count;
        IEnumerable<Heard> Words() => client.Subscriber.All.Skip(heard).Where(m => m.IsGate);

        var started = TimeProvider.System.GetTimestamp();
        var places = new HashSet<long> { await PlaceAsync() };
        for (var round = 0; round < Rounds; round++)
        {
            await client.RecordAsync(TestUpdate.New().Result(0, Depcheck, "PASSED"));
            places.Add(await PlaceAsync());
        }

        var took = TimeProvider.System.GetElapsedTime(started);
        await TestContext.Out.WriteLineAsync($"{Rounds} results in {took.TotalSeconds:0.0} s: the place moved {places.Count - 1} times");
        // One moves where the stretch begins, one may have been about to.
        Assert.That(places.Count - 1, Is.LessThanOrEqualTo(took.TotalSeconds + 2 + Words().Count()));
        var last = await database.CountAsync("select max(seq_id) from gatehouse.mt_events where type = 'result_recorded'");
        await Eventually.TrueAsync(async () => await PlaceAsync() >= last, "the place has come to the end of the silence", Soon);

        var update = TestUpdate.New("one-check");
        await client.Publisher.PublishAsync(update.Definition());
        await client.PublishAndHearAsync(update.Result(0, Depcheck, "PASSED"), m => m.Alias == update.Alias && m.Type == "gate.complete");
        await client.FallSilentAsync();
        GateMessages.AreExactly(client.Subscriber.Of(update.Alias), "gate.push_stable.opened", "gate.push_stable.complete.passed");
        Assert.That(Words().Select(m => m.MessageId), Is.Unique);
    }
}
