namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Names that look the same are the same, and none means another place.</summary>
public class NamesTests
{
    [TestCase("dist.depcheck")]
    [TestCase("Fedora 44 / 20261122 (é) ✓ 你好")]
    [TestCase("a..b")]
    [TestCase("...")]
    [TestCase("-")]
    [TestCase("😀")]
    public void A_name_is_visible(string name) => Assert.That(Names.Refusal(name), Is.Null);

    [TestCase(".", "places in a path")]
    [TestCase("..", "places in a path")]
    [TestCase(" a", "without a space")]
    [TestCase("a ", "without a space")]
    [TestCase(" ", "without a space")]
    [TestCase("a\u3000", "without a space")]
    [TestCase("a\tb", "U+0009")]
    [TestCase("a\0b", "U+0000")]
    [TestCase("a\u0085b", "U+0085")]
    [TestCase("a\u00adb", "U+00AD")]
    [TestCase("a\u200bb", "U+200B")]
    [TestCase("a\u200db", "U+200D")]
    [TestCase("a\u202eb", "U+202E")]
    [TestCase("a\u2066b", "U+2066")]
    [TestCase("a\u2028b", "U+2028")]
    [TestCase("a\u2029b", "U+2029")]
    [TestCase("a\ufeffb", "U+FEFF")]
    [TestCase("a\U000e0041b", "U+E0041")]
    public void What_is_not_is_refused_and_named(string name, string said) =>
        Assert.That(Names.Refusal(name), Does.Contain(said));
}
