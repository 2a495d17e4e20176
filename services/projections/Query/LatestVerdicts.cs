using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>What gates have said last, newest first: verdicts and changes of them.</summary>
internal sealed class LatestVerdicts(NpgsqlDataSource database)
{
    // Looks back over so much of the log only: what was said before is no news.
    private const int Far = 50_000;

    private const string Sql = """
        select data from gatehouse.mt_events
        where type = any($1) and seq_id > (select coalesce(max(seq_id), 0) - $2 from gatehouse.mt_events) order by seq_id desc limit $3
        """;

    private static readonly string[] Types = [StoredEvents.NameOf(typeof(GateCompleted)), StoredEvents.NameOf(typeof(GateChanged))];

    public async Task<IReadOnlyList<GateStatement>> ReadAsync(int most, CancellationToken cancellation)
    {
        var said = new List<GateStatement>();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.Command(Sql, Types, Far, most);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            said.Add(JsonSerializer.Deserialize<Said>(row.GetFieldValue<byte[]>(0), Json.Stored)!.Statement);
        }

        return said;
    }

    private sealed record Said(GateStatement Statement);
}
