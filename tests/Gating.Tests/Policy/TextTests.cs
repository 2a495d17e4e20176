using Gatehouse.Hosting;

namespace Gatehouse.Gating.Tests;

/// <summary>Patterns and durations.</summary>
public class TextTests
{
    [TestCase("*", "", true)]
    [TestCase("*", "glibc", true)]
    [TestCase("fedora-*", "fedora-44", true)]
    [TestCase("fedora-*", "fedora-", true)]
    [TestCase("fedora-*", "fedora", false)]
    [TestCase("fedora-*", "Fedora-44", false)]
    [TestCase("*-44", "fedora-44", true)]
    [TestCase("*-44", "fedora-44-44", true)]
    [TestCase("f*a*4", "fedora-44", true)]
    [TestCase("f*b*4", "fedora-44", false)]
    [TestCase("fedora-4?", "fedora-44", true)]
    [TestCase("fedora-4?", "fedora-4", false)]
    [TestCase("f.dora", "fedora", false)]
    [TestCase("[f]edora", "fedora", false)]
    [TestCase("fedora", "fedora-44", false)]
    [TestCase("", "", true)]
    [TestCase("", "a", false)]
    [TestCase("**", "a", true)]
    public void A_pattern_matches_the_whole_text(string pattern, string text, bool matches) => Assert.That(Pattern.Matches(pattern, text), Is.EqualTo(matches));

    [Test, CancelAfter(5_000)]
    public void A_malicious_pattern_does_not_run_for_ever() =>
        Assert.That(Pattern.Matches(string.Concat(Enumerable.Repeat("*a", 100)) + "b", new string('a', 255)), Is.False);

    [TestCase("1s", 1)]
    [TestCase("90s", 90)]
    [TestCase("30m", 1_800)]
    [TestCase("8h", 28_800)]
    [TestCase("1.5h", 5_400)]
    [TestCase("2d", 172_800)]
    [TestCase("3650d", 315_360_000)]
    public void A_duration_is_a_number_and_a_unit(string text, int seconds)
    {
        Assert.That(Duration.TryParse(text, out var duration));
        Assert.That(duration, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("")]
    [TestCase("8")]
    [TestCase("h")]
    [TestCase("8 h")]
    [TestCase(" 8h")]
    [TestCase("8H")]
    [TestCase("8w")]
    [TestCase("-8h")]
    [TestCase("+8h")]
    [TestCase("1e3s")]
    [TestCase("1,5h")]
    [TestCase("0s")]
    [TestCase("0.5s")]
    [TestCase("3651d")]
    [TestCase("99999999999999999999999999999d")]
    [TestCase("8h30m")]
    [TestCase("٨h")]
    public void Anything_else_is_refused(string text) => Assert.That(Duration.TryParse(text, out _), Is.False);
}
