using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>
/// One update's history: results come over AMQP, as from test systems, definitions and waivers over HTTP, as from
/// tooling. Each of them is on record when its method returns.
/// </summary>
internal sealed class RuleStory(RulePlatform platform, TestUpdate update)
{
    public const string X86 = "x86_64", Arm = "aarch64";

    private readonly Dictionary<string, int> heard = [];
    private long last;

    public TestUpdate Update => update;

    public string Build => update.Builds[0];

    /// <summary>In a result: its subject is the update itself.</summary>
    public (string Name, JsonNode? Value) Itself => ("subject", Subject("bodhi_update", update.Alias));

    /// <summary>Some seconds from now, as senders write a time.</summary>
    public static string Now(double seconds = 0) =>
        TestUpdate.Stamp(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    /// <summary>A moment ago, in whole seconds, as many clients have it.</summary>
    public static string WholeSecond() => TestUpdate.Stamp(
        DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));

    public static JsonObject Subject(string type, string id) => new() { ["type"] = type, ["id"] = id };

    /// <summary>A definition as of now, but for these fields.</summary>
    /// <returns>The answer.</returns>
    public Task<JsonObject> DefinesAsync(params (string Name, JsonNode? Value)[] but) =>
        TakenAsync("updates", Definition(but));

    public Outgoing Definition(params (string Name, JsonNode? Value)[] but) =>
        But(update.Definition(), [("time", Now()), .. but]);

    public Task<JsonObject> ClosesAsync(string time) =>
        TakenAsync("updates", But(update.Closing("withdrawn"), ("time", time)));

    /// <summary>A result of <c>dist.depcheck</c> on the first build, as of now, but for these fields.</summary>
    /// <returns>Its announcement.</returns>
    public Task<JsonObject> ReportsAsync(
        string outcome, string? arch = null, params (string Name, JsonNode? Value)[] but) =>
        AnnouncedAsync(Result(outcome, arch, but));

    /// <returns>Its announcement.</returns>
    public async Task<JsonObject> AnnouncedAsync(Outgoing result)
    {
        var announced = await platform.Client.PublishAndHearAsync(result, m => m.Announces(result.MessageId!));
        last = (long)announced.Body["sequence"]!;
        return announced.Body;
    }

    public Outgoing Result(string outcome, string? arch = null, params (string Name, JsonNode? Value)[] but) =>
        But(TestUpdate.Result(Build, new Check("dist.depcheck", arch), outcome), but);

    /// <summary>A waiver of <c>dist.depcheck</c> on the first build, of no time, with these fields.</summary>
    public Task<JsonObject> WaivesAsync(params (string Name, JsonNode Value)[] more) =>
        TakenAsync("waivers", TestUpdate.Waiver(Build, more));

    /// <summary>Posts what is taken.</summary>
    /// <returns>The answer.</returns>
    public async Task<JsonObject> TakenAsync(string what, Outgoing message)
    {
        var answer = await PostAsync(what, message);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Accepted), answer.Text);
        last = (long)answer.Json["sequence"]!;
        return answer.Json;
    }

    public Task<Answer> PostAsync(string what, Outgoing message) =>
        platform.Suite.Http.PostAsync($"/api/v1/{what}", Encoding.UTF8.GetString(message.Body.Span));

    public static Outgoing But(Outgoing message, params (string Name, JsonNode? Value)[] fields)
    {
        var body = JsonNode.Parse(message.Body.Span)!.AsObject();
        foreach (var (name, value) in fields)
        {
            body[name] = value?.DeepClone();
        }

        return message with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }

    public static Outgoing Without(Outgoing message, params string[] fields)
    {
        var body = JsonNode.Parse(message.Body.Span)!.AsObject();
        Array.ForEach(fields, f => body.Remove(f));
        return message with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }

    /// <summary>Exactly this is said at the gate since it was last asked for.</summary>
    /// <returns>The last of it; empty for nothing.</returns>
    public Task<JsonObject> HearsAsync(params string[] topics) => HearsAtAsync("push_stable", topics);

    public async Task<JsonObject> HearsAtAsync(string context, params string[] topics)
    {
        // Says a word about a fact that is recorded only now, so all that follows from those before has been said.
        await platform.Client.FallSilentAsync();
        var prefix = $"gate.{context}.";
        // After a crash the same words may come again.
        var said = platform.Client.Subscriber.Of(update.Alias).DistinctBy(m => m.MessageId)
            .Where(m => m.RoutingKey.StartsWith(prefix, StringComparison.Ordinal))
            .Skip(heard.GetValueOrDefault(context)).ToList();
        heard[context] = heard.GetValueOrDefault(context) + said.Count;
        Assert.That(said.Select(m => m.RoutingKey[prefix.Length..]), Is.EqualTo(topics), string.Join('\n', said));
        return said.Count == 0 ? [] : said[^1].Body;
    }

    /// <summary>Returns when this has been said at the gate, whenever that is.</summary>
    public Task<Heard> UntilAsync(string topic) => platform.Client.Subscriber.UntilAsync(
        m => m.Alias == update.Alias && m.RoutingKey == $"gate.push_stable.{topic}", topic);

    /// <summary>The gate as it stands, with all that was told.</summary>
    public async Task<JsonNode> GateAsync(string context = "push_stable", string? at = null)
    {
        var asked = at is null ? $"after={last}" : $"at={Uri.EscapeDataString(at)}";
        return (await platform.Suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}?{asked}"))["gates"]!.AsArray()
            .Single(g => (string)g!["decision_context"]! == context)!;
    }

    /// <summary>The same with all its requirements.</summary>
    public Task<JsonObject> FullGateAsync() =>
        platform.Suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}/gates/push_stable?after={last}");

    public async Task StandsAsync(string status) =>
        Assert.That((string)(await GateAsync())["status"]!, Is.EqualTo(status));
}
