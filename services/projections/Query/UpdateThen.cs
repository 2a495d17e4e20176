using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>An update as of a past moment: its definitions up to then, folded by the same fold as the view.</summary>
internal static class UpdateThen
{
    private const string Sql = $"""
        select {LogEvent.Columns} from views.definition d join gatehouse.mt_events e on e.seq_id = d.seq
        where d.alias = $1 and e.timestamp <= $2 order by d.seq
        """;

    /// <summary>Null before anything was heard of it.</summary>
    public static async Task<UpdateRecord?> FindAsync(NpgsqlConnection connection, string alias, DateTimeOffset at, CancellationToken cancellation)
    {
        UpdateRecord? update = null;
        await using var command = connection.Command(Sql, alias, at);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var said = LogEvent.Read(row);
            (update, _) = UpdateFold.Fold(update, said.Sequence, said.Timestamp, (UpdateRecorded)said.Data);
        }

        return update;
    }
}
