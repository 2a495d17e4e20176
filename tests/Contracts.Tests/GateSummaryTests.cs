using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Gatehouse.Contracts.Tests;

/// <summary>A gate in one sentence, which follows from its counts alone.</summary>
internal sealed partial class GateSummaryTests
{
    private static readonly string[] Words = ["failed", "errored", "missing", "running"];

    [TestCase("20: 19+ 0F 0X 0~ 0? 1w", "4: 3+ 0F 0X 0~ 1? 0w", "all 20 required passed (1 waived); of 4 others 1 missing")]
    [TestCase("20: 17+ 2F 0X 0~ 1? 0w", "4: 4+ 0F 0X 0~ 0? 0w", "2 of 20 required failed, 1 missing")]
    [TestCase("20: 17+ 1F 0X 0~ 2? 0w", "4: 3+ 1F 0X 0~ 0? 0w", "1 of 20 required failed, 2 missing; of 4 others 1 failed")]
    [TestCase("0: 0+ 0F 0X 0~ 0? 0w", "0: 0+ 0F 0X 0~ 0? 0w", "nothing required")]
    [TestCase("8: 8+ 0F 0X 0~ 0? 0w", "0: 0+ 0F 0X 0~ 0? 0w", "all 8 required passed")]
    [TestCase("8: 8+ 0F 0X 0~ 0? 0w", "2: 1+ 0F 0X 0~ 0? 1w", "all 8 required passed")]
    [TestCase("8: 8+ 0F 0X 0~ 0? 0w", "3: 1+ 1F 0X 0~ 0? 1w", "all 8 required passed; of 3 others 1 failed (1 waived)")]
    [TestCase("0: 0+ 0F 0X 0~ 0? 0w", "2: 2+ 0F 0X 0~ 0? 0w", "nothing required; all 2 others passed")]
    [TestCase("0: 0+ 0F 0X 0~ 0? 0w", "2: 1+ 0F 0X 1~ 0? 0w", "nothing required; of 2 others 1 running")]
    [TestCase("8: 3+ 0F 1X 2~ 1? 1w", "2: 2+ 0F 0X 0~ 0? 0w", "1 of 8 required errored, 1 missing, 2 running (1 waived)")]
    [TestCase("4: 0+ 1F 1X 1~ 1? 0w", "0: 0+ 0F 0X 0~ 0? 0w", "1 of 4 required failed, 1 errored, 1 missing, 1 running")]
    [TestCase("2000: 0+ 0F 0X 0~ 2000? 0w", "0: 0+ 0F 0X 0~ 0? 0w", "2000 of 2000 required missing")]
    public void It_says_the_required_first_and_of_the_others_what_is_not_satisfied(string required, string others, string sentence) =>
        Assert.That(GateSummary.Of(Counts(Read(required), Read(others))), Is.EqualTo(sentence));

    [Test]
    public void Of_a_gate_that_was_let_go_it_names_who_did_it_and_what_is_required_and_not_satisfied() => Assert.That(
        GateSummary.OfReleased(Counts(Read("20: 17+ 2F 0X 0~ 1? 0w"), Read("0: 0+ 0F 0X 0~ 0? 0w")), "nirik"),
        Is.EqualTo("released by nirik: 2 of 20 required failed, 1 missing"));

    [Test]
    public void Counts_of_the_first_edition_do_not_read_as_nothing_required() =>
        Assert.That(() => GateSummary.Of(new GateCounts(10, 8, 1, 0, 0, 1, 0)), Throws.ArgumentException);

    [Test]
    public void Where_nothing_is_asked_there_is_nothing_to_count() =>
        Assert.That(GateSummary.Of(new GateCounts(0, 0, 0, 0, 0, 0, 0)), Is.EqualTo("nothing required"));

    [Test]
    public void What_passed_names_nothing_required_as_failed_errored_missing_or_running() => ForAll((required, others) =>
        Unsatisfied(required) > 0 || Words.All(word => !RequiredPartOf(required, others).Contains(word, StringComparison.Ordinal)));

    [Test]
    public void What_failed_does_not_say_that_all_required_passed() => ForAll((required, others) =>
        Unsatisfied(required) == 0 || !RequiredPartOf(required, others).StartsWith("all", StringComparison.Ordinal));

    [Test]
    public void Its_numbers_are_those_of_the_counts_in_the_order_failed_errored_missing_running() => ForAll((required, others) =>
        Named(RequiredPartOf(required, others)).SequenceEqual(Expected(required))
        && Named(OthersPartOf(required, others)).SequenceEqual(Expected(others)));

    [Test]
    public void The_waived_are_named_apart_and_never_among_the_failed() => ForAll((required, others) =>
        WaivedIn(RequiredPartOf(required, others)) == required.Waived
        && (OthersPartOf(required, others).Length == 0 || WaivedIn(OthersPartOf(required, others)) == others.Waived));

    private static void ForAll(Func<RequirementCounts, RequirementCounts, bool> holds) =>
        Prop.ForAll(Arb.From(Part), Arb.From(Part), holds).QuickCheckThrowOnFailure();

    // Mostly few of each, so that none of a kind is as common as some.
    private static readonly Gen<RequirementCounts> Part =
        Gen.Frequency((2, Gen.Constant(0)), (2, Gen.Choose(1, 3)), (1, Gen.Choose(4, 3_000))).ArrayOf(6)
            .Select(n => new RequirementCounts(n.Sum(), n[0], n[1], n[2], n[3], n[4], n[5]));

    private static int Unsatisfied(RequirementCounts c) => c.Failed + c.Errored + c.Missing + c.Running;

    private static string RequiredPartOf(RequirementCounts required, RequirementCounts others) =>
        GateSummary.Of(Counts(required, others)).Split("; ")[0];

    private static string OthersPartOf(RequirementCounts required, RequirementCounts others) =>
        GateSummary.Of(Counts(required, others)).Split("; ") is [_, var part] ? part : "";

    private static IEnumerable<(int, string)> Expected(RequirementCounts c) =>
        new[] { (c.Failed, Words[0]), (c.Errored, Words[1]), (c.Missing, Words[2]), (c.Running, Words[3]) }.Where(named => named.Item1 > 0);

    private static IEnumerable<(int, string)> Named(string part) => Count().Matches(part)
        .Select(match => (Number(match.Groups[1]), match.Groups[2].Value));

    private static int WaivedIn(string part) => Waived().Match(part) is { Success: true } match ? Number(match.Groups[1]) : 0;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    private static GateCounts Counts(RequirementCounts required, RequirementCounts others) => new(
        required.Requirements + others.Requirements, required.Passed + others.Passed, required.Failed + others.Failed,
        required.Errored + others.Errored, required.Running + others.Running, required.Missing + others.Missing,
        required.Waived + others.Waived, required);

    /// <summary>All, then passed, failed, errored, running, missing and waived, which add up to it.</summary>
    private static RequirementCounts Read(string text)
    {
        var numbers = Digits().Matches(text).Select(match => int.Parse(match.ValueSpan, CultureInfo.InvariantCulture)).ToArray();
        Assert.That(numbers.Skip(1).Sum(), Is.EqualTo(numbers[0]), text);
        return new RequirementCounts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("([0-9]+) (?:of [0-9]+ required )?(failed|errored|missing|running)")]
    private static partial Regex Count();

    [GeneratedRegex(@"\(([0-9]+) waived\)")]
    private static partial Regex Waived();
}
