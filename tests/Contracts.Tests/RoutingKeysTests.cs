namespace Gatehouse.Contracts.Tests;

internal sealed class RoutingKeysTests
{
    [Test]
    public void They_are_those_of_the_contract() => Assert.Multiple(() =>
    {
        Assert.That(RoutingKeys.Result("koji_build", "PASSED"), Is.EqualTo("result.koji_build.passed"));
        Assert.That(RoutingKeys.Rejected(Kinds.Waiver), Is.EqualTo("rejected.waiver"));
        Assert.That(RoutingKeys.Opened("push_stable"), Is.EqualTo("gate.push_stable.opened"));
        Assert.That(RoutingKeys.FirstFailure("push_stable"), Is.EqualTo("gate.push_stable.first_failure"));
        Assert.That(RoutingKeys.FirstError("push_stable"), Is.EqualTo("gate.push_stable.first_error"));
        Assert.That(RoutingKeys.Complete("push_stable", Verdict.Info), Is.EqualTo("gate.push_stable.complete.info"));
        Assert.That(RoutingKeys.Changed("push_stable", Verdict.Failed), Is.EqualTo("gate.push_stable.changed.failed"));
        Assert.That(RoutingKeys.ChangedReasons("push_stable", Verdict.Failed), Is.EqualTo("gate.push_stable.changed.failed.reasons"));
        Assert.That(RoutingKeys.Closed("push_stable"), Is.EqualTo("gate.push_stable.closed"));
    });

    [Test]
    public void Values_are_one_lower_case_word_each() => Assert.Multiple(() =>
    {
        Assert.That(RoutingKeys.Result("Koji.Build.v2", "NEEDS_INSPECTION"), Is.EqualTo("result.koji_build_v2.needs_inspection"));
        Assert.That(RoutingKeys.Opened("Push.Stable"), Is.EqualTo("gate.push_stable.opened"));
    });

    [Test]
    public void The_longest_fits_into_what_AMQP_allows() => Assert.That(
        RoutingKeys.ChangedReasons(new string('c', Limits.Word), Verdict.Passed).Length, Is.LessThanOrEqualTo(255));

    [TestCase("FEDORA-2026-1a2b3c", "https://g.example.org/updates/FEDORA-2026-1a2b3c")]
    [TestCase("a/b c?ü", "https://g.example.org/updates/a%2Fb%20c%3F%C3%BC")]
    public void A_messages_link_is_percent_encoded(string alias, string url)
    {
        var statement = System.Text.Json.JsonSerializer.Deserialize<GateOpened>(ContractFiles.Sample("stored.gate_opened"), Json.Stored)!;
        Assert.That(GateMessage.From(statement with { Statement = statement.Statement with { Alias = alias } }, 1, "https://g.example.org").Url, Is.EqualTo(url));
    }
}
