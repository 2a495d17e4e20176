using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>What gate messages have to be, by the contract.</summary>
internal static class GateMessages
{
    /// <summary>What only the platform can know.</summary>
    public static IReadOnlyList<string> OwnFields { get; } =
        ["sequence", "summary", "definition_time", "opened_at", "deadline", "decided_at", "late_by", "recorded_until", "url"];

    /// <summary>These messages of one update are exactly the expected ones, by their topics and in the order of their sequences.</summary>
    public static void AreExactly(IReadOnlyList<Heard> heard, params string[] topics)
    {
        Assert.That(heard.Select(m => m.RoutingKey), Is.EqualTo(topics));
        Assert.That(heard.Select(m => (long)m.Body["sequence"]!), Is.Ordered.Ascending.And.Unique);
        Assert.That(heard.Select(m => m.MessageId), Is.Unique);
    }

    /// <summary>All its fields, properties and headers are there and right, and nothing else is.</summary>
    public static void Says(this Heard message, JsonObject expected, TimeSpan timeout, string api)
    {
        var body = message.Body.DeepClone().AsObject();
        var (openedAt, deadline, decidedAt) = (Must.Time(body["opened_at"]), Must.Time(body["deadline"]), Must.Time(body["decided_at"]));
        Assert.That(deadline, Is.EqualTo(openedAt + timeout));
        Assert.That(decidedAt, message.Type == "gate.opened" ? Is.EqualTo(openedAt) : Is.GreaterThan(openedAt));
        if ((string?)body["reason"] == "deadline")
        {
            // Decided once all that had been delivered by then was recorded.
            Assert.That(Must.Time(body["recorded_until"]), Is.GreaterThanOrEqualTo(deadline));
        }
        else
        {
            Assert.That((body["late_by"], body["recorded_until"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
        }

        Must.Time(body["definition_time"]);
        Assert.That((long)body["sequence"]!, Is.Positive);
        Assert.That((string)body["summary"]!, Is.Not.Empty);
        Assert.That((string)body["url"]!, Is.EqualTo($"{api}/updates/{message.Alias}"));

        foreach (var field in OwnFields)
        {
            Assert.That(body.Remove(field), $"{field} in {message}");
        }

        var policies = body["policies"]!.AsArray();
        Assert.That(policies.Select(p => (string)p!["hash"]!), Is.All.Match("^sha256:[0-9a-f]{64}$"));
        body["policies"] = new JsonArray([.. policies.Select(p => p!["id"]!.DeepClone())]);
        Must.BeEqual(body, expected);

        var verdict = (string?)expected["verdict"];
        Must.Travel(message, (string)expected["type"]!, decidedAt,
            ("alias", (string?)expected["alias"]), ("product_version", (string?)expected["product_version"]), ("verdict", verdict));
    }
}
