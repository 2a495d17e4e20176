using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>A check's history as plots, which follow what happens as their tables do.</summary>
[TestFixture]
internal sealed class Plots
{
    // How many pixels anything was drawn on.
    private const string Drawn = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((value, i) => i % 4 === 3 && value > 0).length";

    [Test]
    public async Task Days_and_runs_are_drawn_and_drawn_again_when_a_result_arrives()
    {
        var one = await OneCheck.SendAsync(package: "plotted");
        await SendAsync("FAILED", TimeSpan.FromDays(-2));
        await SendAsync("PASSED", TimeSpan.FromDays(-1));
        await using var visit = await Visit.StartAsync();
        await visit.GoAsync($"/history?subject={one.Build}&testcase=dist.depcheck");
        var (days, runs) = (visit.Page.Locator("[data-plot=days]"), visit.Page.Locator("[data-plot=runs]"));
        await Assertions.Expect(days).ToHaveAttributeAsync("data-drawn", "2");
        await Assertions.Expect(runs).ToHaveAttributeAsync("data-drawn", "2");
        foreach (var plot in new[] { days, runs })
        {
            Assert.That(await plot.Locator("canvas").EvaluateAsync<int>(Drawn), Is.GreaterThan(100));
        }

        await SendAsync("FAILED", TimeSpan.Zero);

        await Assertions.Expect(days).ToHaveAttributeAsync("data-drawn", "3");
        await Assertions.Expect(runs).ToHaveAttributeAsync("data-drawn", "3");
        await Assertions.Expect(visit.Page.Locator("#days tbody tr").First).ToHaveAttributeAsync("data-flips", "1");
        Assert.That(await days.Locator("canvas").CountAsync(), Is.EqualTo(1), "the old plot has gone");
        await visit.PictureAsync("plots");
        await visit.NothingAmissAsync();

        Task SendAsync(string outcome, TimeSpan ago) => OneDashboard.Suite.Http.SendAsync(
            "results", Facts.Result(one.Build, "dist.depcheck", "x86_64", outcome, at: TimeProvider.System.GetUtcNow() + ago));
    }
}
