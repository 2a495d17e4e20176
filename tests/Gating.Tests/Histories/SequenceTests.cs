using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Rules 6 to 9 of the messages alone, whatever the facts were.</summary>
public class SequenceTests
{
    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Parallelism = Histories.Parallelism, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property What_a_gate_says_makes_sense(History history)
    {
        var log = new Log();
        var said = history.Deeds.SelectMany(log.Do).SelectMany(done => done.Said).ToList();
        var broken = said.GroupBy(s => (s.Statement.Alias, s.Statement.DecisionContext)).SelectMany(gate => Broken([.. gate]))
            .Concat(said.GroupBy(s => s.EventId()).Where(same => same.Count() > 1).Select(same => $"{same.Key} names {same.Count()} events"))
            .ToList();
        return (broken.Count == 0).Label(string.Join("\n", broken.Append("of:").Concat(said.Select(Line.Whole))));
    }

    private static IEnumerable<string> Broken(List<GateSaid> messages)
    {
        GateSaid? before = null;
        var (revision, open, failed, errored, verdict) = (0, false, false, false, (Verdict?)null);
        foreach (var m in messages)
        {
            var s = m.Statement;
            var problem = m switch
            {
                GateOpened when s.Revision < revision || (s.Revision == revision && open) => "opened twice in a revision",
                GateOpened => s.Verdict is not null || s.Reason is not null ? "opened with a verdict" : null,
                _ when !open => "nothing is said after closed",
                _ when s.Revision != revision => "a revision that was not opened",
                GateFirstFailure when failed => "first failure once an opening",
                GateFirstFailure when verdict is not null => "first failure never after complete",
                GateFirstFailure => s.Verdict != Verdict.Failed || !s.Unsatisfied.Any(u => u.Essential && u.Answer == Answer.Failed) ? "a first failure without a failure" : null,
                GateCompleted when verdict is not null => "complete once an opening",
                GateChanged when verdict is null => "changed only after complete",
                GateChanged when s.PreviousVerdict != verdict => "the previous verdict is the one said before",
                GateChanged when s.Verdict == verdict && Unsatisfied(s) == Unsatisfied(before!.Statement) => "changed without a change",
                GateFirstError when errored => "first error once an opening",
                GateFirstError when verdict is not null => "first error never after complete",
                GateFirstError => s.Verdict is not null || !s.Unsatisfied.Any(u => u.Answer == Answer.Errored) ? "a first error without an error" : null,
                GateClosed => s.Verdict != verdict ? "closed with another verdict" : null,
                _ => s.Verdict != Judge(s) ? $"the list says {Judge(s)}" : null,
            };
            if (problem is not null || !AddsUp(s.Counts) || (m is not GateChanged && s.PreviousVerdict is not null))
            {
                yield return $"{problem ?? "counts, or a previous verdict"}: {Line.Whole(m)}";
            }

            (open, revision) = (m is not GateClosed, s.Revision);
            failed = m is not GateOpened && (failed || m is GateFirstFailure);
            errored = m is not GateOpened && (errored || m is GateFirstError);
            verdict = m is GateOpened ? null : m is GateCompleted or GateChanged ? s.Verdict : verdict;
            before = m;
        }
    }

    private static Verdict Judge(GateStatement s) =>
        s.Summary.StartsWith("released by", StringComparison.Ordinal) ? Verdict.Passed
        : s.Counts.Requirements == 0 && s.Summary.StartsWith("no policy", StringComparison.Ordinal) ? s.Verdict!.Value
        : s.Unsatisfied.Any(u => u.Essential) ? Verdict.Failed : s.Unsatisfied.Count > 0 ? Verdict.Info : Verdict.Passed;

    private static string Unsatisfied(GateStatement s) => string.Join(';', s.Unsatisfied.Select(u => $"{u.Subject} {u.Testcase} {u.Scenario} {u.Arch} {u.Essential} {u.Answer}").Order(StringComparer.Ordinal));

    private static bool AddsUp(GateCounts c) => c.Passed + c.Failed + c.Errored + c.Running + c.Missing + c.Waived == c.Requirements
        && c.Essential is { } e && e.Passed + e.Failed + e.Errored + e.Running + e.Missing + e.Waived == e.Requirements;
}
