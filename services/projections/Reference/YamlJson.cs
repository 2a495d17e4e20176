using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gatehouse.Projections;

/// <summary>YAML as the JSON that it means, by the core schema: plain words are null, booleans or numbers where they look so, all else is text.</summary>
internal static class YamlJson
{
    private const string Merge = "<<";

    public static JsonNode Read(TextReader yaml)
    {
        var stream = new YamlStream();
        stream.Load(yaml);
        return Of(stream.Documents[0].RootNode)!;
    }

    private static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Of(mapping),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Of)]),
        YamlScalarNode scalar => Of(scalar),
        _ => throw new InvalidOperationException($"{node.NodeType} at {node.Start}"),
    };

    private static JsonObject Of(YamlMappingNode mapping)
    {
        // What stands in the mapping itself wins over what is merged into it.
        var merged = mapping.Children.Where(child => child.Key.ToString() == Merge).SelectMany(child => ((YamlMappingNode)child.Value).Children);
        var json = new JsonObject();
        foreach (var (key, value) in merged.Concat(mapping.Children.Where(child => child.Key.ToString() != Merge)))
        {
            json[key.ToString()] = Of(value);
        }

        return json;
    }

    private static JsonValue? Of(YamlScalarNode scalar) => (scalar.Style, scalar.Value) switch
    {
        (not ScalarStyle.Plain, var text) => JsonValue.Create(text),
        (_, null or "" or "null" or "~") => null,
        (_, "true") => JsonValue.Create(true),
        (_, "false") => JsonValue.Create(false),
        (_, var text) when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        (_, var text) when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        (_, var text) => JsonValue.Create(text),
    };
}
