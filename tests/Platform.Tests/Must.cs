using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>What every message has to be, by the contract.</summary>
internal static class Must
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static void BeEqual(JsonNode? actual, JsonNode? expected)
    {
        if (!JsonNode.DeepEquals(actual, expected))
        {
            Assert.Fail($"Expected:\n{expected?.ToJsonString(Readable)}\nBut was:\n{actual?.ToJsonString(Readable)}");
        }
    }

    /// <summary>Its AMQP properties are those promised, and no others; its headers are these, where they have a value, all of them strings.</summary>
    public static void Travel(Heard message, string type, DateTimeOffset at, params (string Name, string? Value)[] headers)
    {
        Assert.That(Guid.TryParseExact(message.MessageId, "D", out _), $"message_id of {message}");
        BeEqual(message.Properties, new JsonObject
        {
            ["content_type"] = "application/json",
            ["delivery_mode"] = 2,
            ["message_id"] = message.MessageId,
            ["timestamp"] = at.ToUnixTimeSeconds(),
            ["type"] = type,
        });

        var expected = new JsonObject();
        foreach (var (name, value) in headers.Where(h => h.Value is not null))
        {
            expected[name] = value;
        }

        BeEqual(message.Headers, expected);
    }

    /// <summary>A time as we write it: UTC, at most microseconds, without trailing zeros.</summary>
    public static DateTimeOffset Time(JsonNode? node)
    {
        var text = (string)node!;
        Assert.That(text, Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,5}[1-9])?Z$"));
        return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
