using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>An item of a timeline in plain words. Pure; a type that is not known here is told by its name.</summary>
/// <param name="Shape">The glyph that stands for it.</param>
/// <param name="Said">What a person or a gate said with it.</param>
/// <param name="By">Who brought it, where somebody vouched for them.</param>
/// <param name="Unvouched">A person did it, and nobody vouched for who that was.</param>
/// <param name="Log">Where more of it can be read.</param>
public sealed record Told(string Shape, string What, string Detail, string? Said, DateTimeOffset? At, string Sequence, string? By, bool Unvouched, string? Log)
{
    /// <param name="outcomes">Those in use: a result is drawn as its kind.</param>
    public static Told Of(JsonObject item, Outcomes outcomes)
    {
        var (shape, what, detail, said) = Text(item, "type") switch
        {
            "result_recorded" => (ShapeOf(Text(item, "outcome"), outcomes), $"{Text(item, "testcase")} {Text(item, "outcome")}", Line(Place(item), "for", Subject(item)), Text(item, "note")),
            "update_recorded" => ("info", Flag(item, "taken_up") == false ? "An older definition was not taken up" : "The update was defined",
                Text(item, "state") is { } state and not "open" ? $"as {state}" : $"with {Held(item)}", Text(item, "title")),
            "waiver_recorded" => ("waived", Flag(item, "waived") == false ? "A waiver was withdrawn" : "A waiver was given",
                Line("by", Text(item, "username"), "for", Text(item, "testcase"), Place(item), "of", Subject(item), Until(item)), Text(item, "comment")),
            "waiver_expired" => ("waived", "A waiver's time was over", Line("for", Text(item, "testcase"), "of", Subject(item)), null),
            "message_rejected" => (Flag(item, "conflict") == true ? "errored" : "info", Flag(item, "conflict") == true
                ? "A result was refused: its id names another one" : "A result was refused", About(item), Reasons(item)),
            "policy_set_in_force" => ("info", Flag(item, "released") == true ? "Policies were put in force by an operator" : "Policies came into force", Text(item, "hash") ?? "", null),
            "deadline_passed" => ("waiting", "The deadline passed", "", null),
            "gate_released" => Flag(item, "released") == false
                ? ("waiting", "The release was taken back", "", null) : ("passed", "An operator let the gate go", "", null),
            "gate_opened" => ("waiting", "The gate opened", $"revision {item["revision"]}", Text(item, "summary")),
            "gate_first_failure" => ("failed", "First failure was said", "", Text(item, "summary")),
            "gate_first_error" => ("errored", "First error was said", "", Text(item, "summary")),
            "gate_completed" => (Text(item, "verdict") ?? "info", $"Verdict: {Text(item, "verdict")}", Why(item), Text(item, "summary")),
            "gate_changed" => (Text(item, "verdict") ?? "info", $"Verdict is now {Text(item, "verdict")}", Why(item), Text(item, "summary")),
            "gate_closed" => ("closed", "The gate closed", Why(item), null),
            var other => ("info", other ?? "an event", "", null),
        };
        return new Told(
            shape, what, detail, said, Time(item), item["sequence"]?.ToString() ?? "", Text(item, "user_id"), Flag(item, "vouched") == false, Text(item, "ref_url"));
    }

    private static string ShapeOf(string? outcome, Outcomes outcomes) => Words.ShapeOf(outcomes.KindOf(outcome ?? ""));

    private static string Why(JsonObject item) =>
        Enum.TryParse<GateReason>(Text(item, "reason")?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var reason) ? $"because {Words.Because(reason)}" : "";

    private static string? Text(JsonObject item, string name) => item[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool? Flag(JsonObject item, string name) => item[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    private static string Held(JsonObject item)
    {
        var (builds, subjects) = (Count(item, "builds"), Count(item, "subjects"));
        return subjects == 0 ? Words.Some(builds, "build")
            : builds == 0 ? Words.Some(subjects, "subject")
            : $"{Words.Some(builds, "build")} and {Words.Some(subjects, "other subject")}";
    }

    private static string Until(JsonObject item) => Text(item, "expires") is { } until ? $"until {until}" : "";

    private static string About(JsonObject item) => item["about"] is not JsonObject about ? "" : Line(
        "of", Text(about, "testcase"), Text(about, "outcome"), "for", about["subjects"] is JsonArray subjects && subjects.OfType<JsonObject>().FirstOrDefault() is { } subject ? Text(subject, "id") : null);

    private static string? Reasons(JsonObject item) => item["reasons"] is not JsonArray reasons ? null : string.Join("; ",
        reasons.OfType<JsonObject>().Select(reason => Text(reason, "field") is { Length: > 0 } field ? $"{field}: {Text(reason, "message")}" : Text(reason, "message")));

    private static string Subject(JsonObject item) => item["subject"] is JsonObject subject ? Text(subject, "id") ?? "" : "";

    private static string Place(JsonObject item) => Words.Place(Text(item, "scenario"), Text(item, "arch")) is { Length: > 0 } place ? "on " + place : "";

    private static string Line(params IEnumerable<string?> words) => string.Join(' ', words.Where(w => !string.IsNullOrEmpty(w)));

    private static int Count(JsonObject item, string name) => item[name] is JsonArray list ? list.Count : 0;

    private static DateTimeOffset? Time(JsonObject item) =>
        DateTimeOffset.TryParse(Text(item, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
