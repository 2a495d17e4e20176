using System.Net;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>
/// A platform that rules are shown on. Its gates wait for a policy where none asks anything, as by default.
/// </summary>
internal sealed class RulePlatform : IAsyncDisposable
{
    private readonly Store store;

    private RulePlatform(Store store, Suite suite, ForeignClient client) =>
        (this.store, Suite, Client) = (store, suite, client);

    /// <summary>As it runs now: another after each restart.</summary>
    public Suite Suite { get; private set; }

    public ForeignClient Client { get; }

    private string Folder => Path.Combine(Suite.Folder, "policies");

    /// <param name="policies">By the names of their files, beside the one by which tests know that all is said.</param>
    public static async Task<RulePlatform> StartAsync(params IEnumerable<KeyValuePair<string, string>> policies)
    {
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        var suite = await StartAsync(store, policies.Append(new("silence.yaml", Policy("silence"))).ToDictionary());
        return new(store, suite, await ForeignClient.StartAsync(suite.Endpoints.Amqp));
    }

    /// <summary>A policy of updates of one product version, which bears its name.</summary>
    public static string Policy(string version, params string[] checks) => $$"""
        id: {{version}}
        match: { product_versions: [{{version}}] }
        checks: [{{string.Join(", ", checks)}}]

        """;

    /// <summary>What will be told of a new update, and what is heard of it.</summary>
    public RuleStory Story(string version, int builds = 1) => new(this, TestUpdate.New(version, builds: builds));

    /// <summary>A file as it lies in the policy folder from now on.</summary>
    public Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(Folder, file), text);

    /// <summary>The same, in force.</summary>
    public async Task PutAsync(string file, string text)
    {
        await WriteAsync(file, text);
        await ReloadAsync();
    }

    public async Task ReloadAsync(bool release = false)
    {
        var answer = await TryReloadAsync(release);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
    }

    public Task<Answer> TryReloadAsync(bool release = false) =>
        Suite.Http.PostAsync($"/api/v1/policies/reload{(release ? "?release=true" : "")}", "");

    /// <summary>Renames a policy's file out of the folder.</summary>
    public void TakeAway(string file) => File.Move(Path.Combine(Folder, file), Path.Combine(Suite.Folder, file));

    public void GiveBack(string file) => File.Move(Path.Combine(Suite.Folder, file), Path.Combine(Folder, file));

    /// <summary>Returns when gating itself has refused the folder for this update's sake, and says so.</summary>
    public Task RefusedAsync(TestUpdate update) => Eventually.TrueAsync(
        async () => (await ReadinessAsync()).Contains(update.Alias, StringComparison.Ordinal), "the folder is refused");

    /// <summary>Returns when gating has nothing against the folder any more.</summary>
    public Task AcceptedAsync() => Eventually.TrueAsync(
        async () => !(await ReadinessAsync()).Contains("refused", StringComparison.Ordinal), "the folder is accepted");

    /// <summary>Stops all services in good order and starts them again without one of the files.</summary>
    public async Task RestartWithoutAsync(string file)
    {
        var policies = Directory.GetFiles(Folder).Where(f => Path.GetFileName(f) != file)
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
        await Suite.DisposeAsync();
        Suite = await StartAsync(store, policies);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Suite.DisposeAsync();
    }

    private static Task<Suite> StartAsync(Store store, Dictionary<string, string> policies) =>
        Suite.StartAsync(new SuiteOptions
        {
            Policies = policies,
            Store = store,
            Environment = new Dictionary<string, string> { ["Gatehouse__NoPolicy"] = "wait" },
        });

    private async Task<string> ReadinessAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Suite.Endpoints.GatingHttp + "/health/ready"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.Content.ReadAsStringAsync();
    }
}
