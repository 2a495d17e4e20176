using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>What the adversary's world sends follows from the seed, and is all that the contract speaks of.</summary>
internal sealed class StoryTests
{
    private const int Many = 4_000;
    private static readonly IReadOnlyList<Fact> Told = Tell(11);

    [Test]
    public void One_seed_tells_one_story()
    {
        string[] Texts(IEnumerable<Fact> facts) => [.. facts.Select(f => $"{f} {f.MessageId} {f.ByUser} {f.Wrong}")];

        Assert.That(Texts(Tell(11)), Is.EqualTo(Texts(Told)));
        Assert.That(Texts(Tell(12)), Is.Not.EqualTo(Texts(Told)));
    }

    [Test]
    public void Names_are_those_of_the_contract() => Assert.That(
        Naming.Of("result", "77", "taskotron", "koji_build", new[] { "glibc-2.42-7.fc44" }, "dist.depcheck", null,
            new[] { "x86_64" }, null),
        Is.EqualTo(Guid.Parse("dfb10311-7511-5787-b99d-13919f32b661")));

    [TestCase("result")]
    [TestCase("waiver")]
    public void Several_facts_have_one_name(string kind)
    {
        var contested = Valid(kind).GroupBy(f => f.Name).Where(same => same.Count() > 1).ToList();

        Assert.That(contested, Has.Count.GreaterThan(Many / 200));
        Assert.That(contested.SelectMany(same => same.Select(f => f.Text)), Is.Unique);
    }

    [Test]
    public void Results_are_named_in_every_way()
    {
        var results = Valid("result").ToList();
        bool IsText(string? id) => id is not null && !Guid.TryParse(id, out _);
        bool IsNamedByMessage(Fact f) => f.Id is not null && Body(f)["id"] is null;
        bool IsNamedByText(Fact f) => IsText((string?)Body(f)["id"]);

        Assert.That(results.Any(f => f.Id is null && f.MessageId is null), "by content");
        Assert.That(results.Any(f => f.ByUser && IsNamedByText(f)), "within a publisher");
        Assert.That(results.Any(f => !f.ByUser && IsNamedByText(f)), "within nobody");
        Assert.That(results.Any(f => IsNamedByMessage(f) && IsText(f.MessageId)));
        Assert.That(results.Any(f => IsNamedByMessage(f) && !IsText(f.MessageId)));
    }

    [Test]
    public void All_that_may_be_said_is_said()
    {
        var said = Told.Where(f => f.Wrong is null).SelectMany(f => Paths(Body(f), f.Kind)).ToHashSet();

        Assert.That(said, Is.SupersetOf(new[]
        {
            "result.variant", "result.definition_time", "result.groups[]", "result.ref_url", "result.data.item[]",
            "result.data.arch[]", "result.data.system_architecture", "result.data.system_variant",
            "result.subject.type=brew-build", "result.subject.type=productmd-compose", "result.outcome=CRASHED",
            "update.subjects[].id", "update.builds_since", "update.state=withdrawn", "update.builds[]",
            "waiver.scenario", "waiver.arch", "waiver.product_version", "waiver.decision_context", "waiver.update",
            "waiver.expires", "waiver.time",
        }));
        Assert.That(Valid("waiver").Any(f => Body(f)["waived"]!.GetValue<bool>() == false));
        Assert.That(Valid("result").Any(f => Body(f)["submit_time"] is null));
    }

    [Test]
    public void Wrong_messages_are_wrong_in_every_way() => Assert.That(
        Told.Select(f => f.Wrong).OfType<string>().Distinct(), Is.EquivalentTo(new[]
        {
            "", "outcome", "submit_time", "subject", "subject.id", "arch", "product_version", "time", "expires",
        }));

    [Test]
    public void Times_lie_ahead_and_meet_in_whole_seconds()
    {
        var times = Valid("result").Select(f => (string?)Body(f)["submit_time"]).OfType<string>().ToList();

        var last = times.Max(t => DateTimeOffset.Parse(t, null));
        Assert.That(last, Is.InRange(Clock.Now.AddMinutes(5), Clock.Now.AddMinutes(9.5)));
        var whole = times.Count(t => t.EndsWith(".000000Z", StringComparison.Ordinal));
        Assert.That(whole, Is.GreaterThan(times.Count / 4));
    }

    private static List<Fact> Tell(int seed)
    {
        var story = new Story(seed, new Clock());
        return [.. Enumerable.Range(0, Many).Select(_ => story.Next())];
    }

    private static IEnumerable<Fact> Valid(string kind) => Told.Where(f => f.Kind == kind && f.Wrong is null);

    private static JsonObject Body(Fact fact) => JsonNode.Parse(fact.Text)!.AsObject();

    // Everything that has a value, and of plain texts also which.
    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        null => [],
        JsonObject o => o.SelectMany(p => Paths(p.Value, $"{path}.{p.Key}")),
        JsonArray list => list.SelectMany(entry => Paths(entry, $"{path}[]")),
        _ => [path, $"{path}={node}"],
    };

    /// <summary>It stands still.</summary>
    private sealed class Clock : TimeProvider
    {
        public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, 500, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
