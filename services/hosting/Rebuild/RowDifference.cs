using System.Text.Json.Nodes;

namespace Gatehouse.Hosting;

/// <summary>Tells in which columns two rows differ.</summary>
internal static class RowDifference
{
    private const int Longest = 120;

    /// <summary>Each column that differs with both values, long ones cut.</summary>
    /// <param name="live">The live row as a JSON object.</param>
    /// <param name="rebuilt">The rebuilt row as a JSON object.</param>
    public static string Between(string live, string rebuilt)
    {
        var (l, r) = (JsonNode.Parse(live)!.AsObject(), JsonNode.Parse(rebuilt)!.AsObject());
        return string.Join("; ", l.Select(column => column.Key)
            .Where(c => !JsonNode.DeepEquals(l[c], r[c]))
            .Select(c => $"{c} is {Text(l[c])}, rebuilt {Text(r[c])}"));
    }

    private static string Text(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length <= Longest ? text : $"{text[..Longest]}...";
    }
}
