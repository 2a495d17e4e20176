using System.Text;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

internal sealed class RejectedTextTests
{
    [Test]
    public void Text_stays_as_it_is() => Assert.That(RejectedText.Of("{\"ä\": 1}\u0000"u8), Is.EqualTo("{\"ä\": 1}\u0000"));

    [Test]
    public void Bytes_that_are_no_UTF8_are_replaced() => Assert.That(RejectedText.Of([0x61, 0xFF, 0xC3]), Is.EqualTo("a\uFFFD\uFFFD"));

    [Test]
    public void At_most_64_KiB_travel() => Assert.That(RejectedText.Of(Encoding.UTF8.GetBytes(new string('a', 70_000))), Is.EqualTo(new string('a', Limits.KeptOfOversize)));

    [Test]
    public void A_character_across_the_limit_is_left_out()
    {
        var text = RejectedText.Of(Encoding.UTF8.GetBytes(new string('a', Limits.KeptOfOversize - 1) + "ä and more"));

        Assert.That(text, Is.EqualTo(new string('a', Limits.KeptOfOversize - 1)));
    }

    [Test]
    public void Replacements_do_not_make_it_longer_than_the_limit()
    {
        var text = RejectedText.Of(Enumerable.Repeat((byte)0xFF, Limits.KeptOfOversize).ToArray());

        Assert.That(Encoding.UTF8.GetByteCount(text), Is.LessThanOrEqualTo(Limits.KeptOfOversize));
        Assert.That(text, Is.All.EqualTo('\uFFFD'));
    }
}
