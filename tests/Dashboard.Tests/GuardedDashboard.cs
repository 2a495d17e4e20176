using System.Net.Http.Headers;
using Gatehouse.Testing;

namespace Gatehouse.Dashboard.Tests;

/// <summary>A second platform, where whatever is posted needs an account or a token, and whose policies are full of markup. Started by the first test that asks.</summary>
internal static class GuardedDashboard
{
    /// <summary>Of the environment: it may publish and waive, and stands for nobody.</summary>
    public const string Token = "open-sesame";

    /// <summary>Who has an account that may waive and operate.</summary>
    public const string Owner = "kparal";

    /// <summary>The decision context that the hostile policy is for.</summary>
    public const string Context = "push_evil";

    private static readonly Lazy<Task<Suite>> Running = new(StartAsync);
    private static readonly AccountsFile Accounts = new((Owner, "waive, operate"));

    /// <summary>As its owner pastes it.</summary>
    public static string Own => AccountsFile.Token(Owner);

    /// <summary>Its own client shows the token; a browser has to be told it.</summary>
    public static Task<Suite> SuiteAsync() => Running.Value;

    public static async Task StopAsync()
    {
        if (Running.IsValueCreated && Running.Value.IsCompletedSuccessfully)
        {
            await (await Running.Value).DisposeAsync();
        }

        Accounts.Dispose();
    }

    private static async Task<Suite> StartAsync()
    {
        var suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = new Dictionary<string, string>(TestPolicies.All) { ["evil'<img src=x onerror=alert(6)>.yaml"] = Hostile(Facts.Evil.Replace("'", "''", StringComparison.Ordinal)) },
            Store = await (await Servers.SharedAsync()).NewStoreAsync(),
            Environment = new Dictionary<string, string> { ["Gatehouse__BearerToken"] = Token, ["Gatehouse__Accounts"] = Accounts.Path },
        });
        suite.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return suite;
    }

    private static string Hostile(string evil) => $"""
        id: '{evil}'
        match:
          decision_contexts: [{Context}, '{evil}']
          packages: ['*', '{evil}']
          exclude_packages: ['{evil}']
        checks:
          - testcase: '{evil}'
            scenarios: ['{evil}']
        """;
}
