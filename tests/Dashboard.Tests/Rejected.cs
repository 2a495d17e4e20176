using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Testing;
using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>Refused messages: what is wrong with each, and what an operator does about it.</summary>
[TestFixture]
internal sealed class Rejected
{
    // Nothing escaped that need not be.
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(10);
    private Suite suite = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => suite = await GuardedDashboard.SuiteAsync();

    [Test]
    public async Task One_is_listed_with_its_reasons_as_it_arrives_and_found_by_kind_and_state()
    {
        await using var visit = await Visit.StartAsync(suite: suite);
        await visit.GoAsync("/rejections?state=open&kind=result");
        await Assertions.Expect(visit.Page.Locator("#link-state")).ToHaveTextAsync("live", new() { Timeout = 30_000 });
        var rejected = await suite.RejectedAsync("gatehouse.results", """{"subject": {"type": "koji_build", "id": "glibc"}, "testcase": "dist.depcheck", "outcome": "GREEN"}""", routingKey: "result.listed");

        var row = visit.Page.Locator("tbody tr", new() { HasText = "result.listed" });
        await Assertions.Expect(row).ToContainTextAsync("subject.id", Soon.HasText);
        await Assertions.Expect(row).ToContainTextAsync("outcome");
        await Assertions.Expect(row).ToContainTextAsync("gatehouse.results");
        await row.Locator("a").ClickAsync();
        await visit.Page.WaitForURLAsync($"**/rejections/{rejected["id"]}");
        await Assertions.Expect(visit.Page.Locator("main pre")).ToContainTextAsync("\"outcome\": \"GREEN\"");
        await visit.PictureAsync("rejection");
        await visit.GoAsync("/rejections?kind=update");
        await Assertions.Expect(visit.Page.Locator("main")).Not.ToContainTextAsync("result.listed");
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task One_is_sent_again_once_its_time_has_come_and_the_page_says_by_whom()
    {
        // A clock that runs ahead: refused today, valid when its time has come.
        var build = $"ahead-{Guid.NewGuid():N}-1-1";
        var time = TimeProvider.System.GetUtcNow() + MostAhead + TimeSpan.FromSeconds(6);
        var rejected = await suite.RejectedAsync("gatehouse.results", Facts.Result(build, "dist.depcheck", "x86_64", "PASSED", at: time).ToJsonString());
        await using var visit = await Visit.StartAsync(suite: suite);
        await visit.GoAsync($"/rejections/{rejected["id"]}");
        var (again, said) = (visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send it again" }), visit.Page.Locator("main [role=status]"));
        await again.ClickAsync();
        await Assertions.Expect(said).ToContainTextAsync("needs a bearer token", Soon.HasText);
        await visit.Page.GetByLabel("Bearer token").FillAsync(GuardedDashboard.Token);
        await again.ClickAsync();
        await Assertions.Expect(said).ToContainTextAsync("this needs the permission operate, which bearer does not have", Soon.HasText);
        await visit.Page.GetByLabel("Bearer token").FillAsync(GuardedDashboard.Own);
        await Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow() + MostAhead > time, "its time has come");
        await again.ClickAsync();

        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("It was retried", Soon.HasText);
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync($"by {GuardedDashboard.Owner} and is now event");
        await Assertions.Expect(again).ToHaveCountAsync(0);
        await visit.GoAsync("/builds/" + build);
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("dist.depcheck");
        await visit.GoAsync("/rejections?state=retried");
        await Assertions.Expect(visit.Page.Locator($"a[href='/rejections/{rejected["id"]}']")).ToHaveCountAsync(1);
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task One_that_stays_wrong_says_why_and_is_discarded_after_a_question()
    {
        var rejected = await suite.RejectedAsync("gatehouse.waivers", """{ "id": 5 }""");
        await using var visit = await Visit.StartAsync(suite: suite);
        await visit.GoAsync($"/rejections/{rejected["id"]}");
        await visit.Page.EvaluateAsync("token => sessionStorage.setItem('gatehouse-token', token)", GuardedDashboard.Own);
        var said = visit.Page.Locator("main [role=status]");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send it again" }).ClickAsync();
        await Assertions.Expect(said).ToContainTextAsync("username:", Soon.HasText);
        // What was said stays, though the page follows what happens.
        var made = await visit.Page.Locator("#main").GetAttributeAsync("data-now");
        await suite.RejectedAsync("gatehouse.waivers", "{}");
        await Assertions.Expect(visit.Page.Locator("#main")).Not.ToHaveAttributeAsync("data-now", made!, new() { Timeout = 30_000 });
        await Assertions.Expect(said).ToContainTextAsync("username:");

        visit.Agree("Discard this message?");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("It was discarded", Soon.HasText);
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("by " + GuardedDashboard.Owner);
        await Assertions.Expect(visit.Page.Locator("main button")).ToHaveCountAsync(0);
        await visit.NothingAmissAsync();
    }

    [Test]
    public async Task Nothing_of_a_refused_message_becomes_markup()
    {
        const string Evil = Facts.Evil;
        var body = new JsonObject
        {
            ["id"] = Evil, ["subject"] = new JsonObject { ["type"] = Evil, ["id"] = Evil }, ["testcase"] = new JsonObject { ["name"] = new JsonArray(Evil) }, ["outcome"] = Evil,
            ["submit_time"] = Evil, ["ref_url"] = "javascript:alert(3)", ["data"] = new JsonObject { [Evil] = Evil },
        };
        var kinds = new[] { ("gatehouse.results", body.ToJsonString(AsItIs)), ("gatehouse.updates", Evil), ("gatehouse.waivers", $$"""{ "{{Evil.Replace("\"", "", StringComparison.Ordinal)}}": """) };
        foreach (var (exchange, text) in kinds)
        {
            var rejected = await suite.RejectedAsync(exchange, text, $"{Evil}{exchange}", Evil);
            await using var visit = await Visit.StartAsync(suite: suite);
            await visit.GoAsync($"/rejections/{rejected["id"]}");
            await Assertions.Expect(visit.Page.Locator("main pre")).ToHaveTextAsync(text);
            await Assertions.Expect(visit.Page.Locator(".facts")).ToContainTextAsync($"message id {Evil}{exchange}");
            await visit.NothingForeignAsync();
            await visit.GoAsync("/rejections");
            await Assertions.Expect(visit.Page.Locator("tbody tr", new() { Has = visit.Page.Locator($"a[href='/rejections/{rejected["id"]}']") })).ToContainTextAsync($"{exchange} {Evil}");
            await visit.NothingForeignAsync();

            using var raw = await suite.Http.GetAsync(new Uri($"/api/v1/rejections/{rejected["id"]}/body", UriKind.Relative));
            Assert.That(raw.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/octet-stream"), "nothing that a browser would show");
            Assert.That(raw.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
            Assert.That(await raw.Content.ReadAsStringAsync(), Is.EqualTo(text));
        }
    }
}
