using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>What gates have said last, newest first: verdicts and changes of them.</summary>
internal sealed class LatestVerdicts(NpgsqlDataSource database)
{
    private const string Sql = """
        select e.data from (select seq from views.verdict order by seq desc limit $1) v join gatehouse.mt_events e on e.seq_id = v.seq order by v.seq desc
        """;

    public async Task<IReadOnlyList<GateStatement>> ReadAsync(int most, CancellationToken cancellation)
    {
        var said = new List<GateStatement>();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.Command(Sql, most);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            said.Add(JsonSerializer.Deserialize<Said>(row.GetFieldValue<byte[]>(0), Json.Stored)!.Statement);
        }

        return said;
    }

    private sealed record Said(GateStatement Statement);
}
