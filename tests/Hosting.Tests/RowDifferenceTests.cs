namespace Gatehouse.Hosting.Tests;

internal sealed class RowDifferenceTests
{
    [Test]
    public void Only_columns_that_differ_are_told_with_both_values() => Assert.That(
        RowDifference.Between("""{"key": 1, "outcome": "PASSED", "arch": null}""", """{"key": 1, "outcome": "FAILED", "arch": "x86_64"}"""),
        Is.EqualTo("""outcome is "PASSED", rebuilt "FAILED"; arch is null, rebuilt "x86_64" """.TrimEnd()));

    [Test]
    public void A_long_value_is_cut() =>
        Assert.That(RowDifference.Between($$"""{"a": "{{new string('x', 10_000)}}"}""", """{"a": ""}"""), Has.Length.LessThan(200));
}
