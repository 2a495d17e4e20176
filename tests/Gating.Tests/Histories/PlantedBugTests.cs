using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// The histories tell the rules from the rules without any one of their sentences: for each there is an oracle that
/// breaks it, and it is found. So a product that breaks the sentence would be found, too.
/// </summary>
public class PlantedBugTests
{
    private const int Most = 20_000;
    private const int AtOnce = 500;
    private const int Size = 50;

    [Test]
    public void Each_sentence_that_is_broken_is_found()
    {
        var hidden = Enum.GetValues<Bug>().Where(b => b != Bug.None).ToHashSet();
        var found = new Dictionary<Bug, int>();
        for (var tried = 0; tried < Most && hidden.Count > 0; tried += AtOnce)
        {
            var histories = Histories.Any().Generator.Sample(AtOnce, new Rnd((ulong)tried + 1), Size);
            foreach (var bug in histories.AsParallel().WithDegreeOfParallelism(Histories.Parallelism)
                .SelectMany(h => FoundBy(h, hidden)).Distinct().ToList())
            {
                hidden.Remove(bug);
                found[bug] = tried + AtOnce;
            }
        }

        TestContext.Out.WriteLine(
            string.Join("\n", found.OrderByDescending(f => f.Value).Take(60).Select(f => $"{f.Key} within {f.Value}")));
        Assert.That(hidden, Is.Empty);
    }

    private static List<Bug> FoundBy(History history, IReadOnlySet<Bug> hidden)
    {
        var (told, said) = Told.Of(history);
        return [.. hidden.Where(bug => Differs(new NaiveGates(bug), told.Entries, said))];
    }

    private static bool Differs(NaiveGates broken, IReadOnlyList<Entry> entries, IReadOnlyList<string> said) =>
        entries.Where((entry, place) => Told.Text(broken.Hear(entry)) != said[place]).Any();
}
