using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>An item of a timeline in plain words. Pure; a type that is not known here is told by its name.</summary>
/// <param name="Shape">The glyph that stands for it.</param>
/// <param name="Said">What a person or a gate said with it.</param>
/// <param name="By">Who brought it, where somebody vouched for them.</param>
/// <param name="Log">Where more of it can be read.</param>
public sealed record Told(string Shape, string What, string Detail, string? Said, DateTimeOffset? At, string Sequence, string? By, string? Log)
{
    public static Told Of(JsonObject item)
    {
        var (shape, what, detail, said) = Text(item, "type") switch
        {
            "result_recorded" => (ShapeOf(Text(item, "outcome")), $"{Text(item, "testcase")} {Text(item, "outcome")}", Line(Place(item), "for", Subject(item)), Text(item, "note")),
            "update_recorded" => ("info", "The update was defined", Text(item, "state") is { } state and not "open" ? $"as {state}" : $"with {Words.Some(Count(item, "builds"), "build")}", Text(item, "title")),
            "waiver_recorded" => ("waived", (bool?)item["waived"] == false ? "A waiver was withdrawn" : "A waiver was given",
                Line("by", Text(item, "username"), "for", Text(item, "testcase"), Place(item), "of", Subject(item)), Text(item, "comment")),
            "policy_set_in_force" => ("info", "Policies came into force", Text(item, "hash") ?? "", null),
            "deadline_passed" => ("waiting", "The deadline passed", "", null),
            "gate_opened" => ("waiting", "The gate opened", $"revision {item["revision"]}", Text(item, "summary")),
            "gate_first_failure" => ("failed", "First failure was said", "", Text(item, "summary")),
            "gate_completed" => (Text(item, "verdict") ?? "info", $"Verdict: {Text(item, "verdict")}", Why(item), Text(item, "summary")),
            "gate_changed" => (Text(item, "verdict") ?? "info", $"Verdict is now {Text(item, "verdict")}", Why(item), Text(item, "summary")),
            "gate_closed" => ("closed", "The gate closed", Why(item), null),
            var other => ("info", other ?? "an event", "", null),
        };
        return new Told(shape, what, detail, said, Time(item), item["sequence"]?.ToString() ?? "", Text(item, "user_id"), Text(item, "ref_url"));
    }

    private static string ShapeOf(string? outcome) => Words.ShapeOf(Outcomes.Standard.KindOf(outcome ?? ""));

    private static string Why(JsonObject item) =>
        Enum.TryParse<GateReason>(Text(item, "reason")?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var reason) ? $"because {Words.Because(reason)}" : "";

    private static string? Text(JsonObject item, string name) => item[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Subject(JsonObject item) => item["subject"] is JsonObject subject ? Text(subject, "id") ?? "" : "";

    private static string Place(JsonObject item) => Words.Place(Text(item, "scenario"), Text(item, "arch")) is { Length: > 0 } place ? "on " + place : "";

    private static string Line(params IEnumerable<string?> words) => string.Join(' ', words.Where(w => !string.IsNullOrEmpty(w)));

    private static int Count(JsonObject item, string name) => item[name] is JsonArray list ? list.Count : 0;

    private static DateTimeOffset? Time(JsonObject item) =>
        DateTimeOffset.TryParse(Text(item, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
