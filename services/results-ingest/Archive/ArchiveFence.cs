using Gatehouse.Hosting;
using Marten;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Where archived events have partitions of their own, the unique index keeps ids apart among those that are not archived, and among those that are.
/// So whoever has looked for an id and not found it has to record it before it can have been recorded and archived by another: a replica that was
/// frozen in between for as long is sent back to look again.
/// </summary>
internal sealed class ArchiveFence(Settings settings, ArchiveAge after, NpgsqlDataSource database)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // The rest of the age is for transactions that are under way.
    private readonly TimeSpan lately = after.Age / 4 < Longest ? after.Age / 4 : Longest;

    /// <summary>A serialization failure, which says what it is: try it again from the beginning.</summary>
    public static readonly OwnTables Tables = new("ingest", """
        create or replace procedure has_looked_lately(at timestamptz, lately interval) language plpgsql as $$ begin
            if at < clock_timestamp() - lately then
                raise exception 'looked into the log at %, which is too long ago', at using errcode = 'serialization_failure';
            end if;
        end $$
        """);

    /// <summary>The database's time before a look; null where nothing has to be feared.</summary>
    public async Task<DateTimeOffset?> NowAsync(CancellationToken cancellation)
    {
        if (!settings.ArchivePartition)
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return new DateTimeOffset(await connection.ReadAsync<DateTime>("select now()", cancellation));
    }

    /// <summary>Has the transaction fail if that look was too long ago; null where it looks itself.</summary>
    public void Check(IDocumentSession session, DateTimeOffset? looked)
    {
        if (settings.ArchivePartition && looked is { } at)
        {
            session.QueueSqlCommand("call ingest.has_looked_lately(?, ?)", at, lately);
        }
        else if (settings.ArchivePartition)
        {
            session.QueueSqlCommand("call ingest.has_looked_lately(now(), ?)", lately);
        }
    }
}
