using Gatehouse.Local;
using Npgsql;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>A deadline is fair: neither an outage of ours nor a mistyped timeout fails a gate (rule 10).</summary>
[NonParallelizable]
internal sealed class DeadlineCases() : RuleFixture(RulePlatforms.SteadyAsync)
{
    [Test]
    public async Task T10_What_was_confirmed_in_time_counts_although_ingest_was_frozen_over_the_deadline()
    {
        var suite = Platform.Suite;
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
        // Not disposed of: the platform is the other cases', too.
        var gates = new BriefGates { Suite = suite, Client = Platform.Client, Database = database };
        var (update, deadline) = await gates.OpenAsync();
        suite.Signal(GatehouseService.Ingest, Signal.Stop);
        try
        {
            await gates.PublishInTimeAsync(update, deadline);
            await gates.MustStandStillAsync(update, deadline);
        }
        finally
        {
            suite.Signal(GatehouseService.Ingest, Signal.Continue);
        }

        await gates.CompleteAsync(update);
        await suite.ReadyAsync();
        await Platform.Client.FallSilentAsync();
        GateMessages.AreExactly(
            Platform.Client.Subscriber.Of(update.Alias), "gate.push_stable.opened", "gate.push_stable.complete.passed");
    }

    [Test]
    public async Task T12_A_timeout_mistyped_for_a_moment_fails_no_gate()
    {
        const string File = "t12.yaml";
        var changing = await RulePlatforms.ChangingAsync();
        var policy = RulePlatform.Policy("t12", "{ testcase: dist.depcheck }");
        await changing.PutAsync(File, "timeout: 1h\n" + policy);
        RuleStory[] stories = [changing.Story("t12"), changing.Story("t12"), changing.Story("t12")];
        foreach (var story in stories)
        {
            await story.DefinesAsync();
            await story.HearsAsync("opened");
        }

        var before = TimeProvider.System.GetUtcNow();
        await changing.PutAsync(File, "timeout: 1s\n" + policy);
        var after = TimeProvider.System.GetUtcNow();
        foreach (var story in stories)
        {
            await story.HearsAsync();
            // Ten minutes to put it right.
            Assert.That(Must.Time((await story.GateAsync())["deadline"]) - TimeSpan.FromMinutes(10),
                Is.InRange(before, after));
        }

        await changing.PutAsync(File, "timeout: 1h\n" + policy);
        foreach (var story in stories)
        {
            await story.HearsAsync();
            var gate = await story.GateAsync();
            Assert.That(Must.Time(gate["deadline"]) - Must.Time(gate["opened_at"]), Is.EqualTo(TimeSpan.FromHours(1)));
            await story.StandsAsync("waiting");
        }
    }
}
