using System.Globalization;
using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>Reads the fields of one JSON object without ever throwing: what is of the wrong type becomes a field that says so.</summary>
/// <param name="json">An object.</param>
/// <param name="prefix">Its own path with a dot, or empty.</param>
internal readonly struct FieldReader(JsonElement json, string prefix = "")
{
    public Field<string> Text(string name) => TryGet(name, out var value) ? AsText(value, prefix + name) : new(prefix + name, null);

    public Field<bool?> Boolean(string name) => !TryGet(name, out var value) ? new(prefix + name, null)
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? new(prefix + name, value.GetBoolean())
        : new(prefix + name, null, $"expected true or false, got {Show(value)}");

    public Field<DateTimeOffset?> Time(string name)
    {
        var text = Text(name);
        return text.Value is null ? new(text.Path, null, text.Misread is null ? null : Rfc3339.Expected)
            : Rfc3339.TryParse(text.Value, out var time) ? new(text.Path, time)
            : new(text.Path, null, $"{Rfc3339.Expected}, got {Show(text.Value)}");
    }

    /// <summary>A time of the contract's years; whatever else stands there is as if it were not there.</summary>
    public DateTimeOffset? TimeIfAny(string name) =>
        Time(name).Value is { } time && FieldRules.IsOfOurYears(time) ? time : null;

    /// <summary>A list of texts, each a field of its own.</summary>
    public Field<IReadOnlyList<Field<string>>> Texts(string name) => List(name, "texts", AsText);

    /// <summary>A list of objects, each a field of its own.</summary>
    public Field<IReadOnlyList<Field<JsonElement?>>> Objects(string name) => List(name, "objects", AsObject);

    /// <summary>One text, plain or as a list: a list of at least one, each a field of its own.</summary>
    public Field<IReadOnlyList<Field<string>>> PlainOrList(string name) =>
        !TryGet(name, out var value) ? new(prefix + name, null)
        : value.ValueKind == JsonValueKind.String ? new(prefix + name, [AsText(value, prefix + name)])
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 ? Texts(name)
        : new(prefix + name, null, $"expected text or a list of texts, got {Show(value)}");

    public Field<JsonElement?> Object(string name) =>
        TryGet(name, out var value) ? AsObject(value, prefix + name) : new(prefix + name, null);

    /// <summary>The field's value as it stands; false when absent or null.</summary>
    public bool TryGet(string name, out JsonElement value) =>
        json.TryGetProperty(name, out value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    public static Field<string> AsText(JsonElement value, string path) => value.ValueKind == JsonValueKind.String
        ? new(path, Read(value))
        : new(path, null, $"expected text, got {Show(value)}");

    /// <summary>What came, short enough for a reason.</summary>
    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.String => Show(Read(value)),
        JsonValueKind.Null => "null",
        _ => Cut(value.GetRawText()),
    };

    public static string Show(string text) => $"\"{Cut(text)}\"";

    private static Field<JsonElement?> AsObject(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Object
        ? new(path, value)
        : new(path, null, $"expected an object, got {Show(value)}");

    private Field<IReadOnlyList<Field<T>>> List<T>(string name, string what, Func<JsonElement, string, Field<T>> read)
    {
        var path = prefix + name;
        if (!TryGet(name, out var value))
        {
            return new(path, null);
        }

        return value.ValueKind == JsonValueKind.Array
            ? new(path, [.. value.EnumerateArray().Select((item, i) => read(item, PathOf(i)))])
            : new(path, null, $"expected a list of {what}, got {Show(value)}");

        string PathOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
    }

    private static string Cut(string text)
    {
        const int enough = 80;
        return text.Length <= enough ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[enough - 1]) ? enough - 1 : enough), "…");
    }

    private static string Read(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Lone surrogates, which the scan has refused already; the other fields are still to be read.
            return "\uFFFD";
        }
    }
}
