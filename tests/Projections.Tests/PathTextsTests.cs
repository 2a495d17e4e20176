namespace Gatehouse.Projections.Tests;

internal sealed class PathTextsTests
{
    [TestCase("/api/v1/results/run%2F7%2Fx", "run/7/x")]
    [TestCase("/api/v1/results/run%252F7", "run%2F7")]
    [TestCase("/api/v1/results/a+b%20c?x=/1/2", "a+b c")]
    [TestCase("/api/v1/results/%C3%A4", "ä")]
    [TestCase("http://host:8080/api/v1/results/x%2Fy?q", "x/y")]
    [TestCase("/results/run%2F7", "run/7")]
    public void An_identifier_is_decoded_once_slashes_included(string target, string expected) => Assert.That(PathTexts.Segment(target, 3), Is.EqualTo(expected));

    [TestCase("/api/v1/results/")]
    [TestCase("/api/v1/results")]
    [TestCase("/api/v1/results/a%00b")]
    public void What_is_no_text_is_none(string target) => Assert.That(PathTexts.Segment(target, 3), Is.Null);
}
