using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>Rules 6 to 10 of what one gate was heard to say, each message once, whatever the facts were.</summary>
internal static class GateRules
{
    public static IEnumerable<string> Broken(IReadOnlyList<JsonNode> messages)
    {
        var (revision, open, sequence, verdict, opened) = (0, false, 0L, (string?)null, "");
        var said = new HashSet<string>();
        foreach (var m in messages)
        {
            var (type, its, now) = ((string)m["type"]!, (int)m["revision"]!, (string?)m["verdict"]);
            var openedAt = (string)m["opened_at"]!;
            var problem = type switch
            {
                _ when (long)m["sequence"]! <= sequence => "a sequence goes back",
                _ when (int)m["edition"]! != 2 => "another edition than the one in force",
                "gate.opened" when its < revision || (its == revision && open) => "opened twice in a revision",
                "gate.opened" when openedAt == opened => "an opening that cannot be told from the one before",
                "gate.opened" => now is null ? null : "opened with a verdict",
                _ when !open => "something is said after closed, or before opened",
                _ when its != revision || openedAt != opened => "an opening that was not opened",
                "gate.first_failure" or "gate.first_error" when said.Contains(type) => $"a second {type} in an opening",
                "gate.first_failure" or "gate.first_error" when verdict is not null => $"{type} after complete",
                "gate.first_failure" when now != "failed" => "first failure with another verdict",
                "gate.first_error" when now is not null => "first error with a verdict",
                "gate.complete" when verdict is not null => "a second complete in an opening",
                "gate.changed" when verdict is null => "changed before complete",
                "gate.changed" when (string?)m["previous_verdict"] != verdict =>
                    "changed from another verdict than was said",
                "gate.closed" when now != verdict => "closed with another verdict than was said",
                _ => OfAny(m, type, now),
            };
            if (problem is not null)
            {
                yield return $"{problem}: {m.ToJsonString()}";
            }

            if (type == "gate.opened")
            {
                said.Clear();
            }

            said.Add(type);
            (open, revision, sequence, opened) = (type != "gate.closed", its, (long)m["sequence"]!, openedAt);
            verdict = type switch { "gate.opened" => null, "gate.complete" or "gate.changed" => now, _ => verdict };
        }
    }

    private static string? OfAny(JsonNode m, string type, string? verdict)
    {
        var byDeadline = type == "gate.complete" && (string?)m["reason"] == "deadline";
        var blocks = m["unsatisfied"]!.AsArray().Any(u => (bool)u!["essential"]!);
        var isLetGo = ((string)m["summary"]!).StartsWith("released by ", StringComparison.Ordinal);
        var until = (string?)m["recorded_until"];
        return (verdict is "passed" or "info") && blocks && !isLetGo ? "passed with something essential unsatisfied"
            : !byDeadline && (until ?? (object?)m["late_by"]) is not null ? "by no deadline, and says how late"
            : byDeadline && until is not null
                && DateTimeOffset.Parse(until, null) < DateTimeOffset.Parse((string)m["deadline"]!, null)
                ? "decided before all that was delivered by the deadline was on record"
            : null;
    }
}
