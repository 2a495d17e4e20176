using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Contracts;

/// <summary>
/// Overwrites one text of a stored fact (rule 17). A path names it as <c>cut</c> does: <c>note</c>, <c>ref_url</c>,
/// <c>testcase_ref_url</c>, <c>groups[1]</c>, <c>data</c> or any value in it (<c>data.console[2]</c>); of a waiver its
/// <c>comment</c>; of a rejection its <c>body</c>. What names the fact or decides a gate cannot be redacted.
/// </summary>
public static class Redaction
{
    /// <summary>What stands in the place of a redacted text.</summary>
    public const string Text = "redacted";

    /// <summary>The path of a rejection's body.</summary>
    public const string Body = "body";

    /// <summary>The path of a waiver's comment.</summary>
    public const string Comment = "comment";

    /// <summary>The path of a result's link.</summary>
    public const string RefUrl = "ref_url";

    private const string Data = "data";

    /// <summary>The result without that text; null where the path names none that can be redacted.</summary>
    public static ResultRecorded? Of(ResultRecorded result, string path) => path switch
    {
        "note" when result.Note is not null => Marked(result with { Note = Text }, result, path, null),
        "testcase_ref_url" when result.TestcaseRefUrl is not null =>
            Marked(result with { TestcaseRefUrl = Text }, result, path, null),
        RefUrl when result.RefUrl is { } link =>
            Marked(result with { RefUrl = Text }, result, path, LinkOf(result, path, link)),
        _ when GroupOf(result, path) is var (index, group) =>
            Marked(result with { Groups = [.. result.Groups!.Select((g, i) => i == index ? Text : g)] },
                result, path, LinkOf(result, path, group)),
        _ when result.Data is { } data && Without(JsonObject.Create(data)!, path) is { } without =>
            Marked(result with { Data = JsonSerializer.SerializeToElement(without) }, result, path, null),
        _ => null,
    };

    /// <summary>The waiver without that text; null where the path names none that can be redacted.</summary>
    public static WaiverRecorded? Of(WaiverRecorded waiver, string path) => path != Comment ? null : waiver with
    {
        Comment = Text,
        ContentHash = Contracts.ContentHash.Of(waiver),
        Redacted = With(waiver.Redacted, new RedactedText(path)),
    };

    /// <summary>
    /// The rejection without its body, and without what its reasons quote of that; null where the path is another.
    /// </summary>
    public static MessageRejected? Of(MessageRejected rejected, string path) => path != Body ? null : rejected with
    {
        Reasons = [.. rejected.Reasons.Select(reason => new Reason(FieldOf(reason.Field), Text))],
        Redacted = With(rejected.Redacted, new RedactedText(path)),
    };

    // Fields of data are the publisher's own, and may be named by anything.
    private static string FieldOf(string field) =>
        field.StartsWith($"{Data}.", StringComparison.Ordinal) ? Data : field;

    private static ResultRecorded Marked(ResultRecorded masked, ResultRecorded before, string path, long? link) =>
        masked with
        {
            ContentHash = Contracts.ContentHash.Of(before),
            Redacted = With(before.Redacted, new RedactedText(path, link)),
        };

    private static IReadOnlyList<RedactedText> With(IReadOnlyList<RedactedText>? before, RedactedText added) =>
        [.. (before ?? []).Where(text => text.Path != added.Path), added];

    private static long LinkOf(ResultRecorded result, string path, string text) =>
        result.Redacted?.FirstOrDefault(r => r.Path == path)?.Link ?? Hash64.Of(text);

    private static (int Index, string Group)? GroupOf(ResultRecorded result, string path)
    {
        for (var i = 0; i < (result.Groups?.Count ?? 0); i++)
        {
            if (path == PathOfGroup(i))
            {
                return (i, result.Groups![i]);
            }
        }

        return null;
    }

    /// <summary>The path of a result's group.</summary>
    public static string PathOfGroup(int index) => string.Create(CultureInfo.InvariantCulture, $"groups[{index}]");

    private static JsonObject? Without(JsonObject data, string path)
    {
        if (path == Data)
        {
            // Its keys may be what must not be read.
            return new JsonObject { [Text] = Text };
        }

        return path.StartsWith($"{Data}.", StringComparison.Ordinal) && Overwrite(data, path[(Data.Length + 1)..])
            ? data : null;
    }

    // Keys may hold dots and brackets, so a path is followed by what is there and never taken apart.
    private static bool Overwrite(JsonObject inside, string path) =>
        inside.Select(property => property.Key).OrderByDescending(key => key.Length).ToList()
            .Exists(key => path.StartsWith(key, StringComparison.Ordinal)
                && Overwrite(inside[key], path[key.Length..], value => inside[key] = value));

    private static bool Overwrite(JsonNode? value, string rest, Action<JsonNode> set)
    {
        if (rest.Length == 0)
        {
            set(Text);
            return true;
        }

        return value switch
        {
            JsonObject inside when rest[0] == '.' => Overwrite(inside, rest[1..]),
            JsonArray list => Enumerable.Range(0, list.Count).Any(i =>
                string.Create(CultureInfo.InvariantCulture, $"[{i}]") is var place
                && rest.StartsWith(place, StringComparison.Ordinal)
                && Overwrite(list[i], rest[place.Length..], item => list[i] = item)),
            _ => false,
        };
    }
}
