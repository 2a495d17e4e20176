using Microsoft.Extensions.Configuration;

namespace Gatehouse.Hosting.Tests;

/// <summary>Whose token is whose.</summary>
public class BearerTokensTests
{
    [Test]
    public void Each_stands_for_somebody()
    {
        Assert.That(Read(), Is.Empty);
        Assert.That(Read(("BearerToken", "a"), ("BearerTokens:kparal", "b"), ("BearerTokens:ci", "c")),
            Is.EquivalentTo(new Dictionary<string, string> { ["bearer"] = "a", ["kparal"] = "b", ["ci"] = "c" }));
    }

    [TestCase("kparal", "", "Gatehouse__BearerTokens__kparal: expected a token, found nothing")]
    [TestCase("kparal", "secret", "Gatehouse__BearerTokens__kparal: expected a token of its own, found 'that of bearer'")]
    [TestCase("bearer", "b", "Gatehouse__BearerTokens__bearer: expected another name: Gatehouse__BearerToken is that of bearer, found 'bearer'")]
    public void A_mistake_stops_the_start_and_shows_no_token(string name, string token, string said) => Assert.That(
        () => Read(("BearerToken", "secret"), ($"BearerTokens:{name}", token)), Throws.TypeOf<SettingException>().With.Message.EqualTo(said));

    private static IReadOnlyDictionary<string, string> Read(params (string Name, string Value)[] settings) => BearerTokens.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Gatehouse:{s.Name}", (string?)s.Value))).Build());
}
