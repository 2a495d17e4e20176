using System.Net.Sockets;
using Marten.Exceptions;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>Tells an outage, which passes by itself, from an error, which does not.</summary>
public static class Transient
{
    /// <summary>PostgreSQL ended a transaction in which nothing came from us for too long. Npgsql has no name for it.</summary>
    internal const string IdleInTransaction = "25P03";

    /// <summary>Whether trying the same again later can succeed without anybody changing anything.</summary>
    public static bool Is(Exception? error) => error switch
    {
        null => false,
        // 08 connection, 40 rollback (deadlock, serialization), 53 resources, 55 lock and in use, 57 operator intervention, 58 system.
        PostgresException { SqlState: "08P01" } => false, // protocol violation: a bug of ours
        PostgresException e => e.SqlState is IdleInTransaction || e.SqlState[..2] is "08" or "40" or "53" or "55" or "57" or "58",
        NpgsqlException or TimeoutException or IOException or SocketException => true,
        // Marten's names for what PostgreSQL said: a serialization failure is a write collision to it.
        MartenCommandException or ConcurrentUpdateException => Is(error.InnerException),
        // Npgsql: a connection that broke under us, or a pool that is being torn down.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => true,
        AggregateException e => e.InnerExceptions.All(Is),
        _ => false,
    };
}
