using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>The fold against the naive oracle, fact by fact.</summary>
public class OracleTests
{
    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Parallelism = Histories.Parallelism,
        Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property The_fold_says_what_the_rules_say(History history) => Holds(Compare.Difference(history));

    private static Property Holds(string? difference) => (difference is null).Label(difference ?? "");
}

/// <summary>Plays a history to the product and to the oracle.</summary>
internal static class Compare
{
    private static readonly (string Alias, string Context)[] Gates =
        [("U1", "stable"), ("U1", "testing"), ("U2", "stable"), ("U2", "testing")];

    /// <summary>The first difference; null if they agree all the way.</summary>
    public static string? Difference(History history)
    {
        var log = new Log();
        var oracle = new NaiveGates();
        foreach (var deed in history.Deeds)
        {
            foreach (var (fact, said) in log.Do(deed))
            {
                var expected = ByGate(oracle.Hear(new Entry(fact.Position, fact.At, Facts.ToOracle(deed, fact.Data)))
                    .Select(m => (m.Statement, Line.Whole(m.Kind, m.Position, m.Statement))));
                var actual = ByGate(said.Select(s => (s.Statement, Line.Whole(s))));
                if (expected != actual)
                {
                    return $"at {fact.Position}, {deed}\nthe rules say:\n{expected}\nthe fold says:\n{actual}";
                }
            }

            if (DifferenceAsOfNow(log, oracle) is { } difference)
            {
                return $"after {deed}: {difference}";
            }
        }

        return null;
    }

    // Messages of one gate are in order; gates are not ordered against each other.
    private static string ByGate(IEnumerable<(GateStatement Statement, string Text)> messages) =>
        string.Concat(messages.OrderBy(m => (m.Statement.Alias, m.Statement.DecisionContext)).Select(m => m.Text));

    /// <summary>Where the gates stand; null if the two agree.</summary>
    public static string? DifferenceAsOfNow(Log log, NaiveGates oracle)
    {
        foreach (var (alias, context) in Gates)
        {
            var key = Workspace.KeyOf(alias, context);
            var gate = log.States.Gate(key);
            var parts = log.States.PartsOf(key);
            var actual = gate.Phase == GatePhase.Closed
                ? "closed" : Text(gate.Phase == GatePhase.Waiting, Speech.View(gate));
            var now = oracle.Now(alias, context);
            var expected = now is null ? "closed" : Text(now.Kind == "waiting", now.Statement);
            if (actual != expected)
            {
                return $"{alias} {context} is {actual} and should be {expected}";
            }

            if (gate.Phase != GatePhase.Closed && Tally.Of(parts) != gate.Tally)
            {
                return $"{alias} {context} has the tally {gate.Tally} beside its parts";
            }
        }

        return null;
    }

    private static string Text(bool waiting, GateView v) =>
        $"{(waiting ? GateStatus.Waiting : v.Status)} {v.Revision} {v.Verdict} {v.Counts} {v.Unsatisfied} unsatisfied, "
        + $"{v.Builds} builds, {v.Subjects} subjects, {v.Conflicts} conflicts, {v.Rejections} rejections, "
        + $"defined {v.DefinitionTime:O}, opened {v.OpenedAt:O}, until {v.Deadline:O}";

    private static string Text(bool waiting, GateStatement s) =>
        $"{(waiting ? GateStatus.Waiting : Enum.Parse<GateStatus>(s.Verdict.ToString()!))} {s.Revision} {s.Verdict} "
        + $"{s.Counts} {s.Unsatisfied.Count} unsatisfied, "
        + $"{s.Builds.Count} builds, {s.Subjects!.Count} subjects, {s.Conflicts} conflicts, {s.Rejections} rejections, "
        + $"defined {s.DefinitionTime:O}, opened {s.OpenedAt:O}, until {s.Deadline:O}";
}
