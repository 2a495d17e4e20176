using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Dashboard.Tests;

/// <summary>Facts as others send them, by HTTP.</summary>
internal static class Facts
{
    /// <summary>A text that would become a script, were it not escaped.</summary>
    public const string Evil = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";

    public static JsonObject Update(string alias, IEnumerable<string> builds, string product = "fedora-44", string[]? contexts = null, string? title = null, string submitter = "kparal") => new()
    {
        ["alias"] = alias,
        ["product_version"] = product,
        ["decision_contexts"] = new JsonArray([.. contexts ?? ["push_stable"]]),
        ["builds"] = new JsonArray([.. builds]),
        ["submitter"] = submitter,
        ["title"] = title,
        ["time"] = Now(),
        ["url"] = "https://updates.example.org/" + Uri.EscapeDataString(alias),
    };

    public static JsonObject Result(string nvr, string testcase, string? arch, string outcome, string? note = null, string? link = "https://ci.example.org/runs/77", DateTimeOffset? at = null) => new()
    {
        ["id"] = Guid.CreateVersion7().ToString(),
        ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = nvr },
        ["testcase"] = testcase,
        ["arch"] = arch,
        ["outcome"] = outcome,
        ["submit_time"] = Now(at),
        ["ref_url"] = link,
        ["note"] = note,
    };

    /// <summary>One that covers the testcase at every place.</summary>
    public static JsonObject Waiver(string nvr, string testcase, string username, string comment, DateTimeOffset? at = null) => new()
    {
        ["id"] = Guid.CreateVersion7().ToString(),
        ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = nvr },
        ["testcase"] = testcase,
        ["username"] = username,
        ["comment"] = comment,
        ["time"] = Now(at),
    };

    /// <summary>Sends facts, and returns when pages show them.</summary>
    public static async Task SendAsync(this HttpClient http, string what, params IReadOnlyList<JsonObject> facts)
    {
        long last = 0;
        foreach (var some in facts.Chunk(1_000))
        {
            using var answer = await http.PostAsJsonAsync(new Uri("/api/v1/" + what, UriKind.Relative), new JsonArray([.. some.Select(f => f.DeepClone())]));
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.That((int)answer.StatusCode, Is.EqualTo(202), body.ToJsonString());
            last = Math.Max(last, (long?)body["sequence"] ?? body["items"]!.AsArray().Max(i => (long?)i!["sequence"] ?? 0));
        }

        using var shown = await http.GetAsync(new Uri($"/api/v1/updates?limit=1&after={last}", UriKind.Relative));
        Assert.That(shown.IsSuccessStatusCode, await shown.Content.ReadAsStringAsync());
    }

    public static string Now(DateTimeOffset? at = null) => (at ?? TimeProvider.System.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffK", CultureInfo.InvariantCulture);
}
