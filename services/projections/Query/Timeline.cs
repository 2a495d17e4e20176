using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// <c>GET .../gates/{context}/timeline</c>: the events that explain a gate's decisions, oldest first: its update's definitions, the policy sets that were
/// in force while it was open, results of every testcase it ever asked of a build or subject it ever had, refused ones among them, waivers of those and the
/// end of their time, deadlines that passed, an operator's releases, and what it said itself.
/// </summary>
internal sealed class Timeline(NpgsqlDataSource database, GatesThen then, TimeProvider clock)
{
    private const string List = "timeline";

    // Who brought it, or did it, stands with each of these.
    private static readonly string[] Vouched =
    [
        .. new[] { typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(MessageRejected), typeof(PolicySetInForce), typeof(GateReleased) }
            .Select(StoredEvents.NameOf),
    ];

    private static readonly string Waiver = StoredEvents.NameOf(typeof(WaiverRecorded));
    private static readonly string Expired = StoredEvents.NameOf(typeof(WaiverExpired));
    private static readonly string Policies = StoredEvents.NameOf(typeof(PolicySetInForce));
    private static readonly string Released = StoredEvents.NameOf(typeof(GateReleased));

    // A waiver for another gate or update has no say here.
    private const string IsForGate = "coalesce(w.data ->> 'decision_context', $14) = $14 and coalesce(w.data ->> 'update', $2) = $2";

    private const string Sql = $"""
        with said as (select seq_id, type from gatehouse.mt_events where stream_id = $1),
        opened as (
            select o.seq_id, coalesce((select min(c.seq_id) from said c where c.type = $9 and c.seq_id > o.seq_id), $10) as until from said o where o.type = $8),
        policies as (
            select seq_id, coalesce(lead(seq_id) over (order by seq_id), $10) as until from gatehouse.mt_events where stream_id = $7),
        asked as (select * from unnest($4::bigint[], $5::bigint[], $6::text[]) as asked (subject, testcase, type)),
        waivers as (select w.seq_id, w.type, w.data from views.waiver v join gatehouse.mt_events w on w.seq_id = v.seq where v.subject = any($3)),
        own_waivers as (select w.seq_id, w.data ->> 'id' as id from waivers w where w.type = $15 and {IsForGate})
        select e.seq_id, e.timestamp, e.type, e.data, d.taken_up from gatehouse.mt_events e join (
            select seq_id as seq from said
            union select seq from views.definition where alias = $2
            union select seq from views.release where alias = $2 and context = $14
            union select seq_id from own_waivers
            union select w.seq_id from waivers w where w.type = $16 and w.data ->> 'id' in (select id from own_waivers)
            union select r.seq from views.result r join asked on r.subject_hash = asked.subject and r.testcase_hash = asked.testcase and r.subject_type = asked.type
            union select f.seq from views.refused f join asked on f.subject_hash = asked.subject and f.testcase_hash = asked.testcase and f.subject_type = asked.type
                where f.subject = any($3)
            union select p.seq_id from policies p where exists (select from opened o where p.seq_id < o.until and o.seq_id < p.until)) own on own.seq = e.seq_id
        left join views.definition d on d.alias = $2 and d.seq = e.seq_id
        where own.seq > $11 and e.timestamp <= $12
        order by own.seq limit $13
        """;

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, "at", "limit", "cursor");
        var (at, limit, cursor) = (query.Past("at", clock.GetUtcNow()), query.Limit(), query.Cursor(List));
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        if (context.PathText(3) is not { } alias || context.PathText(5) is not { } decision)
        {
            return Problem.NotFound("such gate of such update");
        }

        if (await then.OfAsync(alias, at, decision, cancellation) is not { } gates)
        {
            return Problem.Unavailable(GatesThen.Away);
        }

        if (gates is not [var gate, ..])
        {
            return Problem.NotFound(at is null ? "such gate of such update" : "such gate of such update at that time");
        }

        var events = await ReadAsync(gate, at, cursor?.Number ?? 0, limit + 1, cancellation);
        var page = Listing<TimelineEvent>.Of(events, limit, e => new Cursor(0, $"{e.Sequence}"), query.Filters(List));
        return new View(new Listing<JsonObject>([.. page.Items.Select(e => e.Item)], page.Next));
    }

    private async Task<List<TimelineEvent>> ReadAsync(GateAsOf gate, DateTimeOffset? at, long after, int most, CancellationToken cancellation)
    {
        var asked = gate.Asked.SelectMany(a => a.Testcases, (of, testcase) => (of.Subject, Testcase: testcase)).ToList();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.Command(
            Sql, Streams.Gate(gate.View.Alias, gate.View.DecisionContext), gate.View.Alias, gate.Asked.Select(a => a.Subject.Key()).ToArray(),
            asked.Select(a => Hash64.Of(a.Subject.Id)).ToArray(), asked.Select(a => Hash64.Of(a.Testcase)).ToArray(), asked.Select(a => a.Subject.Type).ToArray(),
            Streams.Policies, StoredEvents.NameOf(typeof(GateOpened)), StoredEvents.NameOf(typeof(GateClosed)), long.MaxValue,
            after, at ?? Limits.LatestTime, most, gate.View.DecisionContext, Waiver, Expired);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var events = new List<TimelineEvent>();
        while (await row.ReadAsync(cancellation))
        {
            events.Add(new TimelineEvent(row.GetInt64(0), Item(row)));
        }

        return events;
    }

    private static JsonObject Item(NpgsqlDataReader row)
    {
        var type = row.GetString(2);
        var item = new JsonObject
        {
            ["sequence"] = row.GetInt64(0),
            ["at"] = TimeConverter.Text(row.GetFieldValue<DateTimeOffset>(1)),
            ["type"] = type,
        };
        if (Vouched.Contains(type))
        {
            // By whom: null where nobody vouched for it.
            item["user_id"] = null;
        }

        if (!row.IsDBNull(4))
        {
            item["taken_up"] = row.GetBoolean(4);
        }

        var data = JsonNode.Parse(row.GetFieldValue<byte[]>(3))!.AsObject();
        if (data["statement"] is JsonObject statement)
        {
            // What a gate said stands beside its position and policy set.
            Move(statement, item);
        }

        Move(data, item);
        if (type == Policies)
        {
            item["released"] ??= false;
        }

        if (type == Waiver || type == Released || (type == Policies && (bool)item["released"]!))
        {
            item["vouched"] = item["user_id"] is not null;
        }

        return item;
    }

    private static void Move(JsonObject from, JsonObject to)
    {
        foreach (var (name, value) in from.ToList())
        {
            // Older events, and redacted ones, have a hash of their content; hashes of links could be tried out.
            if (name is not ("statement" or "content_hash" or "redacted"))
            {
                from.Remove(name);
                to[name] = value;
            }
        }
    }

    private sealed record TimelineEvent(long Sequence, JsonObject Item);
}
