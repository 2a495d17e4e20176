namespace Gatehouse.Gating.Tests;

public class WaiverTests : StorySentences
{
    private static readonly Deed Depcheck = Policy("- { testcase: depcheck, arches: [x86_64] }");
    private static readonly string Failed = $"{Glibc} depcheck x86_64 failed";

    [Test]
    public void A_waived_failure_passes_and_is_shown_as_waived() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64"))
            .When(Waives(Glibc, "depcheck")).Then($"changed.passed waiver: {Failed} waived by kparal");

    [Test]
    public void An_absence_can_be_waived() =>
        Given(Depcheck, Defines(Glibc)).When(Waives(Glibc, "depcheck")).Then($"complete.passed waived: {Glibc} depcheck x86_64 missing waived by kparal");

    [Test]
    public void A_waiver_may_come_before_its_update_and_its_failure() =>
        Given(Waives(Glibc, "depcheck"), Depcheck).When(Defines(Glibc))
            .Then("opened", $"complete.passed waived: {Glibc} depcheck x86_64 missing waived by kparal")
            .When(Reports(Glibc, "depcheck", "FAILED", "x86_64")).Then();

    [Test]
    public void A_pass_needs_no_waiver_and_is_shown_as_passed() =>
        Given(Depcheck, Defines(Glibc), Waives(Glibc, "depcheck"))
            .When(Reports(Glibc, "depcheck", "PASSED", "x86_64")).Then()
            .When(Withdraws(Glibc, "depcheck", time: 1)).Then();

    [Test]
    public void A_waiver_that_is_withdrawn_waives_no_more() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64"), Waives(Glibc, "depcheck", time: 1))
            .When(Withdraws(Glibc, "depcheck", time: 2)).Then($"changed.failed waiver: {Failed}");

    [Test]
    public void An_older_withdrawal_withdraws_nothing_and_one_of_equal_time_does()
    {
        var waived = new[] { Depcheck, Defines(Glibc, after: 20), Reports(Glibc, "depcheck", "FAILED", "x86_64"), Waives(Glibc, "depcheck", time: 2) };
        Given(waived).When(Withdraws(Glibc, "depcheck", time: 1)).Then();
        Given(waived).When(Withdraws(Glibc, "depcheck", time: 2)).Then($"changed.failed waiver: {Failed}");
    }

    [Test]
    public void A_withdrawal_withdraws_what_covers_the_same_only() =>
        Given(Depcheck, Defines(Glibc, after: 20), Reports(Glibc, "depcheck", "FAILED", "x86_64"), Waives(Glibc, "depcheck", "x86_64", time: 1))
            .When(Withdraws(Glibc, "depcheck", time: 2)).Then()
            .When(Withdraws(Glibc, "depcheck", "x86_64", version: "fedora-44", time: 3)).Then()
            .When(Withdraws(Glibc, "depcheck", "x86_64", time: 4)).Then($"changed.failed waiver: {Failed}");

    [Test]
    public void It_waives_what_it_names_only() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64"))
            .When(
                Waives(Glibc, "depcheck", "i386"), Waives(Glibc, "depcheck", scenario: "uefi"), Waives(Glibc, "rpmlint"), Waives(Gcc, "depcheck"),
                Waives(Glibc, "depcheck", version: "fedora-43"))
            .Then()
            .When(Waives(Glibc, "depcheck", "x86_64", version: "fedora-44")).Then($"changed.passed waiver: {Failed} waived by kparal");

    [Test]
    public void One_that_names_an_arch_takes_that_cell_out_of_a_requirement_of_any() =>
        Given(Policy("- { testcase: depcheck }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64", "uefi"))
            .When(Waives(Glibc, "depcheck", "x86_64")).Then($"changed.passed waiver: {Glibc} depcheck failed waived by kparal")
            .When(Reports(Glibc, "depcheck", "FAILED", "i386")).Then($"changed.failed result: {Glibc} depcheck failed")
            .When(Waives(Glibc, "depcheck")).Then($"changed.passed waiver: {Glibc} depcheck failed waived by kparal");

    [Test]
    public void It_is_for_the_gate_and_the_update_that_it_names()
    {
        var failed = Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64"));
        failed.When(new Waive(Glibc, "depcheck", null, null, null, true) { DecisionContext = "push_testing" }).Then();
        failed.When(new Waive(Glibc, "depcheck", null, null, null, true) { Update = "U2" }).Then();
        failed.When(new Waive(Glibc, "depcheck", null, null, null, true) { DecisionContext = "push_stable", Update = "U1" })
            .Then($"changed.passed waiver: {Failed} waived by kparal");
    }

    [Test]
    public void From_its_end_on_it_does_not_match() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64"))
            .When(new Waive(Glibc, "depcheck", null, null, null, true) { Expires = 30 }).Then($"changed.passed waiver: {Failed} waived by kparal")
            .When(Waits(29)).Then()
            .When(Waits(1)).Then($"changed.failed waiver: {Failed}");

    [Test]
    public void Its_product_version_is_matched_against_the_updates_current_one() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64"), Waives(Glibc, "depcheck", version: "fedora-45"))
            .When(Defines(Glibc, time: 1, version: "fedora-45")).Then("opened", $"complete.passed all_received: {Failed} waived by kparal");

    [Test]
    public void A_waiver_after_the_first_failure_does_not_take_it_back()
    {
        var story = Given(Policy("- { testcase: depcheck, arches: [x86_64, i386] }"), Defines(Glibc, after: 20))
            .When(Reports(Glibc, "depcheck", "FAILED", "x86_64")).Then($"first_failure: {Failed}, {Glibc} depcheck i386 missing")
            .When(Waives(Glibc, "depcheck", "x86_64", time: 1), Withdraws(Glibc, "depcheck", "x86_64", time: 2)).Then()
            .When(Waives(Glibc, "depcheck", "x86_64", time: 3), Reports(Glibc, "depcheck", "PASSED", "i386"))
            .Then($"complete.passed all_received: {Failed} waived by kparal");

        var counts = story.Said[0].Statement.Counts;
        Assert.That((counts.Requirements, counts.Passed, counts.Failed, counts.Waived), Is.EqualTo((2, 1, 0, 1)));
    }

    [Test]
    public void Nothing_is_said_where_another_waiver_still_covers() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64"), Waives(Glibc, "depcheck", time: 1))
            .When(Waives(Glibc, "depcheck", "x86_64", time: 1), Withdraws(Glibc, "depcheck", time: 2)).Then();
}
