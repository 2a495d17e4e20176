using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>What an operator asks is answered at <c>/metrics</c>, under names that dashboards rely on.</summary>
internal sealed class Metrics
{
    // How many results, how many refused, how far behind are the folds, are there gaps, who leads; who waits, who too long, and how long from the last result to the verdict.
    private static readonly string[] OfIngest = ["gatehouse_ingest_recorded_total", "gatehouse_ingest_rejected_total", "gatehouse_ingest_batch_size_count"];
    private static readonly string[] OfFolds = ["gatehouse_log_events", "gatehouse_log_above_high_water", "gatehouse_fold_lag_events", "gatehouse_fold_lag_seconds", "gatehouse_leading"];
    private static readonly string[] OfGating = ["gatehouse_gates_waiting", "gatehouse_gates_overdue", "gatehouse_verdict_latency_seconds_count", "gatehouse_gate_messages_total"];

    [Test]
    public async Task Each_service_shows_what_an_operator_asks_for()
    {
        var suite = await OnePlatform.SuiteAsync();
        var client = await OnePlatform.ClientAsync();
        var waiting = TestUpdate.New("one-check");
        var refused = Outgoing.Of("gatehouse.results", "result", $"not JSON, {waiting.Alias}");
        await client.PublishAndHearAsync(waiting.Definition(), m => m.Alias == waiting.Alias);
        await client.PublishAndHearAsync(refused, m => m.Type == "rejected.result" && m.Text.Contains(waiting.Alias, StringComparison.Ordinal));
        await client.FallSilentAsync();

        await MustShowAsync(suite.Endpoints.IngestHttp, OfIngest);
        await MustShowAsync(suite.Endpoints.Http, [.. OfFolds, "gatehouse_announced_total"]);
        await MustShowAsync(suite.Endpoints.GatingHttp, [.. OfFolds, .. OfGating]);
    }

    // Some are counted only every few seconds.
    private static async Task MustShowAsync(string service, string[] names)
    {
        using var http = new HttpClient();
        await Eventually.TrueAsync(async () =>
        {
            var text = await http.GetStringAsync(new Uri(service + "/metrics"));
            var shown = text.Split('\n').Where(line => !line.StartsWith('#')).Select(line => line.Split('{', ' ')[0]);
            return !names.Except(shown).Any();
        }, $"{service}/metrics shows {string.Join(", ", names)}");
    }
}
