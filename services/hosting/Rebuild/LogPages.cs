using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// The log read by SQL, in its order and in big pages, each while the one before it is folded: no more than three are in memory. No transaction
/// is held open over all of it, which would keep the database from clearing up.
/// </summary>
/// <param name="database">Holds the log.</param>
/// <param name="types">The events that are wanted; the others, which can be many times as long, are not even read.</param>
internal sealed class LogPages(NpgsqlDataSource database, IEnumerable<Type> types)
{
    /// <summary>
    /// The most events of a page. Smaller pages load the same states more often; what is in memory of larger ones outlives more collections, each of which
    /// moves it: with 10,000 the collector took a fifth of the work.
    /// </summary>
    public const int Events = 4_000;

    /// <summary>A page ends when its events, as they are stored, come to so many bytes.</summary>
    public const int Bytes = 16 << 20;

    private static readonly string Sql =
        $"""
        select {LogEvent.Columns}, pg_column_size(e.data) from gatehouse.mt_events e
        where e.seq_id > $1 and e.seq_id <= $2 and e.type = any($3) order by e.seq_id limit {Events}
        """;

    private readonly string[] names = [.. types.Select(StoredEvents.NameOf)];

    /// <summary>The events after one position, up to another that the log has reached without gaps that may yet be filled.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogEvent>> ReadAsync(long after, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pages = Channel.CreateBounded<IReadOnlyList<LogEvent>>(1);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => ReadIntoAsync(pages.Writer, after, upTo, enough.Token), enough.Token);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(enough.Token))
            {
                yield return page;
            }
        }
        finally
        {
            await enough.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadIntoAsync(ChannelWriter<IReadOnlyList<LogEvent>> pages, long after, long upTo, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            for (var read = Events; read == Events;)
            {
                (read, after) = await ReadIntoAsync(pages, connection, after, upTo, cancellation);
            }

            pages.Complete();
        }
        catch (Exception e)
        {
            pages.Complete(e);
        }
    }

    private async Task<(int Read, long UpTo)> ReadIntoAsync(
        ChannelWriter<IReadOnlyList<LogEvent>> pages, NpgsqlConnection connection, long after, long upTo, CancellationToken cancellation)
    {
        var (read, bytes, page) = (0, 0L, new List<LogEvent>());
        await using var command = connection.Command(Sql, after, upTo, names);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var e = LogEvent.Read(row);
            page.Add(e);
            (read, after, bytes) = (read + 1, e.Sequence, bytes + row.GetInt32(row.FieldCount - 1));
            if (bytes >= Bytes)
            {
                await pages.WriteAsync(page, cancellation);
                (bytes, page) = (0, []);
            }
        }

        if (page.Count > 0)
        {
            await pages.WriteAsync(page, cancellation);
        }

        return (read, after);
    }
}
