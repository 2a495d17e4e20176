using Gatehouse.Contracts;
using Gatehouse.Gating.Tests;

namespace Gatehouse.Oracle.Sentences;

/// <summary>
/// Sentences about facts and what the rules say of them: <c>Given(facts).When(more facts).Then(exactly what is said of
/// those)</c>.
/// </summary>
public abstract class OracleSentences
{
    /// <summary>Two builds of the update.</summary>
    protected const string A = "a-1-1", B = "b-1-1";

    /// <summary>Two arches.</summary>
    protected const string X86 = "x86_64", Arm = "aarch64";

    private protected static OracleStory Given(params Deed[] deeds) => OracleStory.Of(deeds);

    /// <summary>One policy of these checks comes into force.</summary>
    protected static Deed Policy(params CheckDraft[] checks) => Set([Draft(checks)]);

    protected static Deed Set(
        PolicyDraft[] policies, bool released = false, bool noPolicyWaits = true, double? lag = 0, int after = 0,
        string? outcome = null, OutcomeKind kind = default) =>
        new Reload(
            new PolicyDrafts(policies, noPolicyWaits)
            {
                Released = released,
                Outcomes = outcome is null
                    ? new Dictionary<string, OutcomeKind>() : new Dictionary<string, OutcomeKind> { [outcome] = kind },
                Mutable = ["compose"],
            },
            after,
            lag);

    protected static PolicyDraft Draft(params CheckDraft[] checks) =>
        new("stable", null, null, null, null, 480, true, checks);

    /// <summary>A check of every build that accepts any arch and scenario, unless it names them.</summary>
    protected static CheckDraft Check(string testcase, string? arch = null, bool essential = true) =>
        new(testcase, false, arch is null ? null : [arch], null, essential);

    /// <summary>A check of the update itself.</summary>
    protected static CheckDraft OfUpdate(string testcase) => new(testcase, true, null, null, true);

    protected static Define Defines(string builds, double time = 0, string contexts = "push_stable",
        string version = "fedora-44", int after = 0) =>
        new("U1", version, contexts, builds, time, Minutes: after);

    protected static Define Closes(double time, UpdateState state = UpdateState.Withdrawn, int after = 0) =>
        new("U1", "fedora-44", "push_stable", A, time, state, after);

    protected static Report Reports(
        string subject, string testcase, string outcome, string? arch = null, string? scenario = null,
        double? submitted = null, int after = 0) =>
        new(subject, testcase, scenario, arch, outcome, submitted, after);

    protected static Waive Waives(string subject, string testcase, string? arch = null, bool waived = true,
        double? time = null, int after = 0) =>
        new(subject, testcase, null, arch, null, waived, time, after);

    /// <summary>So many minutes pass, and the watch notes what is due.</summary>
    /// <param name="lag">
    /// How long before then all that was delivered had been recorded; null where it goes on without.
    /// </param>
    protected static Deed Waits(int minutes, double? lag = 0) => new Watch(minutes, lag);
}

/// <summary>A history so far, and what was said last.</summary>
internal sealed record OracleStory(Told Told, IReadOnlyList<Message> Said)
{
    public static OracleStory Of(params Deed[] deeds) => new OracleStory(new Told(), []).When(deeds);

    public OracleStory When(params Deed[] deeds) => this with { Said = [.. deeds.SelectMany(Told.Do)] };

    public OracleStory Then(params string[] lines)
    {
        Assert.That(Said.Select(m => Line.Brief(m.Kind, m.Statement)), Is.EqualTo(lines));
        return this;
    }

    /// <summary>Something of the last message.</summary>
    public OracleStory Saying<T>(Func<GateStatement, T> what, T expected)
    {
        Assert.That(what(Said[^1].Statement), Is.EqualTo(expected));
        return this;
    }

    /// <summary>Something of the gate as of now.</summary>
    public OracleStory Standing<T>(Func<GateStatement, T> what, T expected)
    {
        Assert.That(what(Told.Oracle.Now("U1", "push_stable")!.Statement), Is.EqualTo(expected));
        return this;
    }
}
