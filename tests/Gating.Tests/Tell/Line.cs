using System.Globalization;
using System.Text.Json;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// A gate message as one line of text, so that two are compared, and a difference is seen, at a glance.
/// </summary>
internal static class Line
{
    /// <summary>
    /// What matters in a story: <c>complete.failed deadline: glibc-2.42-7.fc44 depcheck i386 missing</c>.
    /// </summary>
    public static string Brief(GateSaid said) => Brief(KindOf(said), said.Statement);

    public static string Brief(string kind, GateStatement s)
    {
        var context = s.DecisionContext == "push_stable" ? "" : $"{s.DecisionContext} ";
        var where = (s.Alias == "U1" ? "" : $"{s.Alias} ") + context;
        var verdict = kind is "complete" or "changed" ? "." + Word(s.Verdict) : "";
        var reasons = kind == "changed" && s.Verdict == s.PreviousVerdict ? ".reasons" : "";
        var waived = s.Waived.Select(w => $"{Named(w)} waived by {w.Username}");
        var named = kind == "opened" ? [] : s.Unsatisfied.Select(Named).Concat(waived).ToList();
        var reason = s.Reason is null ? "" : " " + Word(s.Reason);
        return $"{where}{kind}{verdict}{reasons}{reason}{(named.Count > 0 ? ": " : "")}{string.Join(", ", named)}";
    }

    /// <summary>All of it, except for what the oracle does not know: the summary, and policies' hashes.</summary>
    public static string Whole(string kind, long position, GateStatement s) =>
        $"""
        {kind} at {position}: {s.Alias} {s.DecisionContext} revision {s.Revision} {s.ProductVersion}
          {Word(s.Verdict)} (was {Word(s.PreviousVerdict)}) {Word(s.Reason)}
          opened {Time(s.OpenedAt)} deadline {Time(s.Deadline)} decided {Time(s.DecidedAt)}
          late by {s.LateBy} recorded until {Time(s.RecordedUntil)}, edition {s.Edition}, defined {Time(s.DefinitionTime)}
          policies {Sorted(s.Policies.Select(p => p.Id))}
          {s.Counts}, {s.Conflicts} conflicts, {s.Rejections} rejections
          builds {Sorted(s.Builds.Select(b => $"{b.Nvr} {Word(b.Verdict)}"))}
          subjects {Sorted((s.Subjects ?? []).Select(p => $"{p.Type}:{p.Id} {Word<PartVerdict>(p.Verdict)}"))}
          unsatisfied {Sorted(s.Unsatisfied.Select(u => $"{Named(u)} {u.ResultId} {u.RefUrl} {Time(u.SubmitTime)}"))}
          waived {Sorted(s.Waived.Select(w => $"{Named(w)} {w.ResultId} {w.WaiverId} {w.Username} {w.Comment}"))}

        """;

    public static string Whole(GateSaid said) => Whole(KindOf(said), said.Position, said.Statement);

    public static string KindOf(GateSaid said) => said switch
    {
        GateOpened => "opened",
        GateFirstFailure => "first_failure",
        GateFirstError => "first_error",
        GateCompleted => "complete",
        GateChanged => "changed",
        GateClosed => "closed",
        _ => throw new InvalidOperationException($"{said.GetType().Name} has no kind"),
    };

    private static string Sorted(IEnumerable<string> entries) =>
        string.Join(", ", entries.Order(StringComparer.Ordinal));

    private static string Time(DateTimeOffset? time) => time is { } t
        ? t.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) : "-";

    private static string Named(UnsatisfiedRequirement u) =>
        Named(u.Subject, u.Testcase, u.Scenario, u.Arch, u.Essential, u.Answer);

    private static string Named(WaivedRequirement w) =>
        Named(w.Subject, w.Testcase, w.Scenario, w.Arch, w.Essential, w.Answer);

    private static string Named(Subject subject, string testcase, string? scenario, string? arch, bool essential,
        Answer answer) =>
        string.Join(' ',
            new[] { subject.Id, testcase, scenario, arch, essential ? null : "(optional)",
                Word<Answer>(answer) }.OfType<string>());

    private static string Word<T>(T? value)
        where T : struct, Enum => value is { } word
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()) : "-";
}
