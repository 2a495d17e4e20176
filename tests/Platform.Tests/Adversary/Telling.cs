using System.Globalization;
using Gatehouse.Contracts;

namespace Gatehouse.Platform.Tests;

/// <summary>What a gate says as text, without what the oracle does not know: summaries and the hashes of policies.</summary>
internal static class Telling
{
    public static string Of(string kind, long position, GateStatement s) => string.Create(CultureInfo.InvariantCulture, $"""
        {kind} at {position}: {s.Alias} {s.DecisionContext} revision {s.Revision} {s.ProductVersion}, verdict {s.Verdict} after {s.PreviousVerdict}, reason {s.Reason}
          opened {s.OpenedAt:O} deadline {s.Deadline:O} decided {s.DecidedAt:O} policies {Sorted(s.Policies.Select(p => p.Id))}
          {s.Counts}
          builds {Sorted(s.Builds.Select(b => $"{b.Nvr} {b.Verdict}"))}
          unsatisfied {Unsatisfied(s.Unsatisfied)}
          waived {Sorted(s.Waived.Select(w => $"{w.Subject.Id} {w.Testcase} {w.Scenario} {w.Arch} {w.Essential} {w.Answer} {w.ResultId} {w.WaiverId}"))}
        """);

    public static string Unsatisfied(IEnumerable<UnsatisfiedRequirement> list) =>
        Sorted(list.Select(u => $"{u.Subject.Id} {u.Testcase} {u.Scenario} {u.Arch} {u.Essential} {u.Answer} {u.ResultId}"));

    private static string Sorted(IEnumerable<string> texts) => string.Join("; ", texts.Order(StringComparer.Ordinal));
}
