namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>
/// Cases on one of the two platforms: what the first edition of the rules decided otherwise, as it has to be now. Each
/// is named by its number in the list that led to the second edition: <c>T05b</c>.
/// </summary>
internal abstract class RuleFixture(Func<Task<RulePlatform>> platform)
{
    protected const string X86 = RuleStory.X86, Arm = RuleStory.Arm;

    protected RulePlatform Platform { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Platform = await platform();

    /// <summary>A new update of that product version, whose gate has opened.</summary>
    protected async Task<RuleStory> OpenAsync(string version, int builds = 1)
    {
        var story = Platform.Story(version, builds);
        await story.DefinesAsync();
        await story.HearsAsync("opened");
        return story;
    }
}
