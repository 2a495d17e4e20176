using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>The worked case of the contract's section 5, every branch.</summary>
public class WorkedCaseTests : StorySentences
{
    private const string B1 = Glibc, B2 = Gcc;

    private static readonly Deed Stable = Policies(
        """
        id: fedora-stable
        match:
          product_versions: ["fedora-*"]
          decision_contexts: [push_stable]
          packages: ["*"]
        timeout: 8h
        wait_for: all
        checks:
          - { testcase: dist.depcheck, arches: [x86_64, i386, armhfp], essential: true }
          - { testcase: dist.upgradepath, arches: [noarch] }
          - { testcase: dist.rpmlint, essential: false }
        """);

    [Test]
    public void Ten_requirements_are_waited_for_and_eight_are_essential()
    {
        var opened = Opened().Then("opened").Said.Single().Statement;

        Assert.That(opened.Counts, Is.EqualTo(new GateCounts(10, 0, 0, 0, 0, 10, 0, new RequirementCounts(8, 0, 0, 0, 0, 8, 0))));
        Assert.That(opened.Unsatisfied.Count(u => u.Essential), Is.EqualTo(8));
        Assert.That(opened.Deadline, Is.EqualTo(Log.Start.AddHours(8)));
        Assert.That(opened.Policies.Select(p => p.Id), Is.EqualTo(new[] { "fedora-stable" }));
    }

    [Test]
    public void Nothing_is_said_of_nine_results_and_the_tenth_completes() =>
        Opened().When(Results()[..9]).Then().When(Results()[9]).Then("complete.passed all_received");

    [Test]
    public void Rpmlint_that_fails_makes_it_info() =>
        Opened().When(Results(rpmlint: "FAILED")).Then($"complete.info all_received: {B2} dist.rpmlint (optional) failed");

    [Test]
    public void Depcheck_that_fails_is_said_at_that_moment_and_in_the_end() =>
        Opened().When(Results(i386: "FAILED")[..6]).Then($"first_failure: {B2} dist.depcheck i386 failed, {Missing()}")
            .When(Results(i386: "FAILED")[6..]).Then($"complete.failed all_received: {B2} dist.depcheck i386 failed");

    [Test]
    public void Armhfp_that_never_reports_is_named_at_the_deadline() =>
        Opened().When([.. Results().OfType<Report>().Where(r => r.Arch != "armhfp")]).Then()
            .When(Waits(8 * 60)).Then()
            .When(Waits(1)).Then($"complete.failed deadline: {B1} dist.depcheck armhfp missing, {B2} dist.depcheck armhfp missing");

    [Test]
    public void A_re_run_that_passes_changes_the_verdict_and_a_duplicate_says_nothing() =>
        Opened().When(Results(i386: "FAILED"))
            .When(Reports(B2, "dist.depcheck", "PASSED", "i386", after: 1)).Then("changed.passed result")
            .When(Reports(B2, "dist.depcheck", "PASSED", "i386", after: 1)).Then();

    private static Story Opened() => Given(Stable).When(Defines($"{B1} {B2}"));

    private static Deed[] Results(string i386 = "PASSED", string rpmlint = "PASSED") =>
    [
        .. Both("dist.depcheck", "x86_64"),
        .. Both("dist.depcheck", "armhfp"),
        Reports(B1, "dist.depcheck", "PASSED", "i386"),
        Reports(B2, "dist.depcheck", i386, "i386"),
        .. Both("dist.upgradepath", "noarch"),
        Reports(B1, "dist.rpmlint", "PASSED"),
        Reports(B2, "dist.rpmlint", rpmlint),
    ];

    private static Deed[] Both(string testcase, string arch) => [Reports(B1, testcase, "PASSED", arch), Reports(B2, testcase, "PASSED", arch)];

    private static string Missing() =>
        $"{B1} dist.upgradepath noarch missing, {B2} dist.upgradepath noarch missing, {B1} dist.rpmlint (optional) missing, {B2} dist.rpmlint (optional) missing";
}
