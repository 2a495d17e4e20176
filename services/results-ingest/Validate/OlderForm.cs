using System.Buffers;
using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// The older form of a result: <c>item</c>, <c>type</c>, <c>arch</c> (or <c>system_architecture</c>), <c>scenario</c>
/// and <c>system_variant</c> inside
/// <c>data</c>, plain or a list, in place of <c>subject</c>. Read here into the form of the contract, so that nothing
/// behind the door knows of it.
/// </summary>
internal static class OlderForm
{
    /// <summary>
    /// What is no data. The <c>system_</c> keys are both: readers of results know them by these names.
    /// </summary>
    private static readonly string[] Keys = ["item", "type", "arch", "scenario"];

    public static bool IsUsedBy(ResultDraft draft) => draft.Subject.IsAbsent && draft.Data.Value is { } data
        && new FieldReader(data) is var fields && (fields.TryGet("item", out _) || fields.TryGet("type", out _));

    public static ResultDraft Read(ResultDraft draft)
    {
        var data = new FieldReader(draft.Data.Value!.Value, "data.");
        var arches = data.PlainOrList("arch");
        return draft with
        {
            IsOlder = true,
            Subject = draft.Data,
            SubjectType = One(data.PlainOrList("type"), "type"),
            Items = data.PlainOrList("item"),
            Arches = !arches.IsAbsent ? Either(draft.Arches, arches)
                : draft.Arches.IsAbsent ? data.PlainOrList("system_architecture")
                : draft.Arches,
            Scenario = Either(draft.Scenario, One(data.PlainOrList("scenario"), "scenario")),
            Variant = draft.Variant.IsAbsent ? One(data.PlainOrList("system_variant"), "variant") : draft.Variant,
        };
    }

    /// <summary>The fields that are data.</summary>
    public static IEnumerable<JsonProperty> DataOf(JsonElement data) =>
        data.EnumerateObject().Where(property => !Keys.Contains(property.Name));

    /// <summary>The data without what is none; null where nothing is left.</summary>
    public static JsonElement? Rest(JsonElement? data)
    {
        var rest = DataOf(data!.Value).ToList();
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

    /// <summary>
    /// Of a field that has one value for all cells of a result: however often it is named, it is the same one.
    /// </summary>
    private static Field<string> One(Field<IReadOnlyList<Field<string>>> list, string what) => list.Value switch
    {
        null => new(list.Path, null, list.Misread),
        _ when list.Value.FirstOrDefault(entry => entry.Misread is not null) is { Misread: not null } misread =>
            misread,
        _ when list.Value.Select(entry => entry.Value).Distinct(StringComparer.Ordinal).Count() is > 1 and var count =>
            new(list.Path, null, $"expected one {what} for all that it holds, got {count}"),
        _ => list.Value[0],
    };

    private static Field<string> Either(Field<string> outside, Field<string> inside) =>
        outside.IsAbsent || inside.Misread is not null ? inside
        : inside.IsAbsent || inside.Value == outside.Value || outside.Misread is not null ? outside
        : new(inside.Path, null, $"expected the same as {outside.Path}, got {FieldReader.Show(inside.Value!)}");

    private static Field<IReadOnlyList<Field<string>>> Either(
        Field<IReadOnlyList<Field<string>>> outside, Field<IReadOnlyList<Field<string>>> inside) =>
        outside.IsAbsent || inside.Value is null ? inside
        : outside.Value is not [var arch] ? outside
        : inside.Value.FirstOrDefault(entry => entry.Value != arch.Value) is { Path: not null } other
            ? new(other.Path, null,
                other.Misread ?? $"expected the same as {arch.Path}, got {FieldReader.Show(other.Value!)}")
        : outside;
}
