using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>How the parts of a gate come to be, and hear of facts.</summary>
public static class Parts
{
    /// <summary>A part as planned, answered by what is known already.</summary>
    /// <param name="topicOf">What is known of a testcase of this subject.</param>
    public static GatePart Of(Subject subject, int place, IEnumerable<RequirementView> asked, Func<string, Topic> topicOf, Lens lens)
    {
        var part = new GatePart(subject, place, [.. asked]);
        foreach (var testcase in part.Requirements.Select(r => r.Testcase).Distinct().ToList())
        {
            part = part.Hear(testcase, topicOf(testcase), lens);
        }

        return part;
    }

    /// <summary>A requirement that nothing is known of yet.</summary>
    public static RequirementView Unanswered(Requirement asked) => new()
    {
        Testcase = asked.Testcase,
        Scenario = asked.Scenario,
        Arch = asked.Arch,
        Essential = asked.Essential,
        WaitedForByPolicy = asked.WaitedFor,
        AnyNewest = asked.AnyNewest,
        Answer = Answer.Missing,
    };

    /// <summary>The part after a topic of its subject changed; the same part if none of its requirements asks for that testcase.</summary>
    public static GatePart Hear(this GatePart part, string testcase, Topic topic, Lens lens)
    {
        if (!part.Requirements.Any(r => r.Testcase == testcase))
        {
            return part;
        }

        var answered = part.Requirements
            .Select(r => r.Testcase == testcase ? Settled(TopicAnswer.Of(topic, r, lens), topic, lens) : r)
            .OfType<RequirementView>()
            .ToList();
        var asking = answered.FindAll(r => r.Testcase == testcase);
        if (asking.Count > 0 && topic.Refused.Count > 0)
        {
            // Once for all that ask for this testcase: the first of them says it.
            answered[answered.IndexOf(asking[0])] = asking[0] with
            {
                Conflicts = topic.Refused.Where(r => r.Conflict && asking.Exists(r.IsIn)).DistinctBy(r => r.Id).Count(),
                Rejections = topic.Refused.Count(r => !r.Conflict),
            };
        }

        return part with { Requirements = answered };
    }

    /// <summary>The part without a text that was redacted; null where it does not show it.</summary>
    public static GatePart? Redact(this GatePart part, FactRedacted redacted)
    {
        bool Shows(RequirementView r) => redacted switch
        {
            { Kind: RedactedKind.Result, Path: Redaction.RefUrl } =>
                r.ResultId == redacted.Fact && r.RefUrl is not (null or Redaction.Text),
            { Kind: RedactedKind.Waiver } => r.Waiver is { } waiver && waiver.Id == redacted.Fact
                && waiver.Comment != Redaction.Text,
            _ => false,
        };
        RequirementView Without(RequirementView r) => redacted.Kind == RedactedKind.Result
            ? r with { RefUrl = Redaction.Text }
            : r with { Waiver = r.Waiver! with { Comment = Redaction.Text } };

        return part.Requirements.Any(Shows)
            ? part with { Requirements = [.. part.Requirements.Select(r => Shows(r) ? Without(r) : r)] }
            : null;
    }

    /// <summary>Whether which of its requirements are unsatisfied, or what those answer, is another than before. Another result alone is not.</summary>
    public static bool ListDiffersFrom(this GatePart part, GatePart before) => !ListOf(part).SequenceEqual(ListOf(before));

    /// <summary>The same of all parts of a gate.</summary>
    public static bool ListDiffers(IEnumerable<GatePart> after, IEnumerable<GatePart> before) =>
        !after.SelectMany(ListOf).ToHashSet().SetEquals(before.SelectMany(ListOf));

    private static IEnumerable<(Subject, string, string?, string?, bool, Answer)> ListOf(GatePart part) => part.Requirements
        .Where(r => r.Unsatisfied)
        .Select(r => (part.Subject, r.Testcase, r.Scenario, r.Arch, r.Essential, r.Answer));

    // What is kept is kept until it is satisfied; then the newer set's word holds.
    private static RequirementView? Settled(RequirementView r, Topic topic, Lens lens)
    {
        if (!r.Kept || (r.Answer != Answer.Passed && r.Waiver is null))
        {
            return r;
        }

        return r.Weaker is not { } weaker ? null : TopicAnswer.Of(
            topic,
            r with { Kept = false, Weaker = null, Essential = weaker.Essential, WaitedForByPolicy = weaker.WaitedForByPolicy, AnyNewest = weaker.AnyNewest },
            lens);
    }
}
