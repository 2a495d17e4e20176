using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Whoever pages through a list sees each thing that was there when they began once, whatever is recorded meanwhile.</summary>
internal sealed class Paging
{
    private const int Old = 60;
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private Suite suite = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => suite = await OnePlatform.SuiteAsync();

    [Test]
    public async Task Results()
    {
        var check = new Check($"paged.{Guid.NewGuid():N}", "x86_64");
        var start = TimeProvider.System.GetUtcNow();
        // In threes of one time, so that pages end between equals.
        var old = Enumerable.Range(0, Old).Select(i => Result(check, start.AddSeconds(-(i / 3)))).ToList();
        await SendAsync("results", old);

        // Newer ones, some of the same times, and some older than all.
        var seen = await PageAsync($"/api/v1/results?testcase={check.Testcase}&limit=7", "id", page =>
            SendAsync("results", [Result(check, start.AddSeconds(page)), Result(check, start.AddSeconds(-page)), Result(check, start.AddDays(-1))]));

        Assert.That(seen, Is.Unique);
        Assert.That(old.Select(r => (string)r["id"]!), Is.SubsetOf(seen));
    }

    [Test]
    public async Task Updates()
    {
        var package = $"paged{Guid.NewGuid():N}";
        var start = TimeProvider.System.GetUtcNow();
        var old = Enumerable.Range(0, Old).Select(i => Update($"PAGED-{package}-{i}", package, start.AddSeconds(-(i / 3)))).ToList();
        await SendAsync("updates", old);

        var seen = await PageAsync($"/api/v1/updates?package={package}&limit=7", "alias", page => SendAsync("updates",
        [
            Update($"NEW-{package}-{page}", package, start.AddSeconds(page)), Update($"SAME-{package}-{page}", package, start.AddSeconds(-page)), Update($"LATE-{package}-{page}", package, start.AddDays(-1)),
        ]));

        Assert.That(seen, Is.Unique);
        Assert.That(old.Select(u => (string)u["alias"]!), Is.SubsetOf(seen));
    }

    [Test]
    public async Task Updates_with_results_that_decide_them()
    {
        var package = $"paged{Guid.NewGuid():N}";
        var start = TimeProvider.System.GetUtcNow();
        var old = Enumerable.Range(0, Old).Select(i => Update($"DECIDED-{package}-{i}", package, start.AddSeconds(-i))).ToList();
        await SendAsync("updates", old);

        // A decision moves no update in the order of its definition.
        var seen = await PageAsync($"/api/v1/updates?package={package}&limit=7", "alias", page => SendAsync("results",
            [.. old.Skip((page - 1) * 5).Take(10).Select(u => JsonNode.Parse(TestUpdate.Result((string)u["builds"]![0]!, Depcheck, "PASSED").Body.Span)!)]));

        Assert.That(seen, Is.EqualTo(old.Select(u => (string)u["alias"]!)));
    }

    /// <summary>Pages through a list while <paramref name="meanwhile"/> writes: it is under way while a page is read, and durable before the next one.</summary>
    private async Task<List<string>> PageAsync(string list, string name, Func<int, Task> meanwhile)
    {
        var seen = new List<string>();
        var (next, page) = ("", 0);
        while (true)
        {
            var writing = meanwhile(++page);
            var answer = await suite.Http.ReadAsync(list + next);
            await writing;
            seen.AddRange(answer["items"]!.AsArray().Select(i => (string)i![name]!));
            Assert.That(page, Is.LessThan(Old), "the list has an end");
            if ((string?)answer["next"] is not { } cursor)
            {
                return seen;
            }

            next = $"&cursor={cursor}";
        }
    }

    private async Task SendAsync(string what, IReadOnlyList<JsonNode> facts)
    {
        var answer = await suite.Http.PostAsync($"/api/v1/{what}", new JsonArray([.. facts.Select(f => f.DeepClone())]));
        Assert.That((int)answer.Status, Is.EqualTo(202), answer.Text);
        await suite.Http.ReadAsync($"/api/v1/updates?limit=1&after={answer.Json["sequence"]}");
    }

    private static JsonNode Result(Check check, DateTimeOffset time)
    {
        var result = JsonNode.Parse(TestUpdate.Result("paged-1-1", check, "PASSED").Body.Span)!;
        result["submit_time"] = TestUpdate.Stamp(time);
        return result;
    }

    private static JsonNode Update(string alias, string package, DateTimeOffset time) =>
        JsonNode.Parse(new TestUpdate(alias, "one-check", "push_stable", [$"{package}-{alias.Split('-')[^1]}-1"]) { Time = time }.Definition().Body.Span)!;
}
