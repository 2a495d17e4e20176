namespace Gatehouse.Projections.Tests;

internal sealed class RequestTargetTests
{
    [TestCase("/api/v1/results/run%2F7?arch=x86_64&note=50%25&subject=%C3%A4")]
    [TestCase("/api/v1/results?a+b=c+d&&x")]
    [TestCase("/")]
    public void An_address_in_percent_encoded_UTF_8_is_good(string target) => Assert.That(RequestTarget.Errors(target), Is.Empty);

    [TestCase("/api/v1/results/100%", "path")]
    [TestCase("/api/v1/results/%zz", "path")]
    [TestCase("/api/v1/results/%ff", "path")]
    [TestCase("/api/v1/results/a%00b", "path")]
    [TestCase("/api/v1/results?arch=%4", "arch")]
    [TestCase("/api/v1/results?arch=x86_64&testcase=%ED%A0%80", "testcase")]
    [TestCase("/api/v1/results?%ff=1", "%ff")]
    [TestCase("/%?arch=%&group=%00", "path", "arch", "group")]
    public void What_encodes_no_text_is_named(string target, params string[] fields) =>
        Assert.That(RequestTarget.Errors(target).Select(e => e.Field), Is.EqualTo(fields));
}
