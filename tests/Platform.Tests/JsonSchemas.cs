using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// The JSON Schemas of the OpenAPI document, as far as it uses the language. A keyword it does not know fails the test, so nothing is passed over
/// silently; and an object whose fields are listed may have no others, which is stricter than the schemas are for clients.
/// </summary>
internal sealed class JsonSchemas(JsonObject document)
{
    /// <summary>What a reference leads to.</summary>
    public JsonObject Resolve(JsonNode node) => node.AsObject() is var json && json["$ref"] is { } reference
        ? Resolve(((string)reference!)[2..].Split('/').Aggregate((JsonNode)document, (at, name) => at[name] ?? throw new KeyNotFoundException((string)reference!)))
        : json;

    /// <summary>Everything that is wrong with a value.</summary>
    public IEnumerable<string> Errors(JsonNode? value, JsonNode schema, string path = "") =>
        schema.AsObject().SelectMany(rule => Errors(value, rule.Key, rule.Value!, schema.AsObject(), path));

    private IEnumerable<string> Errors(JsonNode? value, string key, JsonNode rule, JsonObject schema, string path) => (key, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("$ref", _) => Errors(value, Resolve(schema), path),
        ("description" or "default" or "example" or "examples" or "additionalProperties", _) => [],
        ("type", _) => Wrong(path, key, Texts(rule).Any(type => IsOf(type, value))),
        ("enum", _) => Wrong(path, key, rule.AsArray().Any(one => JsonNode.DeepEquals(one, value))),
        ("anyOf", _) => Wrong(path, key, rule.AsArray().Any(one => !Errors(value, one!, path).Any())),
        ("format", JsonValueKind.String) => Wrong(path, key, (string)rule! == "uuid"
            ? Guid.TryParseExact((string)value!, "D", out _)
            : DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, out _) && ((string)value!).EndsWith('Z')),
        ("pattern", JsonValueKind.String) => Wrong(path, key, Regex.IsMatch((string)value!, (string)rule!)),
        ("minLength", JsonValueKind.String) => Wrong(path, key, ((string)value!).Length >= (int)rule),
        ("maxLength", JsonValueKind.String) => Wrong(path, key, ((string)value!).Length <= (int)rule),
        ("minimum", JsonValueKind.Number) => Wrong(path, key, (double)value! >= (int)rule),
        ("maximum", JsonValueKind.Number) => Wrong(path, key, (double)value! <= (int)rule),
        ("minItems", JsonValueKind.Array) => Wrong(path, key, value!.AsArray().Count >= (int)rule),
        ("maxItems", JsonValueKind.Array) => Wrong(path, key, value!.AsArray().Count <= (int)rule),
        ("items", JsonValueKind.Array) => value!.AsArray().SelectMany((item, i) => Errors(item, rule, $"{path}[{i}]")),
        ("maxProperties", JsonValueKind.Object) => Wrong(path, key, value!.AsObject().Count <= (int)rule),
        ("required", JsonValueKind.Object) => Texts(rule).SelectMany(name => Wrong($"{path}.{name}", key, value!.AsObject().ContainsKey(name))),
        ("properties", JsonValueKind.Object) => value!.AsObject().SelectMany(field =>
            rule[field.Key] is { } of ? Errors(field.Value, of, $"{path}.{field.Key}")
            // An alternative without a type names only what it is told by.
            : schema.ContainsKey("additionalProperties") || !schema.ContainsKey("type") ? []
            : [$"{path}.{field.Key}: not in the schema"]),
        ("format" or "pattern" or "minLength" or "maxLength" or "minimum" or "maximum" or "minItems" or "maxItems" or "items" or "maxProperties" or "required" or "properties", _) => [],
        _ => throw new NotSupportedException($"{path}: the keyword {key}"),
    };

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => (double)value! % 1 == 0,
        ("object" or "array" or "string" or "null" or "boolean" or "number" or "integer", _) => false,
        _ => throw new NotSupportedException($"the type {type}"),
    };

    private static IEnumerable<string> Wrong(string path, string key, bool right) => right ? [] : [$"{path}: {key}"];

    private static IEnumerable<string> Texts(JsonNode rule) => rule is JsonArray list ? list.Select(item => (string)item!) : [(string)rule!];
}
