using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>A person accepts a failure on the page of its update, and takes that back.</summary>
[TestFixture]
internal sealed class Waiving
{
    [Test]
    public async Task A_failure_is_waived_by_keyboard_alone()
    {
        var (alias, build) = await OneCheck.SendAsync();
        await OneDashboard.Suite.Http.SendAsync("results", Facts.Result(build, "dist.depcheck", "x86_64", "FAILED"));
        await using var visit = await Visit.StartAsync();
        await visit.GoAsync("/updates/" + alias);
        var page = visit.Page;
        await visit.TabToAsync(".matrix .answer");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog#cell")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("dialog [data-show=subject]")).ToHaveTextAsync(build);
        await Assertions.Expect(page.Locator("#cell-log")).ToHaveAttributeAsync("href", "https://ci.example.org/runs/77");
        await visit.PictureAsync("waive", whole: false);
        await Contrast.IsEnoughAsync(page, "the dialog");
        await TypeAsync(page, "kparal", "known and harmless");

        await Assertions.Expect(page.Locator("dialog#cell")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".matrix .answer")).ToHaveClassAsync(Soon.Class("waived"), Soon.HasClass);
        await Assertions.Expect(page.Locator(".gate h2")).ToContainTextAsync("passed", Soon.HasText);
        await page.Locator(".matrix .answer").ClickAsync();
        await Assertions.Expect(page.Locator("dialog [data-show=waiver]")).ToHaveTextAsync("kparal (nobody vouched for the name): known and harmless");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog#cell")).ToBeHiddenAsync();
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task A_waiver_is_withdrawn_by_keyboard_alone_and_the_failure_counts_again()
    {
        var (alias, build) = await OneCheck.SendAsync();
        await OneDashboard.Suite.Http.SendAsync("results", Facts.Result(build, "dist.depcheck", "x86_64", "FAILED"));
        // One that covers more than the cell: as it was given it has to be withdrawn.
        await OneDashboard.Suite.Http.SendAsync("waivers", Facts.Waiver(build, "dist.depcheck", "mjw", "The symbol was never public."));
        await using var visit = await Visit.StartAsync();
        await visit.GoAsync("/updates/" + alias);
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".gate h2")).ToContainTextAsync("passed");
        await visit.TabToAsync(".matrix .answer.waived");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog [data-show=waiver]")).ToHaveTextAsync("mjw (nobody vouched for the name): The symbol was never public.");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Withdraw the waiver" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Waive" })).ToBeHiddenAsync();
        await visit.PictureAsync("withdraw", whole: false);
        await Contrast.IsEnoughAsync(page, "the dialog");
        await TypeAsync(page, "kparal", "It is public after all.");

        await Assertions.Expect(page.Locator("dialog#cell")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".matrix .answer")).ToHaveClassAsync(Soon.Class("failed"), Soon.HasClass);
        await Assertions.Expect(page.Locator(".gate h2")).ToContainTextAsync("failed", Soon.HasText);
        await Assertions.Expect(page.Locator(".matrix .answer")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Waive it" })).ToBeVisibleAsync();
        await visit.GoAsync($"/updates/{alias}/gates/push_stable/timeline");
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("A waiver was withdrawn by kparal");
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("It is public after all.");
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task A_waiver_of_a_clock_that_runs_ahead_can_be_withdrawn_too()
    {
        var (alias, build) = await OneCheck.SendAsync();
        await OneDashboard.Suite.Http.SendAsync("waivers", Facts.Waiver(build, "dist.depcheck", "mjw", "later", TimeProvider.System.GetUtcNow().AddMinutes(9)));
        await using var visit = await Visit.StartAsync();
        await visit.GoAsync("/updates/" + alias);
        await visit.Page.Locator(".matrix .answer.waived").ClickAsync();
        await TypeAsync(visit.Page, "kparal", "not after all");

        await Assertions.Expect(visit.Page.Locator(".matrix .answer")).ToHaveClassAsync(Soon.Class("missing"), Soon.HasClass);
        await visit.NothingAmissAsync();
    }

    // The dialog's first field has the focus.
    private static async Task TypeAsync(IPage page, string name, string why)
    {
        await page.Keyboard.TypeAsync(name);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(why);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
    }
}
