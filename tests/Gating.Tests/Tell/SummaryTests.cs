namespace Gatehouse.Gating.Tests;

/// <summary>The one sentence for people.</summary>
public class SummaryTests : StorySentences
{
    private static readonly Deed[] Two = [Policy("- { testcase: depcheck, arches: [x86_64, i386] }"), Defines(Glibc)];

    [Test]
    public void It_says_what_is_not_as_it_should_be()
    {
        Says("2 of 2 required results missing");
        Says("1 of 2 required results missing, 1 failed", Reports(Glibc, "depcheck", "FAILED", "x86_64"));
        Says("1 of 2 required results missing, 1 running", Reports(Glibc, "depcheck", "RUNNING", "x86_64"));
        Says("1 of 2 required results errored", Reports(Glibc, "depcheck", "ERROR", "x86_64"), Reports(Glibc, "depcheck", "PASSED", "i386"));
        Says("all 2 required results passed", Reports(Glibc, "depcheck", "PASSED", "x86_64"), Reports(Glibc, "depcheck", "PASSED", "i386"));
        Says("1 of 2 required results failed; 1 waived", Reports(Glibc, "depcheck", "FAILED", "x86_64"), Reports(Glibc, "depcheck", "PASSED", "i386"), Waives(Glibc, "depcheck"));
    }

    private static void Says(string summary, params Deed[] deeds) =>
        Assert.That(Summary.Of(Given([.. Two, .. deeds]).Log.States.Gate(Workspace.KeyOf("U1", "push_stable"))), Is.EqualTo(summary));
}
