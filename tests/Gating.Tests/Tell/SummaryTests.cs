namespace Gatehouse.Gating.Tests;

/// <summary>The one sentence for people.</summary>
public class SummaryTests : StorySentences
{
    private static readonly Deed[] Two = [Policy("- { testcase: depcheck, arches: [x86_64, i386] }"), Defines(Glibc)];

    [Test]
    public void It_says_what_is_not_as_it_should_be()
    {
        Says("2 of 2 required missing");
        Says("1 of 2 required failed, 1 missing", Reports(Glibc, "depcheck", "FAILED", "x86_64"));
        Says("1 of 2 required missing, 1 running", Reports(Glibc, "depcheck", "RUNNING", "x86_64"));
        Says("1 of 2 required errored", Reports(Glibc, "depcheck", "ERROR", "x86_64"), Reports(Glibc, "depcheck", "PASSED", "i386"));
        Says("all 2 required passed", Reports(Glibc, "depcheck", "PASSED", "x86_64"), Reports(Glibc, "depcheck", "PASSED", "i386"));
        Says(
            "all 2 required passed (1 waived)",
            Reports(Glibc, "depcheck", "FAILED", "x86_64"), Reports(Glibc, "depcheck", "PASSED", "i386"), Waives(Glibc, "depcheck"));
    }

    [Test]
    public void A_gate_that_was_let_go_says_by_whom_and_what_is_not_satisfied() => Says(
        "released by operator: 1 of 2 required failed, 1 missing", Reports(Glibc, "depcheck", "FAILED", "x86_64"), new Release("U1", "push_stable"));

    [Test]
    public void What_no_policy_asks_anything_of_says_so()
    {
        Assert.That(Of(Policies(NoneMatches), Defines(Glibc)), Is.EqualTo("no policy asks anything of this update; waiting for one"));
        Assert.That(Of(Policies(NoneMatches), Defines(Glibc), Waits(481)), Is.EqualTo("no policy asks anything of this update"));
        Assert.That(Of(Policies("id: a\nchecks: []"), Defines(Glibc)), Is.EqualTo("nothing required"));
    }

    private static void Says(string summary, params Deed[] deeds) => Assert.That(Of([.. Two, .. deeds]), Is.EqualTo(summary));

    private static string Of(params Deed[] deeds) => Speech.View(Given(deeds).Log.States.Gate(Workspace.KeyOf("U1", "push_stable"))).Summary;
}
