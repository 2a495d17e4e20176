using System.Text.Json;

namespace Gatehouse.Contracts.Tests;

internal sealed class TimeConverterTests
{
    [TestCase("2026-11-22T10:15:00.0000000Z", "2026-11-22T10:15:00Z")]
    [TestCase("2026-11-22T10:15:00.1230000Z", "2026-11-22T10:15:00.123Z")]
    [TestCase("2026-11-22T10:15:00.1234569Z", "2026-11-22T10:15:00.123456Z")]
    [TestCase("2026-11-22T10:15:00.0000009Z", "2026-11-22T10:15:00Z")]
    [TestCase("2026-11-22T12:15:00.5+02:00", "2026-11-22T10:15:00.5Z")]
    [TestCase("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    public void Times_are_written_in_UTC_to_the_microsecond_without_trailing_zeros(string read, string written)
    {
        var time = JsonSerializer.Deserialize<DateTimeOffset>($"\"{read}\"", Json.Wire);
        Assert.Multiple(() =>
        {
            Assert.That(time.Offset, Is.EqualTo(TimeSpan.Zero));
            Assert.That(TimeConverter.Text(time), Is.EqualTo(written));
            Assert.That(JsonSerializer.Serialize(time, Json.Wire), Is.EqualTo($"\"{written}\""));
            Assert.That(JsonSerializer.Serialize<DateTimeOffset?>(time, Json.Stored), Is.EqualTo($"\"{written}\""));
            Assert.That(TimeConverter.Text(TimeConverter.Truncate(time)), Is.EqualTo(written));
        });
    }

    [Test]
    public void What_is_truncated_reads_back_as_it_was()
    {
        var time = TimeConverter.Truncate(new DateTimeOffset(2026, 11, 22, 10, 15, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567));
        Assert.That(JsonSerializer.Deserialize<DateTimeOffset>(JsonSerializer.Serialize(time, Json.Wire), Json.Wire), Is.EqualTo(time));
        Assert.That(time.Ticks % 10, Is.Zero);
    }
}
