using System.Buffers;
using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// The older form of a result: <c>item</c>, <c>type</c>, <c>arch</c> and <c>scenario</c> inside <c>data</c>, plain or a list of one, in place of
/// <c>subject</c>. Read here into the form of the contract, so that nothing behind the door knows of it.
/// </summary>
internal static class OlderForm
{
    private static readonly string[] Keys = ["item", "type", "arch", "scenario"];

    public static bool IsUsedBy(ResultDraft draft) => draft.Subject.IsAbsent && draft.Data.Value is { } data
        && new FieldReader(data) is var fields && (fields.TryGet("item", out _) || fields.TryGet("type", out _));

    public static ResultDraft Read(ResultDraft draft)
    {
        var data = draft.Data.Value!.Value;
        return draft with
        {
            Subject = draft.Data,
            SubjectType = One(data, "type"),
            SubjectId = One(data, "item"),
            Arch = Either(draft.Arch, One(data, "arch")),
            Scenario = Either(draft.Scenario, One(data, "scenario")),
            Data = draft.Data with { Value = Rest(data) },
        };
    }

    private static Field<string> One(JsonElement data, string key)
    {
        var path = $"data.{key}";
        if (!new FieldReader(data).TryGet(key, out var value))
        {
            return new(path, null);
        }

        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 ? FieldReader.AsText(value[0], path + "[0]")
            : value.ValueKind == JsonValueKind.String ? FieldReader.AsText(value, path)
            : new(path, null, $"expected text or a list of one, got {FieldReader.Show(value)}");
    }

    private static Field<string> Either(Field<string> outside, Field<string> inside) =>
        outside.IsAbsent || inside.Misread is not null ? inside
        : inside.IsAbsent || inside.Value == outside.Value || outside.Misread is not null ? outside
        : new(inside.Path, null, $"expected the same as {outside.Path}, got {FieldReader.Show(inside.Value!)}");

    private static JsonElement? Rest(JsonElement data)
    {
        var rest = data.EnumerateObject().Where(property => !Keys.Contains(property.Name)).ToList();
        if (rest.Count == 0)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            rest.ForEach(property => property.WriteTo(writer));
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
