using FsCheck.Fluent;

namespace Gatehouse.Gating.Tests;

/// <summary>A property proves little if its histories never come where the rules differ.</summary>
public class RulesReachTests
{
    [Test]
    public void Dump()
    {
        var seen = new Dictionary<string, int>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var h in Histories.Any().Generator.Sample(50, 4000))
        {
            foreach (var m in Told.Of(h).Told.Oracle.Marks) seen[m] = seen.GetValueOrDefault(m) + 1;
        }
        Console.WriteLine(clock.ElapsedMilliseconds);
        Console.WriteLine(string.Join("\n", seen.OrderBy(s => s.Value).Select(s => $"{s.Key} {s.Value}")));
    }
}
