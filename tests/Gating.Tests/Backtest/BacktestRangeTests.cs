namespace Gatehouse.Gating.Tests;

public class BacktestRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Test]
    public void Nothing_said_is_all_of_history() => Assert.That(Read().Range, Is.EqualTo(new BacktestRange(null, Now, NoPolicy.Pass)));

    [Test]
    public void Everything_can_be_said() => Assert.That(
        Read(("since", "2026-11-20"), ("until", "2026-11-21T00:00:00Z"), ("no_policy", "wait")).Range,
        Is.EqualTo(new BacktestRange(Now.Date.AddDays(-2).ToUtc(), Now.Date.AddDays(-1).ToUtc(), NoPolicy.Wait)));

    [TestCase("since", "yesterday", "RFC 3339")]
    [TestCase("since", "2026-11-22T10:00:00Z", "before until")]
    [TestCase("until", "2026-11-23", "has passed")]
    [TestCase("no_policy", "maybe", "pass or wait")]
    [TestCase("no_policy", "1", "pass or wait")]
    [TestCase("sice", "2026-11-20", "unknown parameter")]
    public void A_mistake_is_named(string name, string value, string reason)
    {
        var (range, errors) = Read((name, value));

        Assert.That(range, Is.Null);
        Assert.That(errors.Single().Field, Is.EqualTo(name));
        Assert.That(errors.Single().Message, Does.Contain(reason));
    }

    private static (BacktestRange? Range, IReadOnlyList<Gatehouse.Contracts.Reason> Errors) Read(params (string Name, string Value)[] parameters) =>
        BacktestRange.Read(parameters.ToDictionary(p => p.Name, p => p.Value), NoPolicy.Pass, Now);
}

internal static class Days
{
    public static DateTimeOffset ToUtc(this DateTime day) => new(day, TimeSpan.Zero);
}
