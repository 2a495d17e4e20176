using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Gatehouse.Contracts.Tests;

/// <summary>
/// The JSON Schemas of asyncapi.yaml, as far as that document uses the language. A keyword it does not know fails the test, so nothing is
/// passed over silently; and an object whose fields are listed may have no others, which is stricter than the schemas are for clients.
/// </summary>
internal sealed class Schemas
{
    private readonly YamlMappingNode root;

    private Schemas(YamlMappingNode root) => this.root = root;

    public static Schemas Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(ContractFiles.AsyncApi));
        return new Schemas((YamlMappingNode)yaml.Documents[0].RootNode);
    }

    public YamlNode At(params string[] path) => path.Aggregate((YamlNode)root, (node, key) => ((YamlMappingNode)node).Children[new YamlScalarNode(key)]);

    /// <summary>Everything that is wrong with a value.</summary>
    public IEnumerable<string> Errors(JsonElement value, YamlNode schema, string path = "")
    {
        foreach (var (key, rule) in ((YamlMappingNode)schema).Children.Select(child => (child.Key.ToString(), child.Value)))
        {
            foreach (var error in Errors(value, key, rule, (YamlMappingNode)schema, path))
            {
                yield return error;
            }
        }
    }

    private IEnumerable<string> Errors(JsonElement value, string key, YamlNode rule, YamlMappingNode schema, string path) => (key, value.ValueKind) switch
    {
        ("$ref", _) => Errors(value, At(rule.ToString()[2..].Split('/')), path),
        ("description" or "default", _) => [],
        ("type", _) => Wrong(path, key, Texts(rule).Any(type => IsOf(type, value))),
        ("enum", _) => Wrong(path, key, Texts(rule).Contains(value.ValueKind == JsonValueKind.Null ? "null" : value.ToString())),
        ("anyOf", _) => Wrong(path, key, ((YamlSequenceNode)rule).Any(one => !Errors(value, one, path).Any())),
        ("format", JsonValueKind.String) => Wrong(path, key, rule.ToString() == "uuid" ? value.TryGetGuid(out _) : value.TryGetDateTimeOffset(out _) && value.GetString()!.EndsWith('Z')),
        ("pattern", JsonValueKind.String) => Wrong(path, key, Regex.IsMatch(value.GetString()!, rule.ToString())),
        ("minLength", JsonValueKind.String) => Wrong(path, key, value.GetString()!.Length >= Number(rule)),
        ("maxLength", JsonValueKind.String) => Wrong(path, key, value.GetString()!.Length <= Number(rule)),
        ("minimum", JsonValueKind.Number) => Wrong(path, key, value.GetInt64() >= Number(rule)),
        ("minItems", JsonValueKind.Array) => Wrong(path, key, value.GetArrayLength() >= Number(rule)),
        ("maxItems", JsonValueKind.Array) => Wrong(path, key, value.GetArrayLength() <= Number(rule)),
        ("items", JsonValueKind.Array) => value.EnumerateArray().SelectMany((item, i) => Errors(item, rule, $"{path}[{i}]")),
        ("maxProperties", JsonValueKind.Object) => Wrong(path, key, value.GetPropertyCount() <= Number(rule)),
        ("required", JsonValueKind.Object) => Texts(rule).SelectMany(name => Wrong($"{path}.{name}", key, value.TryGetProperty(name, out _))),
        ("properties", JsonValueKind.Object) => value.EnumerateObject().SelectMany(field =>
            ((YamlMappingNode)rule).Children.TryGetValue(new YamlScalarNode(field.Name), out var of) ? Errors(field.Value, of, $"{path}.{field.Name}")
            : IsOpen(path, schema) ? []
            : [$"{path}.{field.Name}: not in the schema"]),
        ("format" or "pattern" or "minLength" or "maxLength" or "minimum" or "minItems" or "maxItems" or "items" or "maxProperties" or "required" or "properties", _) => [],
        _ => throw new NotSupportedException($"{path}: the keyword {key}"),
    };

    // A publisher's own fields; and an alternative, which names only what it is told by.
    private static bool IsOpen(string path, YamlMappingNode schema) => path.EndsWith(".data", StringComparison.Ordinal) || !schema.Children.ContainsKey(new YamlScalarNode("type"));

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"the type {type}"),
    };

    private static IEnumerable<string> Wrong(string path, string key, bool right) => right ? [] : [$"{path}: {key}"];

    private static int Number(YamlNode rule) => int.Parse(rule.ToString(), CultureInfo.InvariantCulture);

    /// <summary>A text, or a list of texts.</summary>
    public static IEnumerable<string> Texts(YamlNode node) => node is YamlSequenceNode list ? list.Select(item => item.ToString()) : [node.ToString()];
}
