using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>A text that is redacted decides nothing: not when it happens, and not when the log is folded again.</summary>
public class RedactedTests : StorySentences
{
    [FsCheck.NUnit.Property(MaxTest = 2_000, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property Redacted_at_any_time_the_same_is_decided_then_and_when_folded_again(History history, int seed)
    {
        var log = new Log();
        history.Deeds.ToList().ForEach(deed => log.Do(deed));
        var (random, asItCame, overwritten) = (new System.Random(seed), new List<object>(), new List<object>());
        var due = new SortedList<int, List<FactRedacted>>();
        foreach (var (place, fact) in log.Facts.Index())
        {
            asItCame.Add(fact);
            overwritten.Add(fact);
            foreach (var (path, without) in Redactable(fact.Data).Where(_ => random.Next(3) == 0))
            {
                overwritten[^1] = fact with { Data = Without(((Fact)overwritten[^1]).Data, path) ?? without };
                var at = random.Next(place, log.Facts.Count);
                due.TryAdd(at, []);
                due[at].Add(EventOf(fact.Data, path));
            }

            foreach (var redacted in due.GetValueOrDefault(place, []))
            {
                asItCame.Add(fact with { Data = redacted });
                overwritten.Add(fact with { Data = redacted });
            }
        }

        var (live, plain) = (Fold(asItCame), Fold(log.Facts));
        var again = Fold(overwritten);
        return (live.Said == again.Said && live.Said == plain.Said && live.States == again.States)
            .Label($"{due.Values.Sum(d => d.Count)} texts redacted\n{live.States}\nand\n{again.States}\n{live.Said}\n{again.Said}");
    }

    [Test]
    public void A_redacted_link_still_names_the_run_it_named()
    {
        const string link = "https://ci.example.org/runs/77?token=s3cret";
        var run = new Run(Guid.Empty, "QUEUED", null, null, null, link, Log.Start, null, 1, null, null);
        var redacted = run with { RefUrl = RunLink.Redact(link) };

        Assert.That(RunLink.Shown(redacted.RefUrl), Is.EqualTo("redacted"));
        Assert.That(redacted.RefUrl, Does.Not.Contain("s3cret"));
        Assert.That(RunLink.Redact(redacted.RefUrl), Is.EqualTo(redacted.RefUrl));
        foreach (var (one, other) in new[] { (redacted, run), (run, redacted), (redacted, redacted) })
        {
            Assert.That(one.SharesRunWith(other));
        }

        Assert.That(redacted.SharesRunWith(run with { RefUrl = link + "8" }), Is.False);
        Assert.That(redacted.SharesRunWith(run with { RefUrl = null }), Is.False);
        Assert.That(redacted.SharesRunWith(run with { RefUrl = RunLink.Redact(link + "8") }), Is.False);
    }

    private static IEnumerable<(string Path, object Without)> Redactable(object fact) =>
        new[] { "ref_url", "groups[0]", "groups[1]", "note", "comment" }
            .Select(path => (path, Without(fact, path)))
            .OfType<(string, object)>()
            .Where(found => found.Item2 is not null);

    private static object? Without(object fact, string path) => fact switch
    {
        ResultRecorded result => Redaction.Of(result, path),
        WaiverRecorded waiver => Redaction.Of(waiver, path),
        _ => null,
    };

    private static FactRedacted EventOf(object fact, string path) => fact switch
    {
        ResultRecorded r => new()
        {
            Kind = RedactedKind.Result, Fact = r.Id, Path = path, Subjects = [.. r.Subjects], Testcase = r.Testcase,
        },
        WaiverRecorded w => new()
        {
            Kind = RedactedKind.Waiver, Fact = w.Id, Path = path, Subjects = [w.Subject], Testcase = w.Testcase,
        },
        _ => throw new InvalidOperationException($"nothing is redacted in {fact}"),
    };

    // What is said, without positions, which more events move, and without what is redacted in one of them.
    private static (string Said, string States) Fold(IEnumerable<object> facts)
    {
        var states = new Workspace();
        var fold = new GateFold(states);
        var said = "";
        var position = 0;
        foreach (var fact in facts.Cast<Fact>())
        {
            foreach (var saying in fold.Apply(fact with { Position = ++position }))
            {
                said += Line.Brief(Log.SpeechOf(saying, states.PartsOf(saying.Key))) + "\n";
            }
        }

        var parts = states.OpenGates.Select(gate =>
            JsonSerializer.Serialize(states.PartsOf(gate).OrderBy(p => p.Place), Json.Stored));
        return (said, string.Join('\n', parts));
    }
}
