namespace Gatehouse.Contracts.Tests;

/// <summary>The lists of a gate message: the most urgent first, and no more than may travel.</summary>
internal sealed class GateListsTests
{
    [Test]
    public void Requirements_are_listed_by_urgency_across_builds()
    {
        var lists = Lists(
            Build(0, Asked("o-failed", Answer.Failed, essential: false), Asked("running", Answer.Running)),
            Build(1, Asked("missing", Answer.Missing), Asked("passed", Answer.Passed)),
            Build(2, Asked("failed", Answer.Failed), Asked("errored", Answer.Errored)));
        Assert.That(lists.Unsatisfied.Select(r => r.Testcase), Is.EqualTo(["failed", "errored", "missing", "running", "o-failed"]));
        Assert.That(lists.Builds.Select(b => b.Nvr), Is.EqualTo(["b2-1-1", "b1-1-1", "b0-1-1"]));
        Assert.That(lists.Truncated, Is.False);
    }

    [Test]
    public void Equally_urgent_ones_keep_the_order_of_the_definition_however_they_come()
    {
        var parts = Enumerable.Range(0, 20).Select(place => Build(place, Asked("t", Answer.Missing), Asked("u", Answer.Missing))).ToArray();
        var lists = Lists([.. parts.Reverse()]);
        Assert.That(lists.Unsatisfied.Select(r => (r.Subject.Id, r.Testcase)), Is.EqualTo(parts.SelectMany(p => new[] { (p.Subject.Id, "t"), (p.Subject.Id, "u") })));
        Assert.That(lists.Builds.Select(b => b.Nvr), Is.EqualTo(parts.Select(p => p.Subject.Id)));
    }

    [Test]
    public void Builds_with_nothing_unsatisfied_come_last() =>
        Assert.That(Lists(Build(0), Build(1, Asked("t", Answer.Running))).Builds, Is.EqualTo([new BuildVerdict("b1-1-1", PartVerdict.Failed), new BuildVerdict("b0-1-1", PartVerdict.Unchecked)]));

    [Test]
    public void The_update_itself_is_no_build_and_comes_before_them()
    {
        var update = new GatePart(Subject.OfUpdate("A"), -1, [Asked("t", Answer.Missing)]);
        var lists = Lists(Build(0, Asked("t", Answer.Missing)), update);
        Assert.That(lists.Builds.Select(b => b.Nvr), Is.EqualTo(["b0-1-1"]));
        Assert.That(lists.Unsatisfied.Select(r => r.Subject.Type), Is.EqualTo([Subject.Update, Subject.Build]));
    }

    [Test]
    public void Other_subjects_have_a_list_of_their_own_and_their_requirements_stand_among_the_builds()
    {
        var lists = Lists(
            Build(0, Asked("t", Answer.Passed)),
            Compose(1),
            Compose(2, Asked("c", Answer.Failed)),
            new GatePart(Subject.OfUpdate("A"), -1, [Asked("u", Answer.Missing)]));
        Assert.That(lists.Builds, Is.EqualTo([new BuildVerdict("b0-1-1", PartVerdict.Passed)]));
        Assert.That(
            lists.Subjects,
            Is.EqualTo([new SubjectPart("compose", "c2", PartVerdict.Failed), new SubjectPart("compose", "c1", PartVerdict.Unchecked)]));
        Assert.That(lists.Unsatisfied.Select(r => r.Testcase), Is.EqualTo(["c", "u"]));
    }

    [TestCase(500, false)]
    [TestCase(501, true)]
    public void More_than_500_other_subjects_are_cut(int subjects, bool truncated)
    {
        var lists = Lists([.. Enumerable.Range(0, subjects).Select(place => Compose(place))]);
        Assert.That((lists.Subjects.Count, lists.Builds.Count, lists.Truncated), Is.EqualTo((500, 0, truncated)));
    }

    [Test]
    public void A_waived_requirement_is_in_its_own_list_only()
    {
        var waiver = new WaiverReference(Guid.NewGuid(), "kparal", "known");
        var result = Guid.NewGuid();
        var lists = Lists(Build(0, Asked("t", Answer.Failed) with { Unsatisfied = false, Waiver = waiver, ResultId = result, Arch = "noarch" }));
        Assert.That(lists.Unsatisfied, Is.Empty);
        Assert.That(lists.Waived, Is.EqualTo(
            [new WaivedRequirement(Subject.OfBuild("b0-1-1"), "t", null, "noarch", true, Answer.Failed, result, waiver.Id, "kparal", "known")]));
    }

    [TestCase(500, false)]
    [TestCase(501, true)]
    public void More_than_500_builds_are_cut(int builds, bool truncated)
    {
        var lists = Lists([.. Enumerable.Range(0, builds).Select(place => Build(place))]);
        Assert.That((lists.Builds.Count, lists.Truncated), Is.EqualTo((500, truncated)));
    }

    [TestCase(500, false)]
    [TestCase(501, true)]
    public void More_than_500_unsatisfied_are_cut_and_the_most_urgent_stay(int requirements, bool truncated)
    {
        var missing = Enumerable.Range(1, requirements - 1).Select(i => Asked($"t{i}", Answer.Missing));
        var lists = Lists(Build(0, [.. missing, Asked("failed", Answer.Failed)]));
        Assert.That((lists.Unsatisfied.Count, lists.Truncated), Is.EqualTo((500, truncated)));
        Assert.That(lists.Unsatisfied[0].Testcase, Is.EqualTo("failed"));
        Assert.That(lists.Unsatisfied[^1].Testcase, Is.EqualTo("t499"));
    }

    [TestCase(500, false)]
    [TestCase(501, true)]
    public void More_than_500_waived_are_cut(int requirements, bool truncated)
    {
        var waived = Enumerable.Range(0, requirements).Select(i => Asked($"t{i}", Answer.Missing) with { Unsatisfied = false, Waiver = new WaiverReference(Guid.Empty, "u", "c") });
        var lists = Lists(Build(0, [.. waived]));
        Assert.That((lists.Waived.Count, lists.Truncated), Is.EqualTo((500, truncated)));
    }

    [Test]
    public void Parts_that_were_not_even_read_make_it_truncated() => Assert.Multiple(() =>
    {
        GatePart[] read = [Build(0, Asked("t", Answer.Missing))];
        Assert.That(GateLists.Of(read, true, allBuilds: 2, allSubjects: 0, allUnsatisfied: 1, allWaived: 0).Truncated, Is.True);
        Assert.That(GateLists.Of(read, true, allBuilds: 1, allSubjects: 1, allUnsatisfied: 1, allWaived: 0).Truncated, Is.True);
        Assert.That(GateLists.Of(read, true, allBuilds: 1, allSubjects: 0, allUnsatisfied: 2, allWaived: 0).Truncated, Is.True);
        Assert.That(GateLists.Of(read, true, allBuilds: 1, allSubjects: 0, allUnsatisfied: 1, allWaived: 1).Truncated, Is.True);
        Assert.That(GateLists.Of(read, true, allBuilds: 1, allSubjects: 0, allUnsatisfied: 1, allWaived: 0).Truncated, Is.False);
    });

    private static GateLists Lists(params GatePart[] parts)
    {
        var requirements = parts.SelectMany(p => p.Requirements).ToList();
        return GateLists.Of(
            parts,
            decided: true,
            parts.Count(p => p.IsBuild),
            parts.Count(p => p.IsOther),
            requirements.Count(r => r.Unsatisfied),
            requirements.Count(r => r.Waiver is not null));
    }

    private static GatePart Compose(int place, params RequirementView[] requirements) => new(new Subject("compose", $"c{place}"), place, requirements);

    private static GatePart Build(int place, params RequirementView[] requirements) => new(Subject.OfBuild($"b{place}-1-1"), place, requirements);

    private static RequirementView Asked(string testcase, Answer answer, bool essential = true) =>
        new() { Testcase = testcase, Essential = essential, Answer = answer, Unsatisfied = answer != Answer.Passed };
}
