using System.Globalization;
using Gatehouse.Contracts;

namespace Gatehouse.Platform.Tests;

/// <summary>What a gate says as text, without what the oracle does not know: summaries, hashes of policies.</summary>
internal static class Telling
{
    public static string Of(GateSaid said) => Of(GateMessage.TypeOf(said).Split('.')[1], said.Position, said.Statement);

    public static string Of(string kind, long position, GateStatement s) => string.Create(
        CultureInfo.InvariantCulture, $"""
        {kind} at {position}: {s.Alias} {s.DecisionContext} revision {s.Revision} {s.ProductVersion}
          verdict {s.Verdict} after {s.PreviousVerdict}, reason {s.Reason}
          opened {s.OpenedAt:O} deadline {s.Deadline:O} decided {s.DecidedAt:O}
          late by {s.LateBy} recorded until {s.RecordedUntil:O}
          defined {s.DefinitionTime:O} edition {s.Edition} policies {Sorted(s.Policies.Select(p => p.Id))}
          {s.Counts}, {s.Conflicts} conflicts, {s.Rejections} rejections
          builds {Sorted(s.Builds.Select(b => $"{b.Nvr} {b.Verdict}"))}
          subjects {Subjects(s.Subjects)}
          unsatisfied {Unsatisfied(s.Unsatisfied)}
          waived {Waived(s.Waived)}
        """);

    public static string Subjects(IEnumerable<SubjectPart>? list) =>
        Sorted((list ?? []).Select(s => $"{s.Type}:{s.Id} {s.Verdict}"));

    public static string Unsatisfied(IEnumerable<UnsatisfiedRequirement> list) => Sorted(list.Select(u =>
        $"{u.Subject.Id} {u.Testcase} {u.Scenario} {u.Arch} {u.Essential} {u.Answer} {u.ResultId} {u.RefUrl} "
        + $"{u.SubmitTime:O}"));

    public static string Waived(IEnumerable<WaivedRequirement> list) => Sorted(list.Select(w =>
        $"{w.Subject.Id} {w.Testcase} {w.Scenario} {w.Arch} {w.Essential} {w.Answer} {w.ResultId} {w.WaiverId} "
        + $"{w.Username} {w.Comment}"));

    private static string Sorted(IEnumerable<string> texts) => string.Join("; ", texts.Order(StringComparer.Ordinal));
}
