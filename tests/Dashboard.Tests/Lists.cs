using Gatehouse.Local;
using Gatehouse.Testing;
using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>The list of updates in the order that people want it, and an update as it was.</summary>
[TestFixture]
internal sealed class Lists
{
    [Test]
    public async Task Those_that_have_waited_longest_come_first_and_each_once_though_more_arrive_while_somebody_pages()
    {
        var sent = new Dictionary<string, OneCheck>();
        foreach (var name in new[] { "WAITS-1", "DONE-1", "WAITS-2", "DONE-2", "WAITS-3" })
        {
            sent[name] = await SendAsync(name);
        }

        await using var visit = await Visit.StartAsync();
        await visit.GoAsync("/updates?package=paged&limit=2");
        var aliases = visit.Page.Locator(".updates tbody th a");
        var seen = new List<string>(await aliases.AllTextContentsAsync());
        // One that waits since just now, and one that waits no more: neither moves what was there.
        await SendAsync("WAITS-4");
        await SendAsync("DONE-3");
        var next = visit.Page.GetByText("Next page »");
        while (await next.CountAsync() > 0)
        {
            var address = await next.GetAttributeAsync("href");
            await visit.GoAsync(address!);
            seen.AddRange(await aliases.AllTextContentsAsync());
        }

        Assert.That(seen.Where(sent.ContainsKey), Is.EqualTo(new[] { "WAITS-1", "WAITS-2", "WAITS-3", "DONE-2", "DONE-1" }));
        Assert.That(seen, Is.Unique);
        await visit.Page.GetByText("« First page").ClickAsync();
        await Assertions.Expect(aliases.First).ToHaveTextAsync("WAITS-1");
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task What_waits_past_its_deadline_is_marked_until_gating_has_come_to_it()
    {
        var suite = OneDashboard.Suite;
        var (alias, _) = await OneCheck.SendAsync(product: "hasty", package: "overdue");
        await using var visit = await Visit.StartAsync();
        var marked = visit.Page.Locator("tr.overdue");
        suite.Signal(GatehouseService.Gating, Signal.Stop);
        try
        {
            await Eventually.TrueAsync(async () =>
            {
                await visit.GoAsync("/updates?package=overdue&overdue=true");
                return await marked.CountAsync() > 0;
            }, "its deadline has passed");
            await Assertions.Expect(marked).ToContainTextAsync(alias);
            await Assertions.Expect(marked.Locator(".tag.alarm")).ToHaveTextAsync("overdue");
            await Assertions.Expect(marked.Locator("time[data-count=down]")).ToContainTextAsync("over");
            await visit.PictureAsync("overdue");
            await visit.GoAsync("/updates/" + alias);
            await Assertions.Expect(visit.Page.Locator(".deadline.overdue .tag")).ToHaveTextAsync("overdue");
            await visit.GoAsync("/updates?package=overdue");
            await Assertions.Expect(marked).ToHaveCountAsync(1);
        }
        finally
        {
            suite.Signal(GatehouseService.Gating, Signal.Continue);
        }

        await Assertions.Expect(marked).ToHaveCountAsync(0, Soon.HasCount);
        await Assertions.Expect(visit.Page.Locator(".updates tbody")).ToContainTextAsync("failed", Soon.HasText);
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task An_update_is_shown_as_it_stood_and_nobody_acts_on_the_past()
    {
        var early = Facts.Now();
        var (alias, build) = await OneCheck.SendAsync();
        var before = Facts.Now();
        await OneDashboard.Suite.Http.SendAsync("results", Facts.Result(build, "dist.depcheck", "x86_64", "FAILED"));
        await using var visit = await Visit.StartAsync();
        var cell = visit.Page.Locator(".matrix .answer");
        await visit.GoAsync($"/updates/{alias}?at={before}");
        await Assertions.Expect(visit.Page.Locator(".note")).ToContainTextAsync("This is how things stood at");
        await Assertions.Expect(visit.Page.Locator(".gate h2")).ToContainTextAsync("waiting");
        await Assertions.Expect(cell).ToHaveClassAsync(Soon.Class("missing"));
        await Assertions.Expect(visit.Page.Locator("[data-cell]")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("#link-state")).ToHaveCountAsync(0);
        await visit.PictureAsync("past");
        await visit.Page.GetByText("See how they stand now.").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".gate h2")).ToContainTextAsync("failed");
        await Assertions.Expect(cell).ToHaveClassAsync(Soon.Class("failed"));

        var unknown = await visit.Page.GotoAsync($"/updates/{alias}?at={early}");
        Assert.That(unknown!.Status, Is.EqualTo(404));
        var future = await visit.Page.GotoAsync($"/updates/{alias}?at=2199-01-01");
        Assert.That(future!.Status, Is.EqualTo(400));
        await Assertions.Expect(visit.Page.Locator(".problem")).ToContainTextAsync("at expected a moment that has passed");
        await visit.NothingAmissAsync();
    }

    private static async Task<OneCheck> SendAsync(string alias)
    {
        var one = await OneCheck.SendAsync(package: "paged", alias: alias);
        if (alias.StartsWith("DONE", StringComparison.Ordinal))
        {
            await OneDashboard.Suite.Http.SendAsync("results", Facts.Result(one.Build, "dist.depcheck", "x86_64", "PASSED"));
        }

        return one;
    }
}
