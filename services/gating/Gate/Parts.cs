using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>How the parts of a gate come to be, and hear of facts.</summary>
public static class Parts
{
    /// <summary>A part as planned, answered by what is known already.</summary>
    /// <param name="topicOf">What is known of a testcase of this subject.</param>
    public static GatePart Of(PlanPart plan, Func<string, Topic> topicOf, string productVersion, bool waitForAll) => new(
        plan.Subject,
        plan.Place,
        [.. plan.Requirements.Select(r => topicOf(r.Testcase).Answer(
            new RequirementView { Testcase = r.Testcase, Scenario = r.Scenario, Arch = r.Arch, Essential = r.Essential, Answer = Answer.Missing }, productVersion, waitForAll))]);

    /// <summary>The part after a topic of its subject changed; the same part if none of its requirements asks for that testcase.</summary>
    public static GatePart Hear(this GatePart part, string testcase, Topic topic, string productVersion, bool waitForAll) =>
        part.Requirements.Any(r => r.Testcase == testcase)
            ? part with { Requirements = [.. part.Requirements.Select(r => r.Testcase == testcase ? topic.Answer(r, productVersion, waitForAll) : r)] }
            : part;

    /// <summary>Whether which of its requirements are unsatisfied, or what those answer, is another than before. Another result alone is not.</summary>
    public static bool ListDiffersFrom(this GatePart part, GatePart before) =>
        part.Requirements.Zip(before.Requirements).Any(r => r.First.Unsatisfied != r.Second.Unsatisfied || (r.First.Unsatisfied && r.First.Answer != r.Second.Answer));
}
