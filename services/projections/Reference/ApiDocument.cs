using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Projections;

/// <summary>
/// The OpenAPI document: <c>contracts/openapi.yaml</c>, completed with what the contract says elsewhere already: the schemas of
/// <c>asyncapi.yaml</c>, the samples, and that every field of an answer is always there.
/// </summary>
internal static class ApiDocument
{
    private const string Sample = "Samples/";

    private static readonly Lazy<JsonElement> Made = new(Make);

    /// <summary>The same for everybody, so nothing that could be changed.</summary>
    public static JsonElement Json => Made.Value;

    private static JsonElement Make()
    {
        var (api, bus) = (Read("openapi.yaml"), Read("asyncapi.yaml"));
        var schemas = SchemasOf(api);
        RequireAll(schemas);
        foreach (var (name, schema) in SchemasOf(bus))
        {
            schemas.Add(name, schema!.DeepClone());
        }

        PutSamples(api);
        return JsonSerializer.SerializeToElement(api);
    }

    private static JsonObject SchemasOf(JsonObject document) => document["components"]!["schemas"]!.AsObject();

    private static JsonObject Read(string name)
    {
        using var text = new StreamReader(Resource(name));
        return YamlJson.Read(text).AsObject();
    }

    private static Stream Resource(string name) => typeof(ApiDocument).Assembly.GetManifestResourceStream($"contracts/{name}")
        ?? throw new InvalidOperationException($"the assembly lacks contracts/{name}");

    private static void RequireAll(JsonNode? schema)
    {
        if (schema is JsonObject { } one && one["properties"] is JsonObject properties && one["type"] is JsonValue && !one.ContainsKey("required"))
        {
            one["required"] = new JsonArray([.. properties.Select(p => (JsonNode)p.Key)]);
        }

        foreach (var inner in Inside(schema))
        {
            RequireAll(inner);
        }
    }

    private static void PutSamples(JsonNode? node)
    {
        if (node is JsonObject one && one["example"] is JsonValue value && value.TryGetValue<string>(out var text) && text.StartsWith(Sample, StringComparison.Ordinal))
        {
            using var sample = Resource($"{text}.json");
            one["example"] = JsonNode.Parse(sample);
        }

        foreach (var inner in Inside(node))
        {
            PutSamples(inner);
        }
    }

    private static List<JsonNode?> Inside(JsonNode? node) => node switch
    {
        JsonObject some => [.. some.Select(field => field.Value)],
        JsonArray list => [.. list],
        _ => [],
    };
}
