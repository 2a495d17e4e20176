using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>Rules 6 to 9 of what one gate was heard to say, each message once, whatever the facts were.</summary>
internal static class GateRules
{
    public static IEnumerable<string> Broken(IReadOnlyList<JsonNode> messages)
    {
        var (revision, open, failed, sequence, verdict) = (0, false, false, 0L, (string?)null);
        foreach (var m in messages)
        {
            var (type, its, previous, said) = ((string)m["type"]!, (int)m["revision"]!, (string?)m["previous_verdict"], (string?)m["verdict"]);
            var problem = type switch
            {
                _ when (long)m["sequence"]! <= sequence => "a sequence goes back",
                "gate.opened" when its < revision || (its == revision && open) => "opened twice in a revision",
                "gate.opened" => said is null ? null : "opened with a verdict",
                _ when !open => "something is said after closed, or before opened",
                _ when its != revision => "a revision that was not opened",
                "gate.first_failure" when failed => "a second first failure in a revision",
                "gate.first_failure" when verdict is not null => "first failure after complete",
                "gate.complete" when verdict is not null => "a second complete in a revision",
                "gate.changed" when verdict is null => "changed before complete",
                "gate.changed" when previous != verdict => "changed from another verdict than was said",
                "gate.closed" when said != verdict => "closed with another verdict than was said",
                _ => null,
            };
            if (problem is not null)
            {
                yield return $"{problem}: {m.ToJsonString()}";
            }

            (open, revision, sequence) = (type != "gate.closed", its, (long)m["sequence"]!);
            failed = type != "gate.opened" && (failed || type == "gate.first_failure");
            verdict = type switch { "gate.opened" => null, "gate.complete" or "gate.changed" => said, _ => verdict };
        }
    }
}
