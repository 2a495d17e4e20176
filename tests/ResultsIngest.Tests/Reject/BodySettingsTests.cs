using Gatehouse.Hosting;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.ResultsIngest.Tests;

internal sealed class BodySettingsTests
{
    [Test]
    public void All_are_kept_for_ever_where_nothing_is_said()
    {
        Assert.That(Read(null, null), Is.EqualTo(new BodySettings(null, null)));
        Assert.That(Read("off", "off").Limits, Is.False);
    }

    [Test]
    public void An_age_and_a_quota_of_bytes_are_read() =>
        Assert.That(Read("90d", "104857600"), Is.EqualTo(new BodySettings(TimeSpan.FromDays(90), 104_857_600)));

    [TestCase("90", null, "Gatehouse__Rejections__BodyAge")]
    [TestCase("0s", null, "Gatehouse__Rejections__BodyAge")]
    [TestCase(null, "0", "Gatehouse__Rejections__BodyQuota")]
    [TestCase(null, "-1", "Gatehouse__Rejections__BodyQuota")]
    [TestCase(null, "100 MB", "Gatehouse__Rejections__BodyQuota")]
    public void What_is_none_stops_the_start_and_names_the_setting(string? age, string? quota, string setting) =>
        Assert.That(() => Read(age, quota), Throws.TypeOf<SettingException>().With.Message.Contains(setting));

    private static BodySettings Read(string? age, string? quota) => BodySettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gatehouse:Rejections:BodyAge"] = age,
            ["Gatehouse:Rejections:BodyQuota"] = quota,
        }).Build());
}
