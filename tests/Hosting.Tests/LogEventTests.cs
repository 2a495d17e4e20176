using JasperFx.Events;

namespace Gatehouse.Hosting.Tests;

internal sealed class LogEventTests
{
    [Test]
    public void A_tombstone_of_Marten_is_an_event_like_any_other() =>
        Assert.That(LogEvent.DataOf("tombstone", "{}"u8.ToArray()), Is.TypeOf<Tombstone>());

    [Test]
    public void An_event_of_a_type_that_nobody_knows_is_not_read_as_another() =>
        Assert.That(LogEvent.DataOf("gate_moved", "{}"u8.ToArray()), Is.Null);
}
