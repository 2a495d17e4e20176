using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>Compares what the API shows of every update with the oracle, and of every build with the log.</summary>
internal sealed class Shown(HttpClient http, IReadOnlyList<Recorded> log, IReadOnlyDictionary<string, NaiveGates> oracles)
{
    public async Task<IReadOnlyList<string>> WrongAsync()
    {
        var wrong = new List<string>();
        foreach (var (alias, oracle) in oracles)
        {
            wrong.AddRange(Compare($"update {alias}", Gates(alias, oracle), ShownGates(await http.ReadAsync($"/api/v1/updates/{alias}"))));
        }

        foreach (var build in log.Select(e => e.What).OfType<ResultRecorded>().Where(r => r.Subject.Type == Subject.Build).GroupBy(r => r.Subject.Id))
        {
            wrong.AddRange(Compare($"build {build.Key}", Cells(build), ShownCells(await http.ReadAsync($"/api/v1/builds/{build.Key}"))));
        }

        return wrong;
    }

    private IEnumerable<string> Gates(string alias, NaiveGates oracle) => log.Select(e => e.What).OfType<GateOpened>().Where(o => o.Statement.Alias == alias)
        .Select(o => o.Statement.DecisionContext).Distinct()
        .Select(context => oracle.Now(alias, context) is { } now
            ? $"{context} {(now.Kind == "waiting" ? now.Kind : Word(now.Statement.Verdict))} revision {now.Statement.Revision} {Word(now.Statement.Verdict)} {now.Statement.Counts} {Telling.Unsatisfied(now.Statement.Unsatisfied)}"
            : $"{context} closed");

    private static IEnumerable<string> ShownGates(JsonObject update) => update["gates"]!.AsArray().Select(g => (string)g!["status"]! == "closed"
        ? $"{g["decision_context"]} closed"
        : $"{g["decision_context"]} {g["status"]} revision {g["revision"]} {g["verdict"]} {g["counts"].Deserialize<GateCounts>(Json.Wire)} {Telling.Unsatisfied(g["unsatisfied"].Deserialize<List<UnsatisfiedRequirement>>(Json.Wire)!)}");

    private static IEnumerable<string> Cells(IEnumerable<ResultRecorded> results) => results.GroupBy(r => r.Cell)
        .Select(cell => (Newest: cell.Select((r, place) => (Result: r, Place: place)).MaxBy(r => (r.Result.SubmitTime, r.Place)).Result, Count: cell.Count()))
        .Select(c => $"{c.Newest.Testcase} {c.Newest.Scenario} {c.Newest.Arch} {c.Newest.Outcome} {c.Newest.Id} of {c.Count}");

    private static IEnumerable<string> ShownCells(JsonObject build) => build["cells"]!.AsArray()
        .Select(c => $"{c!["testcase"]} {c["scenario"]} {c["arch"]} {c["outcome"]} {c["newest"]!["id"]} of {c["times_seen"]}");

    private static IEnumerable<string> Compare(string what, IEnumerable<string> expected, IEnumerable<string> shown)
    {
        var (e, s) = (string.Join("\n  ", expected.Order(StringComparer.Ordinal)), string.Join("\n  ", shown.Order(StringComparer.Ordinal)));
        return e == s ? [] : [$"{what} is shown as\n  {s}\nand should be\n  {e}"];
    }

    private static string Word(Contracts.Verdict? verdict) => verdict is { } v ? JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()) : "";
}
