using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// What is known of an update's requirements, kept by the test itself: it makes the results and tells what a gate message has to say of them.
/// </summary>
internal sealed class Board
{
    private static readonly string[] Urgency = ["failed", "errored", "missing", "running"];
    private readonly TestUpdate update;
    private readonly string policy;
    private readonly List<Requirement> requirements;

    public Board(TestUpdate update, string policy, IEnumerable<Check> checks) => (this.update, this.policy, requirements) =
        (update, policy, [.. update.Builds.SelectMany(nvr => checks.Select(c => new Requirement(nvr, c, "missing", null)))]);

    /// <summary>A result to be published, and noted.</summary>
    public Outgoing Report(int build, Check check, string outcome)
    {
        var result = update.Result(build, check, outcome);
        var place = requirements.FindIndex(r => r.Nvr == update.Builds[build] && r.Check == check);
        requirements[place] = requirements[place] with
        {
            Answer = outcome switch { "PASSED" or "INFO" => "passed", "FAILED" or "NEEDS_INSPECTION" => "failed", "ERROR" => "errored", _ => "running" },
            Result = JsonNode.Parse(result.Body.Span)!.AsObject(),
        };
        return result;
    }

    /// <summary>The body of a gate message as of now, without what only the platform can know (<see cref="GateMessages.OwnFields"/>).</summary>
    public JsonObject Expect(string type, string? verdict, string? previous = null, string? reason = null) => new()
    {
        ["type"] = type,
        ["alias"] = update.Alias,
        ["revision"] = 1,
        ["decision_context"] = update.Context,
        ["product_version"] = update.ProductVersion,
        ["verdict"] = verdict,
        ["previous_verdict"] = previous,
        ["reason"] = reason,
        ["policies"] = new JsonArray(policy),
        ["edition"] = 2,
        ["counts"] = Counts(),
        ["builds"] = new JsonArray([.. update.Builds.OrderBy(nvr => Of(nvr).Min(Rank))
            .Select(nvr => new JsonObject { ["nvr"] = nvr, ["verdict"] = VerdictOf(nvr, decided: type is "gate.complete" or "gate.changed") })]),
        ["subjects"] = new JsonArray(),
        ["conflicts"] = 0,
        ["rejections"] = 0,
        ["unsatisfied"] = new JsonArray([.. requirements.Where(r => r.Answer != "passed").OrderBy(Rank).Select(r => r.ToJson())]),
        ["waived"] = new JsonArray(),
        ["truncated"] = false,
    };

    private JsonObject Counts()
    {
        var counts = Counts(requirements);
        counts["essential"] = Counts([.. requirements.Where(r => r.Check.Essential)]);
        counts["unchecked"] = 0;
        return counts;
    }

    private static JsonObject Counts(List<Requirement> of)
    {
        var counts = new JsonObject { ["requirements"] = of.Count };
        foreach (var answer in (string[])["passed", "failed", "errored", "running", "missing"])
        {
            counts[answer] = of.Count(r => r.Answer == answer);
        }

        counts["waived"] = 0;
        return counts;
    }

    private IEnumerable<Requirement> Of(string nvr) => requirements.Where(r => r.Nvr == nvr);

    // Essential first, then by urgency; what is satisfied comes last.
    private static int Rank(Requirement r) => r.Answer == "passed" ? 100 : Array.IndexOf(Urgency, r.Answer) + (r.Check.Essential ? 0 : 10);

    private string VerdictOf(string nvr, bool decided)
    {
        var open = Of(nvr).Where(r => r.Answer != "passed").ToList();
        return open.Any(r => r.Check.Essential && (decided || r.Answer == "failed")) ? "failed"
            : !decided && open.Any(r => r.Answer != "failed") ? "waiting"
            : open.Count > 0 ? "info" : "passed";
    }

    private sealed record Requirement(string Nvr, Check Check, string Answer, JsonObject? Result)
    {
        public JsonObject ToJson() => new()
        {
            ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = Nvr },
            ["testcase"] = Check.Testcase,
            ["scenario"] = null,
            ["arch"] = Check.Arch,
            ["essential"] = Check.Essential,
            ["answer"] = Answer,
            ["result_id"] = Result?["id"]!.DeepClone(),
            ["ref_url"] = Result?["ref_url"]!.DeepClone(),
            ["submit_time"] = Result?["submit_time"]!.DeepClone(),
        };
    }
}
