using System.Net;
using System.Text;
using Gatehouse.Testing;
using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>Where accounts are configured nobody changes anything without one, and who has one is asked for its token once.</summary>
[TestFixture]
internal sealed class Guarded
{
    private Suite suite = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => suite = await GuardedDashboard.SuiteAsync();

    [Test]
    public async Task A_waiver_needs_an_account_whose_token_is_then_kept_until_the_tab_is_closed()
    {
        var (alias, build) = await OneCheck.SendAsync(suite);
        await suite.Http.SendAsync("results", Facts.Result(build, "dist.depcheck", "x86_64", "FAILED"));
        await using var visit = await Visit.StartAsync(suite: suite);
        await visit.GoAsync("/updates/" + alias);
        var page = visit.Page;
        var (cell, problem, token) = (page.Locator(".matrix .answer"), page.Locator("#waive .problem"), page.GetByLabel("Bearer token"));
        await cell.ClickAsync();
        await Assertions.Expect(token).ToBeHiddenAsync();
        await page.GetByLabel("Your name").FillAsync(GuardedDashboard.Owner);
        await page.GetByLabel("Why").FillAsync("known and harmless");
        var waive = page.GetByRole(AriaRole.Button, new() { Name = "Waive" });
        foreach (var wrong in new[] { null, "sesame" })
        {
            if (wrong is not null)
            {
                await token.FillAsync(wrong);
            }

            var refused = await page.RunAndWaitForResponseAsync(() => waive.ClickAsync(), answer => answer.Url.EndsWith("/api/v1/waivers", StringComparison.Ordinal));
            Assert.That(refused.Status, Is.EqualTo(401));
            await Assertions.Expect(problem).ToContainTextAsync("needs a bearer token");
            await Assertions.Expect(cell).ToHaveClassAsync(Soon.Class("failed"));
        }

        await token.FillAsync(GuardedDashboard.Token);
        await waive.ClickAsync();
        await Assertions.Expect(problem).ToContainTextAsync("username: expected bearer", Soon.HasText);
        await token.FillAsync(GuardedDashboard.Own);
        await waive.ClickAsync();
        await Assertions.Expect(cell).ToHaveClassAsync(Soon.Class("waived"), Soon.HasClass);

        // Nobody is asked twice, not on another page either.
        await page.ReloadAsync();
        await cell.ClickAsync();
        await page.GetByLabel("Why").FillAsync("not harmless");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Assertions.Expect(cell).ToHaveClassAsync(Soon.Class("failed"), Soon.HasClass);
        await visit.GoAsync($"/updates/{alias}/gates/push_stable/timeline");
        await Assertions.Expect(page.Locator(".timeline li", new() { HasText = "A waiver was given" })).ToContainTextAsync("by " + GuardedDashboard.Owner);
        await visit.NothingAmissAsync();
    }

    [TestCase("results", "[]", "application/json")]
    [TestCase("updates", "{}", "application/json")]
    [TestCase("waivers", "{}", "application/json")]
    [TestCase("rejections/019ac4d0-3b52-7c11-a4fe-6d1b0c9e8f27/retry", "", "application/json")]
    [TestCase("rejections/019ac4d0-3b52-7c11-a4fe-6d1b0c9e8f27/discard", "", "application/json")]
    [TestCase("policies/validate", "id: a\nchecks: [{ testcase: t }]\n", "application/yaml")]
    [TestCase("policies/reload", "", "application/yaml")]
    [TestCase("policies/backtest", "id: a\nchecks: [{ testcase: t }]\n", "application/yaml")]
    public async Task Whatever_is_posted_needs_an_account_or_a_token(string path, string body, string type)
    {
        using var stranger = new HttpClient { BaseAddress = suite.Http.BaseAddress };
        using var refused = await PostAsync(stranger, path, body, type);
        using var taken = await PostAsync(suite.Http, path, body, type);

        Assert.That((refused.StatusCode, refused.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.Unauthorized, "application/problem+json")));
        Assert.That(refused.Headers.WwwAuthenticate.Select(c => c.Scheme), Is.EqualTo(new[] { "Bearer", "Basic" }));
        Assert.That(taken.StatusCode, Is.Not.EqualTo(HttpStatusCode.Unauthorized));
        using var policies = await stranger.GetAsync(new Uri("/api/v1/policies", UriKind.Relative));
        Assert.That(policies.StatusCode, Is.EqualTo(HttpStatusCode.OK), "what is read does not");
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await http.PostAsync(new Uri("/api/v1/" + path, UriKind.Relative), content);
    }
}
