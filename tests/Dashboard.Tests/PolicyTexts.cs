using Gatehouse.Testing;
using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>Policies as authors wrote them, mistakes included.</summary>
[TestFixture]
internal sealed class PolicyTexts
{
    private Suite suite = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => suite = await GuardedDashboard.SuiteAsync();

    [Test]
    public async Task Nothing_of_a_policy_becomes_markup()
    {
        const string Evil = Facts.Evil;
        await using var visit = await Visit.StartAsync(suite: suite);
        await visit.GoAsync("/policies");
        var card = visit.Page.Locator("section.card", new() { Has = visit.Page.GetByRole(AriaRole.Heading, new() { Name = Evil }) });
        await Assertions.Expect(card).ToContainTextAsync($"except {Evil}");
        await Assertions.Expect(card.Locator("tbody th")).ToHaveTextAsync(Evil);
        await Assertions.Expect(card.Locator("td[data-label=Scenarios]")).ToHaveTextAsync(Evil);
        await Assertions.Expect(visit.Page.Locator("details summary").First).ToHaveTextAsync("evil'<img src=x onerror=alert(6)>.yaml");
        await visit.NothingForeignAsync();

        await suite.Http.SendAsync("updates", Facts.Update("EVIL-POLICY-1", ["evil-1-1"], contexts: [GuardedDashboard.Context]));
        await visit.GoAsync("/updates/EVIL-POLICY-1");
        await Assertions.Expect(visit.Page.Locator(".matrix .testcase")).ToHaveTextAsync(Evil);
        await Assertions.Expect(visit.Page.Locator("ul.waiting")).ToContainTextAsync(Evil);
        await visit.NothingForeignAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = Evil, Exact = true }).First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/policies#**");
        await visit.NothingForeignAsync();
    }

    [Test]
    public async Task A_mistake_in_the_folder_is_shown_with_file_line_and_reason_until_it_is_mended()
    {
        var file = Path.Combine(suite.Folder, "policies", "mistaken.yaml");
        await using var visit = await Visit.StartAsync(suite: suite);
        await File.WriteAllTextAsync(file, "id: mistaken\n'<script>alert(7)</script>': 1\nchecks: [{ testcase: t }]\n");
        try
        {
            await visit.GoAsync("/policies");
            var alert = visit.Page.GetByRole(AriaRole.Alert);
            await Assertions.Expect(alert).ToContainTextAsync("stay in force");
            await Assertions.Expect(alert.Locator("li")).ToContainTextAsync("mistaken.yaml:2");
            await Assertions.Expect(alert.Locator("li")).ToContainTextAsync("<script>alert(7)</script>");
            await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("fedora-stable");
            await Contrast.IsEnoughAsync(visit.Page, "mistakes in policies");
            await visit.PictureAsync("policies-refused");
            await visit.NothingForeignAsync();
        }
        finally
        {
            File.Delete(file);
        }

        await visit.GoAsync("/policies");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await visit.NothingAmissAsync();
    }
}
