using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Bad messages among good ones: the good are recorded, the bad are kept and explained.</summary>
internal sealed class Garbage
{
    private const int Limit = 1024 * 1024;
    private const int KeptOfLarger = 64 * 1024;
    private Suite suite = null!;
    private ForeignClient client = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());

    [Test]
    public async Task Every_good_message_is_recorded_and_every_bad_one_stored_announced_and_listed_with_its_reasons()
    {
        var recorded = TestUpdate.New().Result(0, TestUpdate.Upgradepath, "PASSED");
        await client.RecordAsync(recorded);
        var bad = BadMessage.All(recorded).ToDictionary(b => b.Message.MessageId!);
        var good = Enumerable.Range(0, bad.Count * 10).Select(_ => TestUpdate.New().Result(0, TestUpdate.Rpmlint, "PASSED")).Append(AsLargeAsAllowed()).ToList();
        Outgoing[] mixed = [.. good, .. bad.Values.Select(b => b.Message)];
        new Random(1).Shuffle(mixed);
        var ids = good.Select(g => g.MessageId).ToHashSet();

        await client.Publisher.PublishAsync(mixed);
        var announced = await client.Subscriber.UntilAsync(good.Count, m => m.IsResult && ids.Contains((string)m.Body["id"]!), "every good one");
        var rejected = await client.Subscriber.UntilAsync(bad.Count, m => IsRejectionOf(m, bad), "every bad one");
        await client.FallSilentAsync();

        Assert.That(announced.Select(m => (string)m.Body["id"]!), Is.Unique);
        Assert.That(client.Subscriber.All.Count(m => IsRejectionOf(m, bad)), Is.EqualTo(bad.Count), "each is rejected once");
        var listed = (await ListAsync()).ToDictionary(r => (string)r["id"]!);
        using var all = Assert.EnterMultipleScope();
        foreach (var message in rejected)
        {
            await CheckAsync(message, bad[(string)message.Body["message_id"]!], listed);
        }
    }

    private async Task CheckAsync(Heard message, BadMessage bad, Dictionary<string, JsonObject> listed)
    {
        var (body, sent) = (message.Body, bad.Message.Body.ToArray());
        var what = $"{Encoding.UTF8.GetString(sent.AsSpan(0, Math.Min(300, sent.Length)))} -> {message.Text[..Math.Min(600, message.Text.Length)]}";
        Assert.That(message.RoutingKey, Is.EqualTo($"rejected.{bad.Kind}"), what);
        Assert.That(body.Select(f => f.Key), Is.EquivalentTo(new[] { "id", "kind", "reasons", "received_at", "message_id", "body" }), what);
        Assert.That((string)body["id"]!, Is.EqualTo(message.MessageId), what);
        Assert.That((string)body["kind"]!, Is.EqualTo(bad.Kind), what);
        var reasons = body["reasons"]!.AsArray();
        Assert.That(reasons.Select(r => (string)r!["field"]!).Distinct(), Is.EquivalentTo(bad.Fields), what);
        Assert.That(reasons.Select(r => (string)r!["message"]!), Is.All.Not.Empty, what);
        // What is no UTF-8 becomes U+FFFD, here as there.
        Assert.That((string)body["body"]!, Is.EqualTo(Encoding.UTF8.GetString(sent.AsSpan(0, Math.Min(KeptOfLarger, sent.Length)))), what);

        Assert.That(listed, Does.ContainKey(message.MessageId), what);
        var entry = listed[message.MessageId];
        Must.BeEqual(entry["reasons"], reasons);
        Assert.That((string?)entry["message_id"], Is.EqualTo(bad.Message.MessageId), what);
        Assert.That((string?)entry["exchange"], Is.EqualTo(bad.Message.Exchange), what);
        Assert.That((string?)entry["routing_key"], Is.EqualTo(bad.Message.RoutingKey), what);
        Assert.That((long)entry["size"]!, Is.EqualTo(sent.Length), what);
        Assert.That((bool)entry["truncated"]!, Is.EqualTo(sent.Length > Limit), what);
        Must.Travel(message, $"rejected.{bad.Kind}", Must.Time(entry["recorded_at"]));

        Must.BeEqual(await suite.Http.ReadAsync($"/api/v1/rejections/{message.MessageId}"), entry);
        var kept = await suite.Http.GetByteArrayAsync(new Uri($"/api/v1/rejections/{message.MessageId}/body", UriKind.Relative));
        Assert.That(kept.AsSpan().SequenceEqual(sent.Length > Limit ? sent.AsSpan(0, KeptOfLarger) : sent), what);
    }

    private static bool IsRejectionOf(Heard message, Dictionary<string, BadMessage> bad) =>
        message.Type.StartsWith("rejected.", StringComparison.Ordinal) && (string?)message.Body["message_id"] is { } id && bad.ContainsKey(id);

    private async Task<List<JsonObject>> ListAsync()
    {
        var (all, next) = (new List<JsonObject>(), "");
        do
        {
            var page = await suite.Http.ReadAsync($"/api/v1/rejections?limit=7{next}");
            all.AddRange(page["items"]!.AsArray().Select(i => i!.AsObject()));
            next = (string?)page["next"] is { } cursor ? $"&cursor={cursor}" : null;
        }
        while (next is not null);
        return all;
    }

    private static Outgoing AsLargeAsAllowed()
    {
        var result = TestUpdate.New().Result(0, TestUpdate.Rpmlint, "PASSED");
        var body = JsonNode.Parse(result.Body.Span)!.AsObject();
        body["data"] = new JsonObject(Enumerable.Range(0, 120).Select(n => KeyValuePair.Create($"log{n}", (JsonNode?)new string('x', 8_192))));
        return result with { Body = Encoding.UTF8.GetBytes(body.ToJsonString().PadRight(Limit)) };
    }
}
