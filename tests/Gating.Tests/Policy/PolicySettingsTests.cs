using Gatehouse.Hosting;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Gating.Tests;

public class PolicySettingsTests
{
    [Test]
    public void Without_settings_an_update_waits_for_a_policy() =>
        Assert.That(Read(), Is.EqualTo(new PolicySettings(NoPolicy.Wait, TimeSpan.FromHours(8), TimeSpan.FromMinutes(30))));

    [Test]
    public void All_of_them_are_read() =>
        Assert.That(
            Read(("NoPolicy", "pass"), ("DefaultTimeout", "1.5h"), ("DeadlineGrace", "90s")),
            Is.EqualTo(new PolicySettings(NoPolicy.Pass, TimeSpan.FromMinutes(90), TimeSpan.FromSeconds(90))));

    [TestCase("NoPolicy", "Pass", "Gatehouse__NoPolicy: expected pass or wait, found 'Pass'")]
    [TestCase("NoPolicy", "fail", "Gatehouse__NoPolicy: expected pass or wait, found 'fail'")]
    [TestCase("DefaultTimeout", "8", "Gatehouse__DefaultTimeout: expected whole seconds: a number and s, m, h or d")]
    [TestCase("DefaultTimeout", "0s", "Gatehouse__DefaultTimeout: expected whole seconds")]
    [TestCase("DefaultTimeout", "1.5s", "Gatehouse__DefaultTimeout: expected whole seconds")]
    [TestCase("DeadlineGrace", "soon", "Gatehouse__DeadlineGrace: expected whole seconds")]
    [TestCase("DeadlineGrace", "-30m", "Gatehouse__DeadlineGrace: expected whole seconds")]
    public void A_malformed_one_is_refused_with_the_reason(string name, string value, string message) =>
        Assert.That(() => Read((name, value)), Throws.TypeOf<SettingException>().With.Message.StartWith(message));

    [Test]
    public void Kinds_of_outcomes_are_no_settings_any_more()
    {
        Assert.That(() => OutcomeSettings.Refuse(Configuration([])), Throws.Nothing);
        Assert.That(
            () => OutcomeSettings.Refuse(Configuration([("Outcomes:CRASHED", "Fail"), ("Outcomes:SLOW", "pass")])),
            Throws.TypeOf<SettingException>().With.Message.Contains("write 'outcomes: { CRASHED: fail, SLOW: pass }' into vocabulary.yaml in the policy folder"));
        Assert.That(() => OutcomeSettings.Refuse(Configuration([("Outcomes", "CRASHED=fail")])), Throws.TypeOf<SettingException>().With.Message.Contains("vocabulary.yaml"));
    }

    private static PolicySettings Read(params (string Name, string Value)[] settings) => PolicySettings.Read(Configuration(settings));

    private static IConfigurationRoot Configuration((string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>($"Gatehouse:{s.Name}", s.Value))).Build();
}
