namespace Gatehouse.Platform.Tests;

/// <summary>A thousand updates at once, their facts in any order and some of them twice: one verdict each, the right one, and each result announced once.</summary>
internal sealed class AnyOrder
{
    private const int Updates = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly IReadOnlyList<Check> Checks = [TestUpdate.Depcheck("x86_64"), TestUpdate.Depcheck("i386"), TestUpdate.Upgradepath, TestUpdate.Rpmlint];

    [Test]
    public async Task A_thousand_updates_get_one_right_verdict_each()
    {
        // A fixed seed: what fails once fails again.
        var random = new Random(2026);
        var client = await OnePlatform.ClientAsync();
        var cases = Enumerable.Range(0, Updates).Select(_ => Case.Of(random)).ToList();
        var facts = cases.SelectMany(c => c.Results.Append(c.Update.Definition())).ToList();
        var sent = facts.Concat(facts.Where(_ => random.Next(20) == 0)).ToArray();
        random.Shuffle(sent);
        var aliases = cases.ToDictionary(c => c.Update.Alias);
        var results = cases.SelectMany(c => c.Results).Select(r => r.MessageId!).ToHashSet();

        await client.Publisher.PublishAsync(sent);
        await client.Subscriber.UntilAsync(Updates, m => m.Type == "gate.complete" && aliases.ContainsKey(m.Alias!), "a complete of each update", Patience);
        await client.Subscriber.UntilAsync(results.Count, m => m.IsResult && results.Contains((string)m.Body["id"]!), "an announcement of each result", Patience);
        await client.FallSilentAsync();

        var heard = client.Subscriber.All;
        Assert.That(heard.Where(m => m.IsResult && results.Contains((string)m.Body["id"]!)).CountBy(m => (string)m.Body["id"]!).Select(c => c.Value), Is.All.EqualTo(1));
        var said = heard.Where(m => m.Alias is not null && aliases.ContainsKey(m.Alias)).ToLookup(m => m.Alias!);
        Assert.Multiple(() => cases.ForEach(c => GateMessages.AreExactly([.. said[c.Update.Alias]], c.Topics())));
    }

    private sealed record Case(TestUpdate Update, IReadOnlyList<Outgoing> Results, string Verdict)
    {
        public static Case Of(Random random)
        {
            var update = TestUpdate.New("flood", "push_flood", builds: 2);
            var (essentialFails, otherFails) = (false, false);
            var results = update.Results(Checks, (_, check) =>
            {
                var fails = random.Next(8) == 0;
                essentialFails |= fails && check.Essential;
                otherFails |= fails && !check.Essential;
                return (fails, random.Next(2)) switch { (true, 0) => "FAILED", (true, _) => "NEEDS_INSPECTION", (_, 0) => "PASSED", _ => "INFO" };
            });
            return new(update, results, essentialFails ? "failed" : otherFails ? "info" : "passed");
        }

        public string[] Topics() => Verdict == "failed"
            ? ["gate.push_flood.opened", "gate.push_flood.first_failure", "gate.push_flood.complete.failed"]
            : ["gate.push_flood.opened", $"gate.push_flood.complete.{Verdict}"];
    }
}
