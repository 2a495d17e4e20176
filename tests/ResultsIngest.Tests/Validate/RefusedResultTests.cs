using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Each thing that can be wrong with a result, and the field that is named for it.</summary>
public class RefusedResultTests
{
    private static IEnumerable<TestCaseData> Wrong()
    {
        string Text(int length) => $"\"{new string('x', length)}\"";

        yield return Case("subject", "\"glibc\"");
        yield return Case("subject", "null");
        yield return Case("subject.type", "null");
        yield return Case("subject.type", "\"koji build\"");
        yield return Case("subject.type", "\"\"");
        yield return Case("subject.type", Text(65));
        yield return Case("subject.type", "[\"koji_build\"]");
        yield return Case("subject.id", "\"glibc\"");
        yield return Case("subject.id", "\"glibc-2.42-\"");
        yield return Case("subject.id", "42");
        yield return Case("testcase", "null");
        yield return Case("testcase", "\"\"");
        yield return Case("testcase", Text(1_025));
        yield return Case("testcase", "[]");
        yield return Case("testcase", "{}", "testcase.name");
        yield return Case("testcase", "{ \"name\": 1 }", "testcase.name");
        yield return Case("testcase", "{ \"name\": \"a\", \"ref_url\": 1 }", "testcase.ref_url");
        yield return Case("outcome", "null");
        yield return Case("outcome", "\"GREEN\"");
        yield return Case("outcome", "\"\"");
        yield return Case("outcome", "1");
        yield return Case("scenario", "5");
        yield return Case("scenario", Text(256));
        yield return Case("arch", "\"x86/64\"");
        yield return Case("arch", "[\"x86_64\"]");
        yield return Case("id", "7");
        yield return Case("id", "\"\"");
        yield return Case("id", Text(201));
        yield return Case("submit_time", "\"yesterday\"");
        yield return Case("submit_time", "1763806500");
        yield return Case("submit_time", "\"1969-12-31T23:59:59Z\"");
        yield return Case("submit_time", "\"2201-01-01T00:00:00Z\"");
        yield return Case("submit_time", "\"2026-11-22T12:10:00.000001Z\"");
        yield return Case("ref_url", Text(8_193));
        yield return Case("note", "{}");
        yield return Case("groups", "\"5e1c\"");
        yield return Case("groups", "[\"a\", 1]", "groups[1]");
        yield return Case("groups", "[null]", "groups[0]");
        yield return Case("data", "[]");
        yield return Case("data", "{" + string.Join(",", Enumerable.Range(0, 201).Select(i => $"\"k{i}\":{i}")) + "}");
        yield return Case("data", $"{{ \"a\": [1, {{ {Text(8_193)}: 1 }}] }}", $"data.a[1].{new string('x', 100)}");
        yield return Case("variant", Text(256));
        yield return Case("variant", "[]");
        yield return Case("subject.type", "\"..\"");
        yield return Case("arch", "\".\"");
        yield return Case("testcase", "\"..\"");
        yield return Case("testcase", "\"dist.depcheck \"");
        yield return Case("testcase", "\"dist.\\u200bdepcheck\"");
        yield return Case("scenario", "\"\\u202egnp\"");
        yield return Case("scenario", "\"a\\nb\"");
        yield return Case("variant", "\"\\u00a0Server\"");
        yield return Case("subject.id", "\"glibc-0:2.42-7.fc44\"");
        yield return Case("subject.id", "\"glibc-2.42-7.fc44.x86_64.rpm\"");
        yield return Case("subject.id", "\"glibc-2.42-7.fc44.src.rpm\"");
        yield return Case("subject", "{ \"type\": \"compose\", \"id\": \"a\\u2028b\" }", "subject.id");
        yield return Case("subject", "{ \"type\": \"bodhi_update\", \"id\": \"..\" }", "subject.id");
        yield return Case("subject", "{ \"type\": \"redhat-module\", \"id\": \"perl:5.26:820180423:abc\" }",
            "subject.id");

        static TestCaseData Case(string path, string value, string? named = null) => new(path, value, named ?? path);
    }

    [TestCaseSource(nameof(Wrong))]
    public void Names_the_field_that_is_wrong(string path, string value, string named) =>
        Assert.That(Doorstep.Fields(Kinds.Result, Doorstep.Result.With(path, value)), Is.EqualTo(new[] { named }));

    [Test]
    public void Names_every_field_that_is_wrong_and_not_the_first_only() =>
        Assert.That(
            Doorstep.Fields(Kinds.Result, """{ "subject": { "type": "koji_build", "id": "x" }, "outcome": 3, "arch": "", "note": 1, "data": 2 }"""),
            Is.EqualTo(new[] { "subject.id", "testcase", "arch", "outcome", "note", "data" }));

    [Test]
    public void Says_what_was_expected_and_what_came() =>
        Assert.That(Doorstep.Reasons(Kinds.Result, Doorstep.Result.With("outcome", "\"GREEN\"")).Single().Message,
            Does.StartWith("expected one of ").And.Contain("PASSED").And.Contain("FLAKY").And.EndsWith("got \"GREEN\""));

    [Test]
    public void Braces_in_what_came_are_no_placeholders() =>
        Assert.That(Doorstep.Reasons(Kinds.Result, Doorstep.Result.With("outcome", "\"{PropertyName}\"")).Single().Message, Does.EndWith("got \"{PropertyName}\""));

    [Test]
    public void A_message_id_too_long_to_name_a_result_is_refused_where_it_would_have_to() =>
        Assert.Multiple(() =>
        {
            var (named, nameless) = (Doorstep.Result, Doorstep.Result.Without("id"));
            Assert.That(Doorstep.Admit(Doorstep.Delivery(Kinds.Result, named, new string('m', 201))), Is.InstanceOf<Admission.Admitted>());
            Assert.That(Doorstep.Admit(Doorstep.Delivery(Kinds.Result, nameless, new string('m', 201))),
                Has.Property("Reasons").With.Exactly(1).Property("Field").EqualTo("message_id"));
        });

    [Test]
    public void Thousands_of_reasons_are_counted_but_not_all_said() =>
        Assert.That(Doorstep.Reasons(Kinds.Result, Doorstep.Result.With("groups", $"[{string.Join(",", Enumerable.Repeat(1, 50_000))}]")),
            Has.Count.EqualTo(ReasonList.Limit + 1).And.Some.Property("Message").EqualTo("and 49800 more reasons"));
}
