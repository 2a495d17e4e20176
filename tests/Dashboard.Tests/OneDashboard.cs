using Gatehouse.Testing;
using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>The platform and the browser that all tests share: real services on real servers, and the system's Chromium.</summary>
[SetUpFixture]
internal sealed class OneDashboard
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private static IPlaywright? playwright;
    private static IBrowser? browser;
    private static Suite? suite;

    public static IBrowser Browser => browser!;

    public static Suite Suite => suite!;

    /// <summary>Where screenshots are kept.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Checkout.Folder, "artifacts", "screenshots")).FullName;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var servers = await Servers.SharedAsync();
        suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() });
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("GATEHOUSE_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = Flags,
        });
        await Seed.PlayAsync(suite);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        await (suite?.DisposeAsync() ?? ValueTask.CompletedTask);
        await GuardedDashboard.StopAsync();
        await TestContext.Progress.WriteLineAsync($"screenshots: {Pictures}");
    }
}
