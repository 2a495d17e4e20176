namespace Gatehouse.Hosting.Tests;

internal sealed class RowDifferenceTests
{
    [Test]
    public void Only_columns_that_differ_are_told_with_both_values() => Assert.That(
        RowDifference.Between("""{"key": 1, "outcome": "PASSED", "arch": null}""", """{"key": 1, "outcome": "FAILED", "arch": "x86_64"}"""),
        Is.EqualTo("""outcome is "PASSED", rebuilt "FAILED"; arch is null, rebuilt "x86_64" """.TrimEnd()));

    [Test]
    public void A_difference_deep_in_a_column_is_told_by_its_place() => Assert.That(
        RowDifference.Between("""{"key": 1, "state": {"cells": [{"arch": "noarch"}, {"arch": "i386", "newest": 7}]}}""", """{"key": 1, "state": {"cells": [{"arch": "noarch"}, {"arch": "i386"}]}}"""),
        Is.EqualTo("state.cells[1].newest is 7, rebuilt null"));

    [Test]
    public void Lists_of_other_lengths_are_told_whole() =>
        Assert.That(RowDifference.Between("""{"builds": ["a"]}""", """{"builds": ["a", "b"]}"""), Is.EqualTo("""builds is ["a"], rebuilt ["a","b"]"""));

    [Test]
    public void A_long_value_is_cut() =>
        Assert.That(RowDifference.Between($$"""{"a": "{{new string('x', 10_000)}}"}""", """{"a": ""}"""), Has.Length.LessThan(200));
}
