using System.Text.Json.Nodes;

namespace Gatehouse.Hosting;

/// <summary>Tells where two rows differ, down to the field inside a column of JSON.</summary>
internal static class RowDifference
{
    private const int Told = 5;
    private const int Longest = 120;

    /// <summary>The first places that differ, with both values, long ones cut.</summary>
    /// <param name="live">The live row as a JSON object.</param>
    /// <param name="rebuilt">The rebuilt row as a JSON object.</param>
    public static string Between(string live, string rebuilt) =>
        string.Join("; ", Between("", JsonNode.Parse(live), JsonNode.Parse(rebuilt)).Take(Told));

    private static IEnumerable<string> Between(string place, JsonNode? live, JsonNode? rebuilt) => (live, rebuilt) switch
    {
        _ when JsonNode.DeepEquals(live, rebuilt) => [],
        (JsonObject l, JsonObject r) => l.Concat(r).Select(field => field.Key).Distinct().SelectMany(name => Between(place.Length == 0 ? name : $"{place}.{name}", l[name], r[name])),
        (JsonArray l, JsonArray r) when l.Count == r.Count => l.Zip(r).SelectMany((pair, n) => Between($"{place}[{n}]", pair.First, pair.Second)),
        _ => [$"{place} is {Text(live)}, rebuilt {Text(rebuilt)}"],
    };

    private static string Text(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length <= Longest ? text : $"{text[..Longest]}...";
    }
}
