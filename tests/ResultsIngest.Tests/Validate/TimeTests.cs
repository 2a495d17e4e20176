using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Times as the contract reads them.</summary>
public class TimeTests
{
    [TestCase("2026-11-22T10:15:00Z", "2026-11-22T10:15:00Z")]
    [TestCase("2026-11-22T10:15:00", "2026-11-22T10:15:00Z", Description = "no offset is UTC")]
    [TestCase("2026-11-22 10:15:00", "2026-11-22T10:15:00Z")]
    [TestCase("2026-11-22t10:15:00z", "2026-11-22T10:15:00Z")]
    [TestCase("2026-11-22T10:15:00+02:00", "2026-11-22T08:15:00Z")]
    [TestCase("2026-11-22T00:15:00+14:30", "2026-11-21T09:45:00Z")]
    [TestCase("2026-11-22T10:15:00-00:30", "2026-11-22T10:45:00Z")]
    [TestCase("2026-11-22T10:15:00.1Z", "2026-11-22T10:15:00.1Z")]
    [TestCase("2026-11-22T10:15:00.1234569Z", "2026-11-22T10:15:00.123456Z", Description = "cut to the microsecond, not rounded")]
    [TestCase("2026-11-22T10:15:00.999999999999Z", "2026-11-22T10:15:00.999999Z")]
    [TestCase("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", Description = "a leap second")]
    [TestCase("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z")]
    public void Reads(string text, string expected)
    {
        Assert.That(Rfc3339.TryParse(text, out var time), Is.True);
        Assert.That(TimeConverter.Text(time), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("2026-11-22")]
    [TestCase("10:15:00Z")]
    [TestCase("2026-11-22T10:15Z")]
    [TestCase("2026-11-22T24:00:00Z")]
    [TestCase("2026-11-22T10:60:00Z")]
    [TestCase("2026-11-22T10:15:61Z")]
    [TestCase("2026-02-29T00:00:00Z")]
    [TestCase("2026-13-01T00:00:00Z")]
    [TestCase("2026-11-22T10:15:00.Z")]
    [TestCase("2026-11-22T10:15:00,5Z")]
    [TestCase("2026-11-22T10:15:00+0200")]
    [TestCase("2026-11-22T10:15:00+24:00")]
    [TestCase("0000-01-01T00:00:00Z")]
    [TestCase("0001-01-01T00:00:00+01:00")]
    [TestCase("9999-12-31T23:59:59-01:00")]
    [TestCase(" 2026-11-22T10:15:00Z")]
    [TestCase("2026-11-22T10:15:00Z\n")]
    [TestCase("２026-11-22T10:15:00Z")]
    public void Refuses(string text) => Assert.That(Rfc3339.TryParse(text, out _), Is.False);
}
