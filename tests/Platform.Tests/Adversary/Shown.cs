using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Compares what the API shows of every update with the oracle, and what it shows of every subject and every rejection
/// with the log.
/// </summary>
internal sealed class Shown(
    HttpClient http, IReadOnlyList<Recorded> log, IReadOnlyDictionary<string, NaiveGates> oracles)
{
    private static readonly PolicyDrafts NoWords = new([], false);

    public async Task<IReadOnlyList<string>> WrongAsync()
    {
        var wrong = new List<string>();
        foreach (var (alias, oracle) in oracles)
        {
            var shown = await http.ReadAsync($"/api/v1/updates/{alias}");
            wrong.AddRange(Compare($"update {alias}", Gates(alias, oracle), ShownGates(shown)));
            foreach (var gate in shown["gates"]!.AsArray())
            {
                var whole = await http.ReadAsync($"/api/v1/updates/{alias}/gates/{gate!["decision_context"]}");
                wrong.AddRange(Compare($"what {alias} {gate["decision_context"]} counts as refused", [Refused(gate)],
                    [Listed(whole)]));
            }
        }

        var recorded = log.Where(e => e.What is ResultRecorded).Select(e => e.Entry!);
        var results = Placed.Of(recorded, NoWords, new Trail(Bug.None));
        foreach (var subject in results.GroupBy(r => r.Subject))
        {
            var path = subject.Key.Type == Subject.Build ? $"builds/{subject.Key.Id}"
                : $"subjects/{subject.Key.Type}/{subject.Key.Id}";
            wrong.AddRange(Compare(path, Cells(subject), ShownCells(await http.ReadAsync($"/api/v1/{path}"))));
        }

        wrong.AddRange(Compare("the list of rejections", Rejections(), await ShownRejectionsAsync()));
        return wrong;
    }

    private IEnumerable<string> Gates(string alias, NaiveGates oracle) =>
        log.Select(e => e.What).OfType<GateOpened>().Where(o => o.Statement.Alias == alias)
            .Select(o => o.Statement.DecisionContext).Distinct()
            .Select(context => oracle.Now(alias, context) is { } now
                ? Gate(now.Kind == "waiting" ? now.Kind : Word(now.Statement.Verdict), now.Statement)
                : $"{context} closed");

    private static string Gate(string status, GateStatement s) =>
        $"{s.DecisionContext} {status} revision {s.Revision} {Word(s.Verdict)} edition {s.Edition} "
        + $"defined {Time(s.DefinitionTime)} opened {Time(s.OpenedAt)} until {Time(s.Deadline)} {s.Counts} "
        + $"{s.Conflicts} conflicts {s.Rejections} rejections\n    subjects {Telling.Subjects(s.Subjects)}\n    "
        + $"unsatisfied {Telling.Unsatisfied(s.Unsatisfied)}\n    waived {Telling.Waived(s.Waived)}";

    private static IEnumerable<string> ShownGates(JsonObject update) => update["gates"]!.AsArray().Select(g =>
        (string)g!["status"]! == "closed" ? $"{g["decision_context"]} closed"
        : $"{g["decision_context"]} {g["status"]} revision {g["revision"]} {g["verdict"]} edition {g["edition"]} "
        + $"defined {Time(g["definition_time"])} opened {Time(g["opened_at"])} until {Time(g["deadline"])} "
        + $"{Read<GateCounts>(g["counts"])} {g["conflicts"]} conflicts {g["rejections"]} rejections\n    "
        + $"subjects {Telling.Subjects(Read<List<SubjectPart>>(g["subjects"]))}\n    "
        + $"unsatisfied {Telling.Unsatisfied(Read<List<UnsatisfiedRequirement>>(g["unsatisfied"]))}\n    "
        + $"waived {Telling.Waived(Read<List<WaivedRequirement>>(g["waived"]))}");

    // What is counted at a gate is listed there.
    private static string Refused(JsonNode gate) => (string)gate["status"]! == "closed" ? "0 conflicts, 0 rejections"
        : $"{gate["conflicts"]} conflicts, {gate["rejections"]} rejections";

    private static string Listed(JsonObject gate)
    {
        var refused = gate["refused"]!.AsArray().Select(r => (bool)r!["conflict"]!).ToLookup(isConflict => isConflict);
        return $"{refused[true].Count()} conflicts, {refused[false].Count()} rejections";
    }

    private static T Read<T>(JsonNode? node) => node.Deserialize<T>(Json.Wire)!;

    private static IEnumerable<string> Cells(IEnumerable<Placed> results) => results.GroupBy(r => r.Cell)
        .Select(cell => (Newest: cell.Newest(new Trail(Bug.None))!, Count: cell.Count()))
        .Select(c => $"{c.Newest.Testcase} {c.Newest.Scenario} {c.Newest.Arch} {c.Newest.Result.Variant} "
            + $"{c.Newest.Result.Outcome} {c.Newest.Result.Id} at {Time(c.Newest.Time)} of {c.Count}");

    private static IEnumerable<string> ShownCells(JsonObject subject) => subject["cells"]!.AsArray()
        .Select(c => $"{c!["testcase"]} {c["scenario"]} {c["arch"]} {c["variant"]} {c["outcome"]} "
            + $"{c["newest"]!["id"]} at {Time(c["last_tested"])} of {c["times_seen"]}");

    private IEnumerable<string> Rejections()
    {
        var settled = log.Select(e => e.What).OfType<RejectionSettled>().ToDictionary(s => s.Id);
        return log.Where(e => e.What is MessageRejected).Select(e => (e.Sequence, What: (MessageRejected)e.What))
            .Select(e => $"{e.Sequence} {e.What.Id} {e.What.Kind} {e.What.Conflict} "
                + State(settled.GetValueOrDefault(e.What.Id)));
    }

    private async Task<List<string>> ShownRejectionsAsync()
    {
        var (shown, cursor) = (new List<string>(), "");
        while (true)
        {
            var page = await http.ReadAsync($"/api/v1/rejections?limit=500{cursor}");
            shown.AddRange(page["items"]!.AsArray().Select(r =>
                $"{r!["sequence"]} {r["id"]} {r["kind"]} {(bool)r["conflict"]!} {r["state"]}"));
            if ((string?)page["next"] is not { } next)
            {
                return shown;
            }

            cursor = $"&cursor={Uri.EscapeDataString(next)}";
        }
    }

    private static string State(RejectionSettled? settled) =>
        settled is null ? "open" : settled.State.ToString().ToLowerInvariant();

    private static IEnumerable<string> Compare(string what, IEnumerable<string> expected, IEnumerable<string> shown)
    {
        var (e, s) = (Sorted(expected), Sorted(shown));
        return e == s ? [] : [$"{what} is shown as\n  {s}\nand should be\n  {e}"];
    }

    private static string Sorted(IEnumerable<string> lines) =>
        string.Join("\n  ", lines.Order(StringComparer.Ordinal));

    private static string Time(DateTimeOffset? time) => time is { } t ? Fact.Stamp(t) : "";

    private static string Time(JsonNode? time) => time is null ? "" : Fact.Stamp(time.GetValue<DateTimeOffset>());

    private static string Word(Contracts.Verdict? verdict) =>
        verdict is { } v ? JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()) : "";
}
