using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>What the door makes of results it lets in.</summary>
public class AdmittedResultTests
{
    [Test]
    public void Takes_every_field_as_it_came()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result);

        Assert.Multiple(() =>
        {
            Assert.That(recorded.Id, Is.EqualTo(new Guid("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11")));
            Assert.That(recorded.SourceId, Is.Null);
            Assert.That(recorded.Cell, Is.EqualTo(new Cell(Subject.OfBuild("glibc-2.42-7.fc44"), "dist.depcheck", null, "x86_64")));
            Assert.That(recorded.Outcome, Is.EqualTo("PASSED"));
            Assert.That(recorded.SubmitTime, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 10, 15, 0, 123, TimeSpan.Zero)));
            Assert.That(recorded.SubmitTimeDefaulted, Is.False);
            Assert.That(recorded.RefUrl, Is.EqualTo("https://ci.example.org/runs/77"));
            Assert.That(recorded.Note, Is.EqualTo("142 checked"));
            Assert.That(recorded.Groups, Is.EqualTo(new[] { "5e1c" }));
            Assert.That(recorded.Data!.Value.GetProperty("firmware")[0].GetString(), Is.EqualTo("uefi"));
        });
    }

    [TestCase("passed", "PASSED")]
    [TestCase("Needs_Inspection", "NEEDS_INSPECTION")]
    [TestCase("flaky", "FLAKY", Description = "an outcome of the configuration")]
    public void Reads_outcomes_in_any_case(string came, string recorded) =>
        Assert.That(Doorstep.Recorded(Doorstep.Result.With("outcome", $"\"{came}\"")).Outcome, Is.EqualTo(recorded));

    [Test]
    public void A_testcase_may_come_with_its_link()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.With("testcase", """{ "name": "dist.depcheck", "ref_url": "https://tests.example.org" }"""));

        Assert.That((recorded.Testcase, recorded.TestcaseRefUrl), Is.EqualTo(("dist.depcheck", "https://tests.example.org")));
    }

    [Test]
    public void Null_is_as_good_as_absent()
    {
        var optional = new[] { "scenario", "arch", "ref_url", "note", "groups", "data" };
        var absent = Doorstep.Recorded(Doorstep.Result.Without(optional));
        var nulls = Doorstep.Recorded(optional.Aggregate(Doorstep.Result, (json, field) => json.With(field, "null")));

        Assert.That(ContentHash.Of(nulls), Is.EqualTo(ContentHash.Of(absent)));
    }

    [Test]
    public void Unknown_fields_are_no_error_and_no_content() =>
        Assert.That(ContentHash.Of(Doorstep.Recorded(Doorstep.Result.With("color", "\"green\""))), Is.EqualTo(ContentHash.Of(Doorstep.Recorded(Doorstep.Result))));

    [Test]
    public void A_build_is_an_nvr_and_any_other_subject_is_not() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result.With("subject", """{ "type": "compose", "id": "Fedora 44 / 20261122" }""")).Subject.Id,
            Is.EqualTo("Fedora 44 / 20261122"));

    [Test]
    public void Without_a_submit_time_it_is_arrival_to_the_microsecond()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.Without("submit_time"), at: Doorstep.Now.AddTicks(1_234_567));

        Assert.That((recorded.SubmitTime, recorded.SubmitTimeDefaulted), Is.EqualTo((Doorstep.Now.AddTicks(1_234_560), true)));
    }

    [TestCase("\"2026-11-22T10:00:00Z\"", true)]
    [TestCase("\"2030-01-01T00:00:00Z\"", true, Description = "no clock of ours")]
    [TestCase("\"a1b2c3d\"", false)]
    [TestCase("\"1969-12-31T23:59:59Z\"", false)]
    [TestCase("7", false)]
    [TestCase("{}", false)]
    [TestCase("null", false)]
    public void A_definition_time_that_is_none_is_as_if_it_were_not_there(string value, bool kept)
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.With("definition_time", value));

        Assert.That(recorded.DefinitionTime.HasValue, Is.EqualTo(kept));
        Assert.That(ContentHash.Same(recorded, Doorstep.Recorded(Doorstep.Result)), Is.EqualTo(!kept));
    }

    [Test]
    public void A_variant_is_part_of_its_cell() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result.With("variant", "\"Server\"")).Cell,
            Is.EqualTo(new Cell(Subject.OfBuild("glibc-2.42-7.fc44"), "dist.depcheck", null, "x86_64", "Server")));

    [Test]
    public void Ten_minutes_ahead_are_a_clock_that_differs() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result.With("submit_time", "\"2026-11-22T12:10:00Z\"")).SubmitTime, Is.EqualTo(Doorstep.Now.AddMinutes(10)));

    [Test]
    public void Limits_are_within_reach()
    {
        var longest = Doorstep.Result.With("testcase", $"\"{new string('t', 1_024)}\"").With("note", $"\"{new string('n', 8_192)}\"")
            .With("scenario", $"\"{new string('s', 255)}\"").With("arch", $"\"{new string('a', 64)}\"").With("id", $"\"{new string('i', 200)}\"")
            .With("data", "{" + string.Join(",", Enumerable.Range(0, 200).Select(i => $"\"k{i}\":\"{new string('v', 4_000)}\"")) + "}");

        Assert.That(Doorstep.Fields(Kinds.Result, longest), Is.Empty);
    }
}
