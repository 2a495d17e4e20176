using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>A message as a subscriber gets it.</summary>
internal sealed record Heard(string RoutingKey, JsonObject Properties, JsonObject Headers, string Text)
{
    private readonly Lazy<JsonObject> body = new(() => JsonNode.Parse(Text)!.AsObject());

    public JsonObject Body => body.Value;

    public string MessageId => (string)Properties["message_id"]!;

    public string Type => (string)Properties["type"]!;

    /// <summary>The update a gate message is about; null for any other message.</summary>
    public string? Alias => (string?)Headers["alias"];

    /// <summary>The trace it continues.</summary>
    public string? TraceParent => (string?)Headers["traceparent"];

    public bool IsGate => Type.StartsWith("gate.", StringComparison.Ordinal);

    public bool IsResult => Type == "result";

    /// <summary>Is the announcement of the result with this id, as it was sent.</summary>
    public bool Announces(string id) => IsResult && ((string?)Body["id"] == id || (string?)Body["source_id"] == id);

    public override string ToString() => $"{RoutingKey} {Text}";

    public static Heard From(JsonObject line) => new(
        (string)line["routing_key"]!, line["properties"]!.AsObject(), line["headers"]!.AsObject(), (string)line["body"]!);
}
