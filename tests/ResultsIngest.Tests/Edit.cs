using System.Text.Json.Nodes;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Makes one message out of another: sets fields, or takes them away.</summary>
internal static class Edit
{
    /// <summary>The message with this field set to a JSON text; <c>data.item</c> goes one deep.</summary>
    public static string With(this string json, string path, string value) => json.Change(path, (holder, field) => holder[field] = JsonNode.Parse(value));

    public static string Without(this string json, params string[] paths) =>
        paths.Aggregate(json, (text, path) => text.Change(path, (holder, field) => holder.Remove(field)));

    private static string Change(this string json, string path, Action<JsonObject, string> change)
    {
        var message = JsonNode.Parse(json)!.AsObject();
        var names = path.Split('.');
        var holder = names.Length == 1 ? message : message[names[0]]!.AsObject();
        change(holder, names[^1]);
        return message.ToJsonString();
    }
}
