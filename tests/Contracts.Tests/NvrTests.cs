using FsCheck;
using FsCheck.Fluent;

namespace Gatehouse.Contracts.Tests;

internal sealed class NvrTests
{
    [TestCase("glibc-2.42-7.fc44", "glibc", "2.42", "7.fc44")]
    [TestCase("java-1.8.0-openjdk-1.8.0.432-1.fc44", "java-1.8.0-openjdk", "1.8.0.432", "1.fc44")]
    [TestCase("a-b-c", "a", "b", "c")]
    [TestCase("a--1-1", "a-", "1", "1", Description = "a name may end in a hyphen")]
    [TestCase("--1-1", "-", "1", "1")]
    [TestCase("gcc-16.0.1~rc1^git+2-3", "gcc", "16.0.1~rc1^git+2", "3")]
    public void A_build_is_split_from_the_right(string text, string name, string version, string release)
    {
        Assert.That(Nvr.TryParse(text, out var nvr), Is.True);
        Assert.That((nvr!.Name, nvr.Version, nvr.Release, nvr.ToString(), Nvr.PackageOf(text)), Is.EqualTo((name, version, release, text, name)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("glibc")]
    [TestCase("glibc-2.42")]
    [TestCase("-1-1")]
    [TestCase("a--1")]
    [TestCase("a-1-")]
    [TestCase("--")]
    [TestCase("a-1-1 ")]
    [TestCase("a b-1-1")]
    [TestCase("epel/a-1-1")]
    [TestCase("a-1-1\n")]
    [TestCase("ä-1-1")]
    public void Anything_else_is_none(string? text)
    {
        Assert.That(Nvr.TryParse(text, out var nvr), Is.False);
        Assert.That(nvr, Is.Null);
    }

    [TestCase(255, true)]
    [TestCase(256, false)]
    public void It_is_not_too_long(int length, bool valid) => Assert.That(Nvr.TryParse($"{new string('a', length - 4)}-1-1", out _), Is.EqualTo(valid));

    [Test]
    public void What_is_no_build_has_no_package() => Assert.That(() => Nvr.PackageOf("glibc"), Throws.TypeOf<FormatException>());

    [Test]
    public void Any_name_version_and_release_come_back()
    {
        var letter = Gen.Elements("abcXYZ0189._+~^:@".ToCharArray());
        var part = letter.NonEmptyListOf().Select(letters => string.Concat(letters.Take(60)));
        var name = part.NonEmptyListOf().Select(parts => string.Join('-', parts.Take(2)));
        Prop.ForAll(Arb.From(from n in name from v in part from r in part select (n, v, r)), built =>
            Nvr.TryParse($"{built.n}-{built.v}-{built.r}", out var nvr) && (nvr.Name, nvr.Version, nvr.Release) == built).QuickCheckThrowOnFailure();
    }

    [Test]
    public void What_parses_reads_the_same_again_and_nothing_makes_it_throw() => Prop.ForAll<string?>(text =>
        !Nvr.TryParse(text, out var nvr) || (nvr.ToString() == text && Nvr.TryParse(nvr.ToString(), out var again) && again == nvr)).QuickCheckThrowOnFailure();
}
