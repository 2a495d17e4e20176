using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Gatehouse.Contracts;

/// <summary>
/// Tells equal content from a conflict. Content is equal if the contract's fields, normalised, are equal: the order of keys, unknown
/// fields, the spelling of numbers and a time that was defaulted do not count. It follows from what is stored, so it is not kept beside it.
/// </summary>
public static class ContentHash
{
    /// <summary>The hash of a result's content, without its submit time: see <see cref="Same(ResultRecorded, ResultRecorded)"/>.</summary>
    public static string Of(ResultRecorded result) => result is { Redacted: not null, ContentHash: { } kept } ? kept : Of(json =>
    {
        // Several items or arches are sets: their order does not count.
        var items = result.Subjects.Select(subject => subject.Id).Order(StringComparer.Ordinal).ToList();
        var arches = result.Arches.Order(StringComparer.Ordinal).ToList();
        WriteSubject(json, result.Subject with { Id = items[0] });
        json.WriteStringValue(result.Testcase);
        json.WriteStringValue(result.TestcaseRefUrl);
        json.WriteStringValue(result.Scenario);
        json.WriteStringValue(arches[0]);
        json.WriteStringValue(result.Outcome);
        json.WriteStringValue(result.RefUrl);
        json.WriteStringValue(result.Note);
        WriteList(json, result.Groups);
        if (result.Data is { } data)
        {
            WriteCanonical(json, data);
        }

        WriteGiven(json,
            ("variant", Text(json, result.Variant)),
            ("definition_time", Time(json, result.DefinitionTime)),
            ("further_items", items.Count > 1 ? () => WriteList(json, items.Skip(1)) : null),
            ("further_arches", arches.Count > 1 ? () => WriteList(json, arches.Skip(1)!) : null));
    });

    /// <summary>The hash of a waiver's content, without its time.</summary>
    public static string Of(WaiverRecorded waiver) => waiver is { Redacted: not null, ContentHash: { } kept } ? kept : Of(json =>
    {
        WriteSubject(json, waiver.Subject);
        json.WriteStringValue(waiver.Testcase);
        json.WriteStringValue(waiver.Scenario);
        json.WriteStringValue(waiver.Arch);
        json.WriteStringValue(waiver.ProductVersion);
        json.WriteBooleanValue(waiver.Waived);
        json.WriteStringValue(waiver.Comment);
        json.WriteStringValue(waiver.Username);
        WriteGiven(json,
            ("decision_context", Text(json, waiver.DecisionContext)),
            ("update", Text(json, waiver.Update)),
            ("expires", Time(json, waiver.Expires)));
    });

    /// <summary>
    /// The hash of an update definition, its time included. Builds, subjects and contexts are sets: their order does
    /// not count.
    /// </summary>
    public static string Of(UpdateRecorded update) => Of(json =>
    {
        json.WriteStringValue(update.Alias);
        json.WriteStringValue(update.ProductVersion);
        WriteList(json, update.DecisionContexts?.Order(StringComparer.Ordinal));
        WriteList(json, update.Builds?.Order(StringComparer.Ordinal));
        json.WriteStringValue(update.State.ToString());
        json.WriteStringValue(update.Submitter);
        json.WriteStringValue(update.Title);
        json.WriteNumberValue(update.Time.UtcTicks);
        json.WriteStringValue(update.Url);
        WriteGiven(json,
            ("subjects", update.Subjects is { Count: > 0 } subjects ? () => WriteSubjects(json, subjects) : null),
            ("builds_since", Time(json, update.BuildsSince)));
    });

    /// <summary>Whether two results of one id say the same.</summary>
    public static bool Same(ResultRecorded a, ResultRecorded b) =>
        Of(a) == Of(b) && SameTime(a.SubmitTime, a.SubmitTimeDefaulted, b.SubmitTime, b.SubmitTimeDefaulted);

    /// <summary>Whether two waivers of one id say the same.</summary>
    public static bool Same(WaiverRecorded a, WaiverRecorded b) =>
        Of(a) == Of(b) && SameTime(a.Time, a.TimeDefaulted, b.Time, b.TimeDefaulted);

    private static bool SameTime(DateTimeOffset a, bool aDefaulted, DateTimeOffset b, bool bDefaulted) => aDefaulted || bDefaulted || a == b;

    private static string Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            write(json);
            json.WriteEndArray();
        }

        // 128 of the 256 bits are ample to tell two contents of one id apart; ids are made of them, so they are for ever.
        return Base64Url.EncodeToString(SHA256.HashData(buffer.WrittenSpan).AsSpan(0, 16));
    }

    // What the second edition added stands in a list at the end, each under its name and only where it is given: what
    // the first one could say keeps its hash.
    private static void WriteGiven(Utf8JsonWriter json, params (string Name, Action? Write)[] fields)
    {
        if (fields.All(field => field.Write is null))
        {
            return;
        }

        json.WriteStartArray();
        foreach (var (name, write) in fields)
        {
            if (write is not null)
            {
                json.WriteStringValue(name);
                write();
            }
        }

        json.WriteEndArray();
    }

    private static Action? Text(Utf8JsonWriter json, string? text) =>
        text is null ? null : () => json.WriteStringValue(text);

    private static Action? Time(Utf8JsonWriter json, DateTimeOffset? time) =>
        time is { } at ? () => json.WriteNumberValue(at.UtcTicks) : null;

    private static void WriteSubjects(Utf8JsonWriter json, IEnumerable<Subject> subjects)
    {
        json.WriteStartArray();
        var ordered = subjects.OrderBy(s => s.Type, StringComparer.Ordinal).ThenBy(s => s.Id, StringComparer.Ordinal);
        foreach (var subject in ordered)
        {
            WriteSubject(json, subject);
        }

        json.WriteEndArray();
    }

    private static void WriteSubject(Utf8JsonWriter json, Subject subject)
    {
        json.WriteStringValue(subject.Type);
        json.WriteStringValue(subject.Id);
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable<string>? texts)
    {
        json.WriteStartArray();
        foreach (var text in texts ?? [])
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteCanonical(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                // Of a key that is repeated the last counts: that is what the store keeps.
                foreach (var property in value.EnumerateObject().Reverse().DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    WriteCanonical(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteCanonical(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Number:
                WriteNumber(json, value);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    // 1, 1.0 and 1e0 are one number, and "1" is none. Nothing is rounded: however close two numbers are, they are not taken for one.
    private static void WriteNumber(Utf8JsonWriter json, JsonElement number)
    {
        var text = number.GetRawText();
        var e = text.IndexOfAny(['e', 'E']);
        var mantissa = (e < 0 ? text : text[..e]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var significant = digits.TrimEnd('0');
        if (significant.Length == 0)
        {
            json.WriteNumberValue(0);
            return;
        }

        var exponent = (e < 0 ? 0 : long.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            - (point < 0 ? 0 : mantissa.Length - point - 1) + (digits.Length - significant.Length);
        json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{(text[0] == '-' ? "-" : "")}{significant}e{exponent}"));
    }
}
