using Gatehouse.Local;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>
/// A gate never opens by accident: not while the file of an essential check is away, nor over a restart (rule 7).
/// </summary>
[NonParallelizable]
internal sealed class AccidentCases() : RuleFixture(RulePlatforms.ChangingAsync)
{
    [Test]
    public async Task T04_The_file_of_the_essential_check_is_away_for_a_moment()
    {
        var story = await AllButEssentialAsync("t04");
        Platform.TakeAway("t04-strict.yaml");
        await Platform.RefusedAsync(story.Update);
        var refused = (await Platform.Suite.Http.ReadAsync("/api/v1/policies"))["refused"]!.AsArray();
        await story.HearsAsync();
        Platform.GiveBack("t04-strict.yaml");
        await Platform.AcceptedAsync();

        await MustWaitAndFailAsync(story);
        Assert.That(refused.Select(r => (string)r!["message"]!), Has.Some.Contains(story.Update.Alias));
    }

    [Test]
    public async Task T31_Gating_is_killed_at_the_moment_it_is_renamed_away()
    {
        var story = await AllButEssentialAsync("t31");
        Platform.TakeAway("t31-strict.yaml");
        await Platform.Suite.KillAsync(GatehouseService.Gating);
        await Platform.Suite.ReadyAsync();
        await Platform.RefusedAsync(story.Update);
        await story.HearsAsync();
        Platform.GiveBack("t31-strict.yaml");
        await Platform.AcceptedAsync();

        await MustWaitAndFailAsync(story);
    }

    [Test]
    public async Task T53_All_services_are_stopped_in_good_order_and_started_without_it()
    {
        var story = await AllButEssentialAsync("t53");
        var file = RulePlatform.Policy("t53", "{ testcase: dist.depcheck }");
        await Platform.RestartWithoutAsync("t53-strict.yaml");
        await Platform.RefusedAsync(story.Update);
        await story.HearsAsync();
        await story.StandsAsync("waiting");
        await Platform.WriteAsync("t53-strict.yaml", file);
        await Platform.AcceptedAsync();

        await MustWaitAndFailAsync(story);
    }

    /// <summary>A gate that waits for the one essential check, of a file of its own, and for nothing else.</summary>
    private async Task<RuleStory> AllButEssentialAsync(string version)
    {
        var light = RulePlatform.Policy(version, "{ testcase: t.light, essential: false }");
        await Platform.WriteAsync(
            $"{version}-light.yaml", light.Replace($"id: {version}", $"id: {version}-light", StringComparison.Ordinal));
        await Platform.PutAsync(
            $"{version}-strict.yaml", RulePlatform.Policy(version, "{ testcase: dist.depcheck }"));
        var story = await OpenAsync(version);
        await story.ReportsAsync("PASSED", null, ("testcase", "t.light"));
        await story.HearsAsync();
        return story;
    }

    private static async Task MustWaitAndFailAsync(RuleStory story)
    {
        await story.HearsAsync();
        var gate = await story.GateAsync();
        Assert.That(((string)gate["status"]!, (string)gate["summary"]!),
            Is.EqualTo(("waiting", "1 of 1 required missing")));
        await story.ReportsAsync("FAILED");
        await story.HearsAsync("first_failure", "complete.failed");
    }
}
