using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>What happens on a page while somebody looks at it, and what they can do there.</summary>
[TestFixture]
internal sealed class Acting
{
    private const string Marked = "window.stayed === true";

    [Test]
    public async Task A_verdict_that_arrives_is_shown_without_a_reload_and_focus_stays()
    {
        var (alias, build) = await OneCheck.SendAsync();
        await using var visit = await Visit.StartAsync();
        await visit.GoAsync("/updates/" + alias);
        await visit.Page.EvaluateAsync("window.stayed = true");
        var cell = visit.Page.Locator(".matrix .answer");
        await Assertions.Expect(cell).ToHaveClassAsync(Soon.Class("missing"));
        await cell.FocusAsync();

        await OneDashboard.Suite.Http.SendAsync("results", Facts.Result(build, "dist.depcheck", "x86_64", "PASSED"));

        await Assertions.Expect(cell).ToHaveClassAsync(Soon.Class("passed"), Soon.HasClass);
        await Assertions.Expect(visit.Page.Locator(".gate h2")).ToContainTextAsync("passed", Soon.HasText);
        await Assertions.Expect(visit.Page.Locator("#say")).ToContainTextAsync("passed", Soon.HasText);
        await Assertions.Expect(cell).ToBeFocusedAsync();
        Assert.That(await visit.Page.EvaluateAsync<bool>(Marked), "the page was not loaded again");
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task Arrow_keys_walk_over_the_matrix_and_the_timeline_opens_in_its_place()
    {
        await using var visit = await Visit.StartAsync();
        await visit.GoAsync("/updates/" + Seed.Alias);
        var page = visit.Page;
        await visit.TabToAsync(".matrix .answer");
        foreach (var key in new[] { "ArrowRight", "ArrowDown", "ArrowRight" })
        {
            await page.Keyboard.PressAsync(key);
        }

        Assert.That(await page.EvaluateAsync<string>("document.activeElement.dataset.arch + ' ' + document.activeElement.dataset.answer"), Is.EqualTo("armhfp missing"));
        await page.Locator("#gate-push_stable summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#gate-push_stable .timeline")).ToContainTextAsync("The gate opened", Soon.HasText);
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task Nothing_that_comes_from_outside_becomes_markup_a_script_or_a_link_to_one()
    {
        const string Evil = Facts.Evil;
        const string Link = "javascript:alert(3)";
        var (alias, build) = ($"EVIL/{Evil}", "evil<img/src=x/onerror=alert(4)>-1-1".Replace("/", "_", StringComparison.Ordinal));
        var http = OneDashboard.Suite.Http;
        var update = Facts.Update(alias, [build], title: Evil, submitter: Evil);
        update["url"] = Link;
        await http.SendAsync("updates", update);
        await http.SendAsync("results",
            Facts.Result(build, "dist.depcheck", "x86_64", "FAILED", note: Evil, link: Link), Facts.Result(build, Evil, null, "FAILED", note: Evil, link: "data:text/html,<script>alert(5)</script>"));
        await http.SendAsync("waivers", Facts.Waiver(build, "dist.depcheck", Evil, Evil));
        var encoded = Uri.EscapeDataString(alias);
        string[] paths =
        [
            "/", "/updates", $"/updates?submitter={Uri.EscapeDataString(Evil)}", $"/updates?package={Uri.EscapeDataString(Evil)}", $"/updates?status={Uri.EscapeDataString(Evil)}",
            "/updates/" + encoded, $"/updates/{encoded}?find={Uri.EscapeDataString(Evil)}", $"/updates/{encoded}/gates/push_stable/timeline", "/builds/" + Uri.EscapeDataString(build),
            $"/history?subject={Uri.EscapeDataString(build)}&testcase={Uri.EscapeDataString(Evil)}", "/updates/" + Uri.EscapeDataString(Evil), "/" + Uri.EscapeDataString(Evil),
        ];
        foreach (var path in paths)
        {
            await using var visit = await Visit.StartAsync();
            await visit.Page.GotoAsync(path);
            await visit.NothingForeignAsync();
        }

        await using var seen = await Visit.StartAsync();
        await seen.GoAsync("/updates/" + encoded);
        await Assertions.Expect(seen.Page.Locator(".head .title")).ToHaveTextAsync(Evil);
        await seen.Page.Locator(".matrix .answer.waived").First.ClickAsync();
        await Assertions.Expect(seen.Page.Locator("dialog [data-show=waiver]")).ToContainTextAsync(Evil);
        await seen.NothingAmissAsync();
    }

    [Test]
    public async Task An_update_of_three_thousand_builds_comes_in_pages_the_unsatisfied_first()
    {
        const int Builds = 3_000;
        var builds = Enumerable.Range(1, Builds).Select(n => $"texlive-{n:0000}-2026-1.fc44").ToList();
        var http = OneDashboard.Suite.Http;
        await http.SendAsync("updates", Facts.Update("HUGE-1", builds, product: "one-check"));
        await http.SendAsync("results", [.. builds.Select((b, i) => Facts.Result(b, "dist.depcheck", "x86_64", i == 2_998 ? "FAILED" : "PASSED"))]);
        await using var visit = await Visit.StartAsync();
        await visit.GoAsync("/updates/HUGE-1");
        var rows = visit.Page.Locator(".matrix tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(50);
        await Assertions.Expect(rows.First).ToContainTextAsync("texlive-2999");
        Assert.That(await visit.Page.EvaluateAsync<int>("document.querySelectorAll('*').length"), Is.LessThan(2_000), "a page does not grow with its update");
        await visit.PictureAsync("huge");
        await visit.Page.GetByText("After »").ClickAsync();
        await Assertions.Expect(rows.First).ToContainTextAsync("texlive-0050");
        await visit.Page.GetByLabel("Builds named").FillAsync("2345");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await visit.NothingAmissAsync();
    }
}
