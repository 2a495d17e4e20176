using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Sentences about facts and messages: <c>Given(facts).When(more facts).Then(exactly what is said of those)</c>.</summary>
public abstract class StorySentences
{
    protected const string Glibc = "glibc-2.42-7.fc44", Gcc = "gcc-16.0.1-3.fc44";

    protected static Story Given(params Deed[] deeds) => Story.Of(deeds);

    /// <summary>A policy that matches no update of the tests.</summary>
    protected const string NoneMatches = "id: none\nmatch: { product_versions: [none] }\nchecks: [{ testcase: t }]";

    protected static Deed Policy(string checks, string match = "", string waitFor = "all", string timeout = "8h", int after = 0, bool released = false) =>
        Policies($"id: stable\nmatch: {{ {match} }}\nwait_for: {waitFor}\ntimeout: {timeout}\nchecks:\n{checks}", after: after, released: released);

    /// <param name="lag">How long before it all that was delivered had been recorded, in minutes; null where that is not known.</param>
    protected static Deed Policies(string yaml, NoPolicy noPolicy = NoPolicy.Wait, int after = 0, bool released = false, double? lag = 0) =>
        new ReloadText(yaml, noPolicy, after) { Released = released, Lag = lag };

    protected static Deed Defines(string builds, int time = 0, string contexts = "push_stable", string version = "fedora-44", string alias = "U1", int after = 0) =>
        new Define(alias, version, contexts, builds, time, Minutes: after);

    protected static Deed Closes(UpdateState state, int time, int after = 0) => new Define("U1", "fedora-44", "push_stable", Glibc, time, state, after);

    protected static Deed Reports(string subject, string testcase, string outcome, string? arch = null, string? scenario = null, int? submitted = null, int after = 0) =>
        new Report(subject, testcase, scenario, arch, outcome, submitted, after);

    protected static Deed Waives(string subject, string testcase, string? arch = null, string? scenario = null, string? version = null, int? time = null) =>
        new Waive(subject, testcase, scenario, arch, version, true, time);

    protected static Deed Withdraws(string subject, string testcase, string? arch = null, string? scenario = null, string? version = null, int? time = null) =>
        new Waive(subject, testcase, scenario, arch, version, false, time);

    /// <summary>So many minutes pass, and the watch notes what is due.</summary>
    /// <param name="lag">How long before now all that was delivered had been recorded, in minutes; null where it goes on without.</param>
    protected static Deed Waits(int minutes, double? lag = 0) => new Watch(minutes, lag);
}

/// <summary>A log so far, and what was said last.</summary>
public sealed record Story(Log Log, IReadOnlyList<GateSaid> Said)
{
    public static Story Of(params Deed[] deeds) => new Story(new Log(), []).When(deeds);

    public Story When(params Deed[] deeds) => this with { Said = [.. deeds.SelectMany(Log.Do).SelectMany(done => done.Said)] };

    public Story Then(params string[] lines)
    {
        Assert.That(Said.Select(Line.Brief), Is.EqualTo(lines));
        return this;
    }
}
