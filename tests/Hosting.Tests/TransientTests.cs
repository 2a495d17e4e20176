using Marten.Exceptions;
using Npgsql;

namespace Gatehouse.Hosting.Tests;

internal sealed class TransientTests
{
    [TestCase("57P01", true, TestName = "A server that shuts down is an outage")]
    [TestCase("40P01", true, TestName = "A deadlock passes")]
    [TestCase("40001", true, TestName = "A serialization failure passes")]
    [TestCase("25P03", true, TestName = "A transaction that idled too long can be tried again")]
    [TestCase("23505", false, TestName = "A violated constraint is an error")]
    [TestCase("42P01", false, TestName = "A missing table is an error")]
    [TestCase("08P01", false, TestName = "A statement that was built wrongly is an error")]
    public void By_its_state(string state, bool passes) =>
        Assert.That(Transient.Is(new PostgresException("message", "ERROR", "ERROR", state)), Is.EqualTo(passes));

    [Test]
    public void A_serialization_failure_passes_by_the_name_that_Marten_gives_it() =>
        Assert.That(Transient.Is(new ConcurrentUpdateException(new PostgresException("message", "ERROR", "ERROR", "40001"))), Is.True);

    [Test]
    public void A_broken_connection_is_an_outage() => Assert.That(Transient.Is(new NpgsqlException("broken", new IOException())), Is.True);

    [Test]
    public void A_bug_is_none() => Assert.That(Transient.Is(new InvalidOperationException("bug")), Is.False);
}
