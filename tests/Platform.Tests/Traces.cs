using System.Security.Cryptography;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// One trace from the publisher to the last message it causes, even though nobody here collects spans (no OTLP): whoever does, in front of
/// Gatehouse and behind it, sees one trace.
/// </summary>
internal sealed class Traces
{
    [Test]
    public async Task What_a_message_causes_continues_its_trace()
    {
        var client = await OnePlatform.ClientAsync();
        var update = TestUpdate.New("one-check");
        var (definition, result) = (update.Definition() with { TraceParent = New() }, update.Result(0, TestUpdate.Depcheck("x86_64"), "FAILED") with { TraceParent = New() });

        await client.PublishAndHearAsync(definition, m => m.Alias == update.Alias);
        await client.PublishAndHearAsync(result, m => m.Alias == update.Alias && m.Type == "gate.complete");
        var announced = await client.Subscriber.UntilAsync(m => m.Announces(result.MessageId!), "the result");

        Assert.That(TraceOf(announced), Is.EqualTo(TraceId(result.TraceParent!)), "its announcement");
        Assert.That(client.Subscriber.Of(update.Alias).Select(m => (m.Type, TraceOf(m))), Is.EqualTo(new[]
        {
            ("gate.opened", TraceId(definition.TraceParent!)),
            ("gate.first_failure", TraceId(result.TraceParent!)),
            ("gate.complete", TraceId(result.TraceParent!)),
        }));
    }

    [Test]
    public async Task A_header_that_is_no_trace_harms_nothing_and_goes_no_further()
    {
        var client = await OnePlatform.ClientAsync();
        var result = TestUpdate.New().Result(0, TestUpdate.Upgradepath, "PASSED") with { TraceParent = "00-not-a-trace" };

        var announced = await client.PublishAndHearAsync(result, m => m.Announces(result.MessageId!));

        Assert.That(announced.TraceParent, Is.Null);
    }

    private static string New() => $"00-{Hex(16)}-{Hex(8)}-01";

    private static string Hex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private static string? TraceOf(Heard message) => message.TraceParent is { } header ? TraceId(header) : null;

    private static string TraceId(string header) => header.Split('-')[1];
}
