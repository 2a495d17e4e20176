using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>A message that has to be refused, and the fields that have to be blamed.</summary>
internal sealed record BadMessage(Outgoing Message, string Kind, IReadOnlyList<string> Fields)
{
    private const int Limit = 1024 * 1024;
    private static int made;

    /// <summary>One of each kind of mistake. Each has a <c>message_id</c> of its own, by which its rejection is told.</summary>
    /// <param name="recorded">A result that is on record already.</param>
    public static IReadOnlyList<BadMessage> All(Outgoing recorded) =>
    [
        OfResult("this is no JSON", ""),
        OfResult("", ""),
        OfResult("null", ""),
        OfResult("\"PASSED\"", ""),
        OfResult($"[{Text(Good())}]", ""),
        OfResult(Text(Good()) + " and more", ""),
        OfResult(Text(Good())[..^1], ""),
        OfResult("{}", "outcome", "subject", "testcase"),
        OfResult("""{"subject": "glibc-2.42-7.fc44", "testcase": 5, "outcome": ["PASSED"], "note": {}}""", "note", "outcome", "subject", "testcase"),
        With("subject", new JsonObject { ["type"] = "koji_build", ["id"] = "glibc" }, "subject.id"),
        With("subject", new JsonObject { ["type"] = "koji build", ["id"] = "glibc-2.42-7.fc44" }, "subject.type"),
        With("outcome", "GREEN", "outcome"),
        With("outcome", "", "outcome"),
        With("testcase", "", "testcase"),
        With("testcase", new string('t', 1_025), "testcase"),
        With("arch", "x86 64", "arch"),
        With("scenario", new string('s', 256), "scenario"),
        With("variant", new string('v', 256), "variant"),
        With("testcase", "dist.\u202edepcheck", "testcase"),
        With("ref_url", new string('n', 8_193), "ref_url"),
        With("subject", new JsonObject { ["type"] = "koji_build", ["id"] = "glibc-0:2.42-7.fc44" }, "subject.id"),
        With("subject", new JsonObject { ["type"] = "redhat-module", ["id"] = "perl:5.26:820180423:abcdef" },
            "subject.id"),
        With("subject", new JsonObject { ["type"] = "bodhi_update", ["id"] = ".." }, "subject.id"),
        With("note", "a\0b", "note"),
        OfResult(Text(Good())[..^1] + """, "note": "\ud800"}""", "note"),
        OfResult(Text(Good())[..^1] + """, "data": {"size": 1e400}}""", "data.size"),
        OfResult(Text(Good())[..^1] + ", \"data\": {\"deep\": " + new string('[', 40) + new string(']', 40) + "}}", "data.deep" + string.Concat(Enumerable.Repeat("[0]", 30))),
        OfResult(new string('[', 100_000), "", string.Concat(Enumerable.Repeat("[0]", 32))),
        OfResult(Text(Good())[..^1] + ", \"data\": {" + string.Join(',', Enumerable.Range(0, 201).Select(n => $"\"k{n}\": 1")) + "}}", "data"),
        With("submit_time", "yesterday", "submit_time"),
        With("submit_time", "2026-02-30T00:00:00Z", "submit_time"),
        With("submit_time", "1969-12-31T23:59:59Z", "submit_time"),
        With("submit_time", TestUpdate.Stamp(TimeProvider.System.GetUtcNow().AddMinutes(15)), "submit_time"),
        With("id", new string('i', 201), "id"),
        OfResult("""{"testcase": "t", "outcome": "PASSED", "data": {"item": ["a-1-1", "gcc"], "type": "koji_build"}}""",
            "data.item[1]"),
        OfResult("""{"testcase": "t", "outcome": "PASSED", "data": {"item": "a", "type": ["image", "compose"]}}""",
            "data.type"),
        Of("result", [.. Encoding.UTF8.GetBytes(Text(Good())[..^1]), .. ", \"note\": \""u8, 0xFF, 0xFE, .. "\"}"u8], ""),
        OfResult(Text(Good()).PadRight(Limit + 1), ""),
        OfResult(Altered(Encoding.UTF8.GetString(recorded.Body.Span), "outcome", "ERROR"), "id"),
        Of("update", """{"alias": 5, "state": "burned"}""", "alias", "builds", "decision_contexts", "product_version", "state", "time"),
        Of("update", $$"""{"alias": "A", "product_version": "fedora-44", "decision_contexts": ["a b"], "builds": ["glibc-2.42-7.fc44", "glibc"], "time": "2026-01-01T00:00:00Z"}""", "builds[1]", "decision_contexts[0]"),
        Of("update", """
            {"alias": "A\u200b", "product_version": "fedora-44", "decision_contexts": ["push_stable"], "builds": [],
             "subjects": [], "time": "2026-01-01T00:00:00Z"}
            """, "alias", "builds"),
        Of("waiver", """{"id": "w", "subject": {"type": "koji_build", "id": "glibc-2.42-7.fc44"}, "testcase": "dist.rpmlint", "waived": "yes"}""", "comment", "username", "waived"),
    ];

    private static BadMessage With(string field, JsonNode value, params string[] blamed) => OfResult(Altered(Text(Good()), field, value), blamed);

    private static BadMessage OfResult(string body, params string[] blamed) => Of("result", body, blamed);

    private static BadMessage Of(string kind, string body, params string[] blamed) => Of(kind, Encoding.UTF8.GetBytes(body), blamed);

    private static BadMessage Of(string kind, byte[] body, params string[] blamed)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"bad-{Interlocked.Increment(ref made)}-{Guid.NewGuid():N}");
        return new(new Outgoing($"gatehouse.{kind}s", $"{kind}.bad", body) { MessageId = id }, kind, blamed);
    }

    private static Outgoing Good() => TestUpdate.New().Result(0, TestUpdate.Upgradepath, "PASSED");

    private static string Text(Outgoing message) => Encoding.UTF8.GetString(message.Body.Span);

    private static string Altered(string json, string field, JsonNode value)
    {
        var altered = JsonNode.Parse(json)!.AsObject();
        altered[field] = value;
        return altered.ToJsonString();
    }
}
