using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>A message to be published: any bytes to any exchange.</summary>
internal sealed record Outgoing(string Exchange, string RoutingKey, ReadOnlyMemory<byte> Body)
{
    public string? MessageId { get; init; }

    public string? TraceParent { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The AMQP <c>user_id</c>: the broker takes only the one who publishes.</summary>
    public string? UserId { get; init; }

    public static Outgoing Of(string exchange, string routingKey, JsonObject body) => Of(exchange, routingKey, body.ToJsonString());

    public static Outgoing Of(string exchange, string routingKey, string body) => new(exchange, routingKey, System.Text.Encoding.UTF8.GetBytes(body));

    /// <summary>The line that <c>publish.py</c> reads.</summary>
    public JsonObject ToLine()
    {
        var properties = new JsonObject();
        Add(properties, "message_id", MessageId);
        Add(properties, "content_type", ContentType);
        Add(properties, "user_id", UserId);
        if (TraceParent is not null)
        {
            properties["headers"] = new JsonObject { ["traceparent"] = TraceParent };
        }

        return new JsonObject
        {
            ["exchange"] = Exchange,
            ["routing_key"] = RoutingKey,
            ["body_base64"] = Convert.ToBase64String(Body.Span),
            ["properties"] = properties,
        };
    }

    private static void Add(JsonObject to, string name, string? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }
}
