using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>The policy set says which outcomes there are, and which types stand for others.</summary>
public class VocabularyTests
{
    private static readonly string Alias = Doorstep.Result.With("subject.type", "\"brew-build\"");

    [Test]
    public void An_alias_is_recorded_as_the_type_it_stands_for_and_as_it_was_sent()
    {
        var recorded = Doorstep.Recorded(Alias);

        Assert.That((recorded.Subject, recorded.SentType),
            Is.EqualTo((Subject.OfBuild("glibc-2.42-7.fc44"), "brew-build")));
        Assert.That(recorded.Cells, Is.EqualTo(Doorstep.Recorded(Doorstep.Result).Cells));
    }

    [Test]
    public void A_type_that_is_no_alias_is_what_was_sent() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result).SentType, Is.Null);

    [TestCase("brew-build", "glibc")]
    [TestCase("redhat-container-image", "sha256:5e1c")]
    [TestCase("fedora-update", "..")]
    public void Identifiers_obey_the_rules_of_the_type_it_stands_for(string type, string id) =>
        Assert.That(
            Doorstep.Fields(Kinds.Result,
            Doorstep.Result.With("subject", $$"""{ "type": "{{type}}", "id": "{{id}}" }""")),
            Is.EqualTo(new[] { "subject.id" }));

    [Test]
    public void In_the_older_form_too()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.Without("subject")
            .With("data", """{ "item": "a-1-1", "type": ["redhat-module"] }"""));

        Assert.That((recorded.Subject, recorded.SentType), Is.EqualTo((Subject.OfBuild("a-1-1"), "redhat-module")));
    }

    [Test]
    public void What_is_sent_again_keeps_its_type_and_finds_the_outcomes_of_now()
    {
        var delivery = Doorstep.Delivery(Kinds.Result, Alias.With("outcome", "\"FLAKY\""));
        var then = Vocabulary.Default with { Types = new Dictionary<string, string>() };

        var recorded = (ResultRecorded)(
            (Admission.Admitted)Doorstep.Admit(delivery, new Lexicon(Doorstep.Words).WithTypesOf(then))).Event;

        Assert.That((recorded.Subject.Type, recorded.SentType, recorded.Outcome),
            Is.EqualTo(("brew-build", default(object), "FLAKY")));
        Assert.That(Doorstep.Admit(delivery, Lexicon.Default), Is.InstanceOf<Admission.Refused>());
    }

    [Test]
    public void Outcomes_are_no_setting_and_whoever_sets_one_is_told_where_it_belongs()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("Gatehouse:Outcomes:CRASHED", "fail")]);

        Assert.That(builder.AddValidate,
            Throws.TypeOf<SettingException>().With.Message.Contains("Gatehouse__Outcomes__CRASHED")
            .And.Message.Contains("outcomes: { CRASHED: fail }").And.Message.Contains("vocabulary.yaml"));
    }
}
