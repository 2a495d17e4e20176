using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>What is announced of evidence about an update itself is within what counts for its present definition (rule 9).</summary>
internal sealed class EvidenceTests
{
    private const string Link = "https://openqa.example.org/tests/1";
    private static readonly Subject Itself = Subject.OfUpdate("U1");

    private static readonly UpdateRecorded First = new()
    {
        Alias = "U1", ProductVersion = "fedora-44", DecisionContexts = ["push_stable"], Builds = ["glibc-2.42-7.fc44"], State = UpdateState.Open, Time = At(0),
    };

    private static readonly UpdateRecorded Edit = First with { Builds = ["glibc-2.42-8.fc44"], Time = At(60) };

    [Test]
    public void After_an_edit_an_older_pass_is_no_longer_what_came_before() =>
        Announced([First, Run("PASSED", 10), Edit, Run("PASSED", 70)], null, 1);

    [Test]
    public void Without_an_edit_it_is_as_of_any_other_cell() =>
        Announced([First, Run("PASSED", 10), First with { Title = "t", Time = At(60) }, Run("PASSED", 70)], "PASSED", 2);

    [Test]
    public void What_was_queued_before_an_edit_does_not_count_after_it_by_its_link() =>
        Announced([First, Run("QUEUED", 50, Link), Edit, Run("PASSED", 70, Link), Run("PASSED", 80)], null, 1);

    [Test]
    public void What_was_queued_before_an_edit_without_a_link_does_not_count_unless_a_finished_one_came_between()
    {
        Announced([First, Run("QUEUED", 50), Edit, Run("PASSED", 70), Run("PASSED", 80)], null, 1, "the first run was the queued one");
        Announced([First, Run("QUEUED", 50), Edit, Run("PASSED", 70), Run("PASSED", 80), Run("PASSED", 90)], "PASSED", 2, "the second was not");
        Announced([First, Run("QUEUED", 50, scenario: null), Edit, Run("FAILED", 70), Run("QUEUED", 75), Run("PASSED", 80)], "QUEUED", 2, "FAILED began before the edit");
    }

    [Test]
    public void A_definition_that_a_result_names_decides_whenever_it_is_recorded()
    {
        Announced([First, Edit, Run("PASSED", 70, tested: At(0)), Run("PASSED", 80)], null, 1, "it was of the first definition");
        Announced([First, Edit, Run("PASSED", 10, tested: At(60)), Run("PASSED", 80)], "PASSED", 2, "it was of the edit, whatever its time");
        Announced([First, Edit, Run("PASSED", 10, tested: At(30)), Run("PASSED", 80)], null, 1, "nobody knows such a definition");
        Announced([First, Edit, First with { Time = At(30) }, Run("PASSED", 70, tested: At(30)), Run("PASSED", 80)], null, 1, "that one was not taken up");
    }

    [Test]
    public void A_straggler_is_told_what_counts_and_seen_once_more() =>
        Announced([First, Edit, Run("PASSED", 70), Run("FAILED", 50)], "PASSED", 2);

    [Test]
    public void A_closed_update_has_a_present_definition_and_one_that_is_not_known_has_none()
    {
        Announced([First, Run("PASSED", 10), Edit, new UpdateRecorded { Alias = "U1", State = UpdateState.Shipped, Time = At(65) }, Run("PASSED", 70)], null, 1);
        Announced([Run("PASSED", 10), Run("PASSED", 70)], "PASSED", 2);
    }

    [Test]
    public void A_type_that_the_words_declare_mutable_counts_for_the_newest_open_update_that_holds_it()
    {
        var compose = new Subject("compose", "Fedora-Rawhide");
        var (older, newer) = (First with { Subjects = [compose] }, First with { Alias = "U2", Subjects = [compose], Time = At(5) });
        var mutable = new PolicySetInForce("sha256:1", [], "wait") { Vocabulary = Vocabulary.Default with { Mutable = ["compose"] } };
        object[] facts = [Of(compose, Run("PASSED", 10)), older, newer, newer with { Builds = [], Time = At(60) }];

        Announced([mutable, .. facts, Of(compose, Run("PASSED", 70))], null, 1);
        Announced([.. facts, mutable, Of(compose, Run("PASSED", 70))], null, 1, "what was recorded before it was declared is known");
        Announced([mutable, .. facts, newer with { State = UpdateState.Shipped, Time = At(65) }, Of(compose, Run("PASSED", 70))], "PASSED", 2, "the older one was never edited");
        Announced([.. facts, Of(compose, Run("PASSED", 70))], "PASSED", 2, "of other types all counts");
    }

    private static ResultRecorded Of(Subject subject, ResultRecorded run) => run with { Subject = subject };

    private static DateTimeOffset At(int minute) => Facts.Epoch.AddMinutes(minute);

    private static ResultRecorded Run(string outcome, int minute, string? link = null, string? scenario = "server", DateTimeOffset? tested = null) => new()
    {
        Id = Guid.NewGuid(), Subject = Itself, Testcase = "update.base_services_start", Scenario = scenario, Outcome = outcome, SubmitTime = At(minute), RefUrl = link,
        DefinitionTime = tested,
    };

    /// <summary>Folded whole and event by event, the last result is announced so.</summary>
    private static void Announced(object[] log, string? previousOutcome, long timesSeen, string? because = null)
    {
        foreach (var size in new[] { 1, log.Length })
        {
            var last = MemoryViews.Of(log, size).Results[^1].InCell;
            Assert.That((last.PreviousOutcome, last.TimesSeen), Is.EqualTo((previousOutcome, timesSeen)), because ?? "");
        }
    }
}
