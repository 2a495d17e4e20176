using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Gatehouse.Testing;

namespace Gatehouse.Benchmarks;

/// <summary>How long a draft of policies takes to be tried on a history of many results.</summary>
internal static class Backtesting
{
    private const int Builds = 10;
    private const int ListItems = 1_000;
    private static readonly string?[] Arches = ["x86_64", "i386", "armhfp", "noarch", null];

    /// <summary>Fills a platform of its own, measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int results, TextWriter output, CancellationToken cancel)
    {
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = Target.Policies });
        suite.Http.Timeout = TimeSpan.FromMinutes(5);
        var updates = Math.Max(1, results / (Builds * Arches.Length));
        var last = 0L;
        foreach (var list in Enumerable.Range(0, updates).Select(Definition).Chunk(ListItems))
        {
            last = await PostAsync(suite.Http, "updates", list, cancel);
        }

        foreach (var list in Enumerable.Range(0, updates).SelectMany(Results).Chunk(ListItems))
        {
            last = await PostAsync(suite.Http, "results", list, cancel);
        }

        await Eventually.TrueAsync(
            async () => (await suite.Http.GetAsync(new Uri($"/api/v1/updates?limit=1&after={last}", UriKind.Relative), cancel)).IsSuccessStatusCode, "all is decided", TimeSpan.FromMinutes(5));

        var draft = Target.Policies.Values.Single().Replace("[noarch]", "[noarch, x86_64]", StringComparison.Ordinal).Replace("id: ", "timeout: 1h\nid: ", StringComparison.Ordinal);
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(draft)) { Headers = { ContentType = new MediaTypeHeaderValue("application/yaml") } };
        var started = Stopwatch.GetTimestamp();
        using var answer = await suite.Http.PostAsync(new Uri("/api/v1/policies/backtest", UriKind.Relative), body, cancel);
        var took = Stopwatch.GetElapsedTime(started);
        var report = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancel);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {updates * Builds * Arches.Length} results of {updates} updates tried under a draft in {took.TotalSeconds:0.0} s: {updates * Builds * Arches.Length / took.TotalSeconds:0} results/s
              {report.GetProperty("gates")} gates, of which {report.GetProperty("differ")} differ: {report.GetProperty("verdicts")}
            {Environment.ProcessorCount} cores, load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end, a platform of its own.
            """));
        return 0;
    }

    private static object Definition(int update) => new
    {
        alias = $"past-{update}",
        product_version = Target.ProductVersion,
        decision_contexts = new[] { Target.DecisionContext },
        builds = Enumerable.Range(0, Builds).Select(build => Nvr(update, build)),
        time = DateTimeOffset.UtcNow,
    };

    private static IEnumerable<object> Results(int update) =>
        from build in Enumerable.Range(0, Builds)
        from arch in Arches
        select new
        {
            id = Guid.CreateVersion7(),
            subject = new { type = "koji_build", id = Nvr(update, build) },
            testcase = arch switch { "noarch" => "dist.upgradepath", null => "dist.rpmlint", _ => "dist.depcheck" },
            arch,
            outcome = (update + build) % 97 == 0 ? "FAILED" : "PASSED",
        };

    private static string Nvr(int update, int build) => $"past-{update}-{build}-1.0-1.fc44";

    private static async Task<long> PostAsync(HttpClient http, string what, object[] list, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync(new Uri($"/api/v1/{what}", UriKind.Relative), list, cancel);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("sequence").GetInt64();
    }
}
