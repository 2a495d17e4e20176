using FsCheck;
using FsCheck.Fluent;

namespace Gatehouse.Projections.Tests;

internal sealed class CursorTests
{
    [Test]
    public void A_cursor_reads_as_it_was_written()
    {
        var cursor = Cursor.After(Facts.Epoch, "FEDORA-2026-1a2b3c ä/+");

        Assert.That(Cursor.TryRead(cursor.Text("updates&state=open"), "updates&state=open"), Is.EqualTo(cursor));
    }

    [Test]
    public void It_needs_no_escaping_in_a_URL()
    {
        var text = Cursor.After(Facts.Epoch, "??>>~~//++").Text("updates");

        Assert.That(Uri.EscapeDataString(text), Is.EqualTo(text));
    }

    [Test]
    public void With_other_filters_it_is_none() =>
        Assert.That(Cursor.TryRead(Cursor.After(Facts.Epoch, "1").Text("results&arch=x86_64"), "results&arch=i386"), Is.Null);

    [Test]
    public void Any_other_text_is_none() =>
        Prop.ForAll<string>(text => Assert.That(Cursor.TryRead(text ?? "", "results"), Is.Null)).QuickCheckThrowOnFailure();

    [Test]
    public void A_cursor_with_a_bit_flipped_throws_nothing() => Prop.ForAll(Gen.Choose(0, 30).ToArbitrary(), Gen.Choose(0, 127).ToArbitrary(), (at, character) =>
    {
        var text = Cursor.After(Facts.Epoch, "12345678").Text("results").ToCharArray();
        text[at % text.Length] = (char)character;
        Assert.That(() => Cursor.TryRead(new string(text), "results"), Throws.Nothing);
    }).QuickCheckThrowOnFailure();
}
