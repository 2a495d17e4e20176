namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>
/// The two platforms of the rules' cases: one whose policies stay, for most of them, and one whose policies change.
/// Each is started by the first that asks and stopped after the last.
/// </summary>
[SetUpFixture]
internal sealed class RulePlatforms
{
    private static readonly Lazy<Task<RulePlatform>> steady = new(StartSteadyAsync);
    private static readonly Lazy<Task<RulePlatform>> changing = new(() => RulePlatform.StartAsync());

    /// <summary>What the checks of a product version ask, by the version's name.</summary>
    private static readonly Dictionary<string, string> policies = new()
    {
        ["any"] = RulePlatform.Policy("any", "{ testcase: dist.depcheck }"),
        ["other"] = RulePlatform.Policy("other", "{ testcase: dist.depcheck }"),
        ["newest"] = RulePlatform.Policy("newest", "{ testcase: dist.depcheck, any: newest }"),
        ["one-arch"] = RulePlatform.Policy("one-arch", "{ testcase: dist.depcheck, arches: [x86_64] }"),
        ["update"] = RulePlatform.Policy("update", "{ testcase: update.boot, subject: update }"),
        ["all"] = RulePlatform.Policy(
            "all", "{ testcase: dist.depcheck }", "{ testcase: dist.rpmlint, essential: false }"),
        ["essential"] = "wait_for: essential\n" + RulePlatform.Policy(
            "essential", "{ testcase: dist.depcheck }", "{ testcase: dist.rpmlint, essential: false }"),
        ["optional"] = "wait_for: essential\n"
            + RulePlatform.Policy("optional", "{ testcase: dist.rpmlint, essential: false }"),
    };

    public static Task<RulePlatform> SteadyAsync() => steady.Value;

    public static Task<RulePlatform> ChangingAsync() => changing.Value;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var platform in new[] { steady, changing })
        {
            if (platform.IsValueCreated && platform.Value.IsCompletedSuccessfully)
            {
                await (await platform.Value).DisposeAsync();
            }
        }
    }

    private static Task<RulePlatform> StartSteadyAsync() => RulePlatform.StartAsync(
        [.. policies.Select(p => KeyValuePair.Create(p.Key + ".yaml", p.Value)), .. BriefGates.Options(null).Policies]);
}
