using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>However the log was cut into pages, the same is said, to the letter.</summary>
public class PageCutTests
{
    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Parallelism = Histories.Parallelism, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property Pages_say_what_one_endless_page_says(History history, byte[] cuts) => Holds(Difference(history, [.. cuts.Select(c => 1 + (c % 7))], new Tables()));

    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Parallelism = Histories.Parallelism, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property A_page_that_is_saved_while_the_next_is_decided_changes_nothing_of_what_is_said(History history, byte[] cuts, bool[] saved)
    {
        var look = 0;
        return Holds(Difference(history, [.. cuts.Select(c => 1 + (c % 7))], new Tables(() => saved.Length > 0 && saved[look++ % saved.Length])));
    }

    [FsCheck.NUnit.Property(MaxTest = Histories.Count, Parallelism = Histories.Parallelism, Arbitrary = new[] { typeof(Histories) }, QuietOnSuccess = true)]
    public Property Pages_that_are_decided_over_the_same_states_and_saved_together_say_the_same(History history, byte[] cuts, bool[] saved, byte together)
    {
        var look = 0;
        return Holds(Difference(history, [.. cuts.Select(c => 1 + (c % 7))], new Tables(() => saved.Length > 0 && saved[look++ % saved.Length], 2 + (together % 4))));
    }

    private static Property Holds(string? difference) => (difference is null).Label(difference ?? "");

    /// <param name="sizes">Of the pages, over and over.</param>
    private static string? Difference(History history, int[] sizes, Tables tables)
    {
        var log = new Log();
        var expected = history.Deeds.SelectMany(log.Do).SelectMany(done => done.Said).Select(Text).ToList();

        var actual = new List<string>();
        for (int from = 0, page = 0; from < log.Facts.Count; page++)
        {
            var size = sizes.Length == 0 ? 1 : sizes[page % sizes.Length];
            actual.AddRange(tables.Fold([.. log.Facts.Skip(from).Take(size).Select(AsStored)]).Select(Text));
            from += size;
        }

        return expected.SequenceEqual(actual) ? null : $"one page says:\n{string.Join("\n", expected)}\npages of {string.Join(", ", sizes)} say:\n{string.Join("\n", actual)}";
    }

    private static Fact AsStored(Fact fact) =>
        fact with { Data = JsonSerializer.Deserialize(JsonSerializer.Serialize(fact.Data, fact.Data.GetType(), Json.Stored), fact.Data.GetType(), Json.Stored)! };

    private static string Text(GateSaid said) => $"{Line.KindOf(said)} {JsonSerializer.Serialize(said, said.GetType(), Json.Stored)}";
}
