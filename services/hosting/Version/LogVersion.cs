using System.Globalization;
using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// The least version that can fold the log (rule 16). It is raised in front of the first event of a new kind, and
/// whoever is older changes nothing from then on: each transaction that moves a checkpoint or appends looks at it.
/// </summary>
/// <remarks>
/// A row in the log's own schema, not an event: whoever is older has to understand it, whatever the events of newer
/// versions will look like, and to read it in the statement that moves its checkpoint. It is dumped and restored with
/// the log, and goes back with it where that is restored to an earlier moment.
/// </remarks>
public static class LogVersion
{
    /// <summary>What this code writes, and the newest that it can fold.</summary>
    public const int Own = StoredEvents.Version;

    private const string Outdated = "GH002";

    /// <summary>The row, and what an appending transaction calls first: it raises the row, or fails.</summary>
    internal const string Sql = $"""
        create table if not exists log_version (
            one   boolean primary key default true check (one),
            least int not null);
        insert into log_version (least) values (1) on conflict (one) do nothing;
        create or replace function append_by(version int) returns void language plpgsql as $$
        declare
            needed int := (select least from gatehouse.log_version);
        begin
            if needed is null or needed < version then
                insert into gatehouse.log_version as v (least) values (version)
                on conflict (one) do update set least = greatest(v.least, excluded.least)
                returning least into needed;
            end if;
            if needed > version then
                raise exception '%', needed using errcode = '{Outdated}';
            end if;
        end $$;
        """;

    /// <summary>The least version that can fold the log; 1 of one that nobody has written it for yet.</summary>
    public static async Task<int> LeastAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Version 1.0 has no such table; a rebuild may come before the first start.
        const string isThere = "select to_regclass('gatehouse.log_version') is not null";
        return await connection.ReadAsync<bool>(isThere, cancellation)
            ? Math.Max(1, await connection.ReadAsync<int>("select least from gatehouse.log_version", cancellation))
            : 1;
    }

    /// <summary>Lets go on who can fold the log.</summary>
    /// <exception cref="OutdatedException">It is too new for us.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await LeastAsync(connection, cancellation) is var least && least > Own)
        {
            throw new OutdatedException(least);
        }
    }

    /// <summary>Raises it to our own, to be done in the transaction that appends, or before.</summary>
    /// <exception cref="OutdatedException">It is too new for us.</exception>
    public static async Task RaiseAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await connection.RunAsync("select gatehouse.append_by($1)", cancellation, Own);
        }
        catch (PostgresException e) when (Refusal(e) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>What a transaction failed with, if it is that the log is too new for us; else null.</summary>
    public static OutdatedException? Refusal(Exception e) => e switch
    {
        OutdatedException outdated => outdated,
        PostgresException { SqlState: Outdated } refused =>
            new OutdatedException(int.Parse(refused.MessageText, CultureInfo.InvariantCulture)),
        { InnerException: { } inner } => Refusal(inner),
        _ => null,
    };

    /// <summary>What whoever is too old says of itself.</summary>
    internal static string Reason(int needed) => string.Create(CultureInfo.InvariantCulture,
        $"the log needs services of version {needed} or later, and this one is of version {Own}: run the newer one");
}
