using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>The platform that all tests share which leave it standing. Started by the first that asks, stopped after the last.</summary>
[SetUpFixture]
internal sealed class OnePlatform
{
    private static readonly Lazy<Task<(Suite Suite, ForeignClient Client)>> running = new(StartAsync);

    public static async Task<Suite> SuiteAsync() => (await running.Value).Suite;

    public static async Task<ForeignClient> ClientAsync() => (await running.Value).Client;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (running.IsValueCreated && running.Value.IsCompletedSuccessfully)
        {
            var (suite, client) = await running.Value;
            await client.DisposeAsync();
            await suite.DisposeAsync();
        }
    }

    private static async Task<(Suite, ForeignClient)> StartAsync()
    {
        var servers = await Servers.SharedAsync();
        var suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() });
        return (suite, await ForeignClient.StartAsync(suite.Endpoints.Amqp));
    }
}
