using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Cuts texts that are longer than <see cref="Limits.Text"/>, and remembers the paths of those it has cut. Of a log
/// that is too long the beginning is better than a refusal; what names a result, its links and its groups never come
/// here.
/// </summary>
internal sealed class LongTexts
{
    /// <summary>A character of many parts is kept whole unless that would cost more than this.</summary>
    private const int LongestCharacter = 64;

    /// <summary>Of a key no more than this stands in a path.</summary>
    private const int LongestKey = 100;

    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<string> cut = [];

    /// <summary>The paths of the texts that were cut, in their order; null where none was.</summary>
    public IReadOnlyList<string>? Paths => cut.Count == 0 ? null : cut;

    public string? Cut(string? text, string path)
    {
        if (text is null || text.Length <= Limits.Text)
        {
            return text;
        }

        cut.Add(path);
        return text[..EndOfWhole(text)];
    }

    /// <summary>The same of every value in it, however deep; never of a key.</summary>
    public JsonElement? Cut(JsonElement? json, string path)
    {
        if (json is not { } whole || !HasLong(whole))
        {
            return json;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Written))
        {
            Write(writer, whole, path);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    // No text has more characters than bytes, and most bodies are shorter than a text may be.
    private static bool HasLong(JsonElement json) =>
        JsonMarshal.GetRawUtf8Value(json).Length > Limits.Text && json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(property => HasLong(property.Value)),
        JsonValueKind.Array => json.EnumerateArray().Any(HasLong),
        JsonValueKind.String => json.GetString()!.Length > Limits.Text,
        _ => false,
    };

    private void Write(Utf8JsonWriter writer, JsonElement json, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, $"{path}.{Short(property.Name)}");
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var (i, item) in json.EnumerateArray().Index())
                {
                    Write(writer, item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Cut(json.GetString(), path));
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static string Short(string key) =>
        key.Length <= LongestKey ? key
        : key[..(char.IsHighSurrogate(key[LongestKey - 1]) ? LongestKey - 1 : LongestKey)];

    /// <summary>Where the last whole character ends that fits.</summary>
    private static int EndOfWhole(string text)
    {
        var rest = text.AsSpan();
        var end = 0;
        for (var next = 0; end + next <= Limits.Text;)
        {
            end += next;
            next = StringInfo.GetNextTextElementLength(rest[end..]);
        }

        return Limits.Text - end < LongestCharacter ? end
            : char.IsHighSurrogate(text[Limits.Text - 1]) ? Limits.Text - 1 : Limits.Text;
    }
}
