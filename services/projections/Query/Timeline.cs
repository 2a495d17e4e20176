using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// <c>GET .../gates/{context}/timeline</c>: the events that led to a gate's verdict, oldest first: its update's definitions, results of
/// what it requires, waivers of its subjects, and what it said itself.
/// </summary>
internal sealed class Timeline(NpgsqlDataSource database)
{
    private const string List = "timeline";

    private const string Sql = """
        select e.seq_id, e.timestamp, e.type, e.data from gatehouse.mt_events e
        where e.seq_id in (
            select s from (
                select seq_id as s from gatehouse.mt_events where stream_id = $1
                union select seq from views.definition where alias = $2
                union select seq from views.waiver where subject = any($3)
                union select r.seq from views.result r where r.subject_hash = any($4) and r.testcase_hash = any($5)) all_of_it
            where s > $6 order by s limit $7)
        order by e.seq_id
        """;

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, "limit", "cursor");
        var (limit, cursor) = (query.Limit(), query.Cursor(List));
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await GateEndpoints.FindAsync(connection, context, cancellation) is not { } gate)
        {
            return Problem.NotFound("such gate of such update");
        }

        var parts = await GateRows.AllPartsAsync(connection, gate, cancellation);
        var testcases = parts.SelectMany(p => p.Requirements).Select(r => Hash64.Of(r.Testcase)).Distinct().ToArray();
        await using var command = connection.Command(
            Sql, Streams.Gate(gate.View.Alias, gate.View.DecisionContext), gate.View.Alias, parts.Select(p => p.Subject.Key()).ToArray(),
            parts.Select(p => Hash64.Of(p.Subject.Id)).ToArray(), testcases, cursor?.Number ?? 0, limit + 1);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var events = new List<TimelineEvent>();
        while (await row.ReadAsync(cancellation))
        {
            events.Add(new TimelineEvent(row.GetInt64(0), Item(row)));
        }

        var page = Listing<TimelineEvent>.Of(events, limit, e => new Cursor(0, $"{e.Sequence}"), query.Filters(List));
        return new View(new Listing<JsonObject>([.. page.Items.Select(e => e.Item)], page.Next));
    }

    private static JsonObject Item(NpgsqlDataReader row)
    {
        var item = new JsonObject
        {
            ["sequence"] = row.GetInt64(0),
            ["at"] = TimeConverter.Text(row.GetFieldValue<DateTimeOffset>(1)),
            ["type"] = row.GetString(2),
        };
        var data = JsonNode.Parse(row.GetFieldValue<byte[]>(3))!.AsObject();
        if (data["statement"] is JsonObject statement)
        {
            // What a gate said stands beside its position and policy set.
            Move(statement, item);
        }

        Move(data, item);
        return item;
    }

    private static void Move(JsonObject from, JsonObject to)
    {
        foreach (var (name, value) in from.ToList())
        {
            if (name is not ("statement" or "content_hash"))
            {
                from.Remove(name);
                to[name] = value;
            }
        }
    }

    private sealed record TimelineEvent(long Sequence, JsonObject Item);
}
