namespace Gatehouse.Gating.Tests;

public class SettlingTests
{
    private static readonly Guid Old = Guid.NewGuid(), Half = Guid.NewGuid(), New = Guid.NewGuid();

    [Test]
    public void What_changes_is_taken_once_when_it_has_come_to_rest()
    {
        var settling = new Settling();

        Assert.That(new[] { Old, Old, Half, New, New, New }.Select(settling.IsNew), Is.EqualTo(new[] { true, false, false, false, true, false }));
    }

    [Test]
    public void What_comes_back_before_it_rests_was_never_there()
    {
        var settling = new Settling();

        Assert.That(new[] { Old, Half, Old, Old }.Select(settling.IsNew), Is.EqualTo(new[] { true, false, false, false }));
    }

    [Test]
    public void What_was_taken_by_a_reload_is_not_new_and_what_was_there_before_it_is()
    {
        var settling = new Settling();
        settling.IsNew(Old);

        settling.Take(New);

        Assert.That(new[] { New, New, Old, Old }.Select(settling.IsNew), Is.EqualTo(new[] { false, false, false, true }));
    }

    [Test]
    public void A_look_shows_what_lies_there()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-policies-");
        try
        {
            var policies = new PolicyFolder(folder.FullName, PolicySettings.Default);
            var empty = policies.Look().Stamp;
            var file = Path.Combine(folder.FullName, "a.yaml");
            File.WriteAllText(file, "id: a\nchecks: [{ testcase: t }]\n");
            var one = policies.Look();
            File.WriteAllText(file, "id: b\nchecks: [{ testcase: t }]\n");

            Assert.That(new[] { empty, one.Stamp, policies.Look().Stamp }, Is.Unique);
            Assert.That(policies.Read(one).Set!.Policies.Single().Id, Is.EqualTo("a"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
