namespace Gatehouse.Hosting.Tests;

internal sealed class TraceTests
{
    private const string Header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Test]
    public void With_nobody_listening_the_header_is_handed_on_as_it_came() => Assert.That(Trace.Next(Trace.Continue("test", Header), Header), Is.EqualTo(Header));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("no trace")]
    public void What_is_no_trace_is_not_handed_on(string? header) => Assert.That(Trace.Next(Trace.Continue("test", header), header), Is.Null);
}
