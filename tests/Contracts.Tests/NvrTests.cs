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

    [TestCase("glibc-2.42-7.fc44")]
    [TestCase("perl-5.26-820180423.abcdef", Description = "a module's")]
    [TestCase("rpm-4.20-1.rpmfusion")]
    [TestCase("gcc-16.0.1~rc1^git+2-3")]
    public void One_that_comes_in_is_taken(string text) => Assert.That(Nvr.Refusal(text), Is.Null);

    [TestCase("glibc", "expected name-version-release, such as ")]
    [TestCase("glibc-0:2.42-7.fc44", "without an epoch")]
    [TestCase("0:glibc-2.42-7.fc44", "without an epoch")]
    [TestCase("glibc:2.42", "without an epoch")]
    [TestCase("a::b:c", "without an epoch")]
    [TestCase("a:b c:1:d", "without an epoch")]
    [TestCase("perl:5.26:820180423:abcdef", ": perl-5.26-820180423.abcdef")]
    [TestCase("container-tools:rhel-8:8040020210:dae62ef7", ": container-tools-rhel_8-8040020210.dae62ef7")]
    [TestCase("glibc-2.42-7.fc44.x86_64.rpm", "without the arch and .rpm")]
    [TestCase("glibc-2.42-7.fc44.src.rpm", "without the arch and .rpm")]
    [TestCase("glibc-2.42-7.fc44.SRC.RPM", "without the arch and .rpm")]
    public void One_that_only_looks_like_it_is_refused_with_what_was_meant(string text, string said) =>
        Assert.That(Nvr.Refusal(text), Does.Contain(said));

    [TestCase("glibc-0:2.42-7.fc44", "glibc")]
    [TestCase("glibc-2.42-7.fc44.src.rpm", "glibc")]
    [TestCase("perl:5.26:820180423:abcdef", "perl:5.26:820180423:abcdef")]
    [TestCase("", "")]
    public void What_is_on_record_can_be_read_whatever_it_is(string text, string package) =>
        Assert.That(Nvr.PackageOf(text), Is.EqualTo(package));

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

    [Test]
    public void What_is_taken_parses_and_nothing_makes_the_refusal_throw() => Prop.ForAll<string?>(text =>
        text is null
            || (Nvr.PackageOf(text) is not null && (Nvr.Refusal(text) is not null || Nvr.TryParse(text, out _))))
            .QuickCheckThrowOnFailure();
}
