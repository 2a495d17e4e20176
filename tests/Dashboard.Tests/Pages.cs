using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>Each page with real data: what it says, by day and night, on a desk and on a phone.</summary>
[TestFixture]
internal sealed class Pages
{
    private static readonly (string Name, string Path, string Says)[] All =
    [
        ("overview", "/", "results a minute"),
        ("updates", "/updates", Seed.Alias),
        ("update", "/updates/" + Seed.Alias, "Waiting for"),
        ("timeline", $"/updates/{Seed.Alias}/gates/push_stable/timeline", "The gate opened"),
        ("build", "/builds/" + Seed.Builds[1], "143 checked, 1 broken dependency"),
        ("history", $"/history?subject={Seed.Builds[1]}&testcase=dist.depcheck", "Runs, newest first"),
        ("history-of-package", $"/history?package={Seed.Builds[1].Split('-')[0]}", "By day"),
        ("flaky", "/flaky", "Flaky checks"),
        ("rejections", "/rejections", "outcome"),
        ("policies", "/policies", "fedora-stable"),
    ];

    [TestCaseSource(nameof(All))]
    public async Task A_page_says_what_it_is_for((string Name, string Path, string Says) page)
    {
        foreach (var dark in new[] { false, true })
        {
            await using var visit = await Visit.StartAsync(dark);
            await visit.GoAsync(page.Path);
            await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync(page.Says);
            await Contrast.IsEnoughAsync(visit.Page, $"{page.Path}, {(dark ? "dark" : "light")}");
            await visit.PictureAsync(page.Name + (dark ? "-dark" : ""));
            await visit.NothingAmissAsync();
        }
    }

    [TestCaseSource(nameof(All))]
    public async Task A_page_fits_a_phone((string Name, string Path, string Says) page)
    {
        await using var visit = await Visit.StartAsync(phone: true);
        await visit.GoAsync(page.Path);
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync(page.Says);
        Assert.That(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390), "nothing is wider than the screen");
        await visit.PictureAsync(page.Name + "-phone");
        await visit.NothingAmissAsync();
    }

    [TestCase("/updates?status=sleeping", 400, "status")]
    [TestCase("/updates?colour=red", 400, "colour")]
    [TestCase("/updates?cursor=x", 400, "cursor")]
    [TestCase("/updates/NO-SUCH-UPDATE", 404, "There is nothing here")]
    [TestCase("/updates/NO-SUCH-UPDATE?page=0", 400, "page")]
    [TestCase("/builds/no-such-1", 404, "There is nothing here")]
    [TestCase("/flaky?colour=red", 400, "colour")]
    [TestCase("/history?package=a&subject=b-1-1", 400, "package")]
    [TestCase("/nothing/here", 404, "There is nothing here")]
    public async Task What_cannot_be_shown_is_a_page_that_says_what_to_do(string path, int status, string says)
    {
        await using var visit = await Visit.StartAsync();
        var answer = await visit.Page.GotoAsync(path);
        Assert.That(answer!.Status, Is.EqualTo(status));
        await Assertions.Expect(visit.Page.Locator(".problem")).ToContainTextAsync(says);
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task The_search_leads_to_updates_and_builds_and_filters_keep_what_was_chosen()
    {
        await using var visit = await Visit.StartAsync();
        await visit.GoAsync("/");
        await visit.Page.FillAsync("#find", Seed.Alias);
        await visit.Page.PressAsync("#find", "Enter");
        await visit.Page.WaitForURLAsync("**/updates/" + Seed.Alias);
        await visit.Page.FillAsync("#find", Seed.Builds[0]);
        await visit.Page.PressAsync("#find", "Enter");
        await visit.Page.WaitForURLAsync("**/builds/" + Seed.Builds[0]);

        await visit.GoAsync("/updates");
        await visit.Page.GetByLabel("Submitter").FillAsync("jforbes");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".updates tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.GetByLabel("Submitter")).ToHaveValueAsync("jforbes");
        await visit.NothingAmissAsync();
    }
}
